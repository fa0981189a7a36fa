"""Engines: a compiled JSON Schema that answers is_valid, and names each keyword that fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from validator.contracts import Schema, rewritten, without
from validator.errors import UnknownNameError
from validator.model import JSON, Path
from validator.patterns import END, Pattern, parse

if TYPE_CHECKING:
    from jsonschema.protocols import Validator as JsonschemaValidator


class Failure(NamedTuple):
    """One keyword that failed: the schema it stands in, the value it was asked of, and where that value is."""

    keyword: str
    schema: Schema
    instance: JSON
    path: Path


class Engine(Protocol):
    """A compiled schema. `is_valid` must be quick; `failures` may take its time."""

    @property
    def is_valid(self) -> Callable[[JSON], bool]:
        """Whether a value is valid."""

    def failures(self, value: JSON) -> Iterator[Failure]:
        """Every keyword that fails, in no particular order; some may come more than once."""


# --- rust -----------------------------------------------------------------------------------------------------------


class RustEngine:
    """jsonschema-rs for both the verdict and the failures."""

    def __init__(self, schema: Schema) -> None:
        import jsonschema_rs

        self._schema = schema
        formats: dict[str, Callable[[str], bool]] = {}
        compiled = jsonschema_rs.Draft7Validator(
            _for_rust(schema, formats),
            formats=formats or None,
            validate_formats=True,
            # A pattern can be long; it runs in linear time all the same.
            pattern_options=jsonschema_rs.FancyRegexOptions(size_limit=1 << 26, dfa_size_limit=1 << 26),
        )
        self._nodes: dict[tuple[str | int, ...], Schema] = {}
        self._iter_errors = compiled.iter_errors
        self.is_valid: Callable[[JSON], bool] = compiled.is_valid

    def failures(self, value: JSON) -> Iterator[Failure]:
        """Every keyword that fails."""
        for error in self._iter_errors(value):
            keyword = "pattern" if error.kind.name == "format" else error.kind.name
            node = self._node(tuple(error.schema_path[:-1]))
            yield Failure(keyword, node, cast("JSON", error.instance), Path(error.instance_path))

    def _node(self, place: tuple[str | int, ...]) -> Schema:
        node = self._nodes.get(place)
        if node is None:
            found: Any = self._schema
            for step in place:
                found = found[step]
            node = self._nodes[place] = found
        return node


def _for_rust(schema: Schema, formats: dict[str, Callable[[str], bool]]) -> Schema:
    def change(node: Schema) -> Schema:
        if "pattern" not in node:
            return node
        pattern = _users_pattern(node)
        if pattern is not None and pattern.has_lookahead:
            # Rust would backtrack here; our own matcher does not.
            return _as_format(node, pattern, formats)
        # In Rust `$` is the very end already, and without the lookahead the pattern runs in linear time.
        return node | {"pattern": node["pattern"].replace(END, "$")}

    return rewritten(_bare(schema), change)


# --- python ---------------------------------------------------------------------------------------------------------


class PythonEngine:
    """fastjsonschema for a quick yes, which is final; jsonschema to explain its no."""

    def __init__(self, schema: Schema) -> None:
        self._explain = _explainer(schema)
        self._gate = _gate(schema)

    def is_valid(self, value: JSON) -> bool:
        """Whether the value is valid."""
        return (self._gate is not None and _passes(self._gate, value)) or next(self.failures(value), None) is None

    def failures(self, value: JSON) -> Iterator[Failure]:
        """Every keyword that fails."""
        for error in self._explain.iter_errors(value):
            schema = cast("Schema", error.schema)
            yield Failure(str(error.validator), schema, cast("JSON", error.instance), Path(error.absolute_path))


def _passes(gate: Callable[[JSON], object], value: JSON) -> bool:
    try:
        gate(value)
    except Exception:  # noqa: BLE001 - whatever stops the gate, the explanation decides
        return False
    return True


def _gate(schema: Schema) -> Callable[[JSON], object] | None:
    """A function that raises for what is not valid, and for some of what is; None where none can be generated."""
    import fastjsonschema

    formats: dict[str, Callable[[str], bool]] = {}
    safe = _for_generated_code(schema, formats)
    if safe is None:
        return None
    compiled: Callable[[JSON], object] = fastjsonschema.compile(
        safe, formats=formats, use_default=False, detailed_exceptions=False
    )
    return compiled


_PLAIN = re.compile(r"[\w .,:;/+-]*", re.ASCII)


def _for_generated_code(schema: Schema, formats: dict[str, Callable[[str], bool]]) -> Schema | None:
    """The schema for a code generator: what a user wrote stands in it only where it is plain text."""
    is_plain = True

    def change(node: Schema) -> Schema:
        nonlocal is_plain
        is_plain = is_plain and all(map(_PLAIN.fullmatch, [*node.get("properties", ()), *node.get("required", ())]))
        pattern = _users_pattern(node)
        if pattern is not None and not pattern.is_simple:
            node = _as_format(node, pattern, formats)
        if "const" in node:
            # The generator stumbles over it, and writes the value into the code unescaped.
            node = {key: value for key, value in node.items() if key != "const"} | {"enum": [node["const"]]}
        if any(isinstance(each, str) and not _PLAIN.fullmatch(each) for each in node.get("enum", ())):
            node = _enum_as_format(node, formats)
        return node

    safe = rewritten(_bare(schema), change)
    return safe if is_plain else None


def _enum_as_format(node: Schema, formats: dict[str, Callable[[str], bool]]) -> Schema:
    name = f"enum-{len(formats)}"
    formats[name] = frozenset(each for each in node["enum"] if isinstance(each, str)).__contains__
    # Only strings have such an enum; the type beside it takes care of the rest.
    rest = {key: value for key, value in node.items() if key != "enum"}
    return {"allOf": [rest, {"format": name}]} if "format" in rest else rest | {"format": name}


def _explainer(schema: Schema) -> JsonschemaValidator:
    return cast("JsonschemaValidator", _explainer_class()(schema))


@cache
def _explainer_class() -> Any:
    from jsonschema import Draft7Validator, ValidationError
    from jsonschema.validators import extend

    def pattern(_: object, wanted: str, instance: JSON, schema: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not _matches(schema, wanted, instance):
            yield ValidationError(f"does not match {wanted}")

    def unique_items(_: object, wanted: bool, instance: JSON, __: Schema) -> Iterator[ValidationError]:  # noqa: FBT001 - jsonschema's signature
        # jsonschema compares each pair; the arrays that must be unique hold strings, so a set does.
        if wanted and isinstance(instance, list):
            hashable = [(type(each), each) for each in instance if not isinstance(each, list | dict)]
            if len(set(hashable)) < len(hashable):
                yield ValidationError("has duplicates")

    return extend(Draft7Validator, {"pattern": pattern, "uniqueItems": unique_items})


def _matches(schema: Schema, portable: str, text: str) -> bool:
    pattern = _users_pattern(schema)
    if pattern is not None and not pattern.is_simple:
        return pattern.matches(text)
    return re.search(portable, text) is not None


# --- both -----------------------------------------------------------------------------------------------------------

#: The engines by name; `auto` takes the first that can be imported.
ENGINES: dict[str, Callable[[Schema], Engine]] = {"rust": RustEngine, "python": PythonEngine}
ENGINE_NAMES = ("auto", *ENGINES)


def compiled(schema: Schema, engine: str = "auto") -> Engine:
    """Compile a filled schema.

    Raises:
        UnknownNameError: there is no engine of that name.
        ImportError: `rust` was asked for and jsonschema-rs is not installed.
    """
    if engine == "auto":
        engine = "rust" if find_spec("jsonschema_rs") else "python"
    if engine not in ENGINES:
        raise UnknownNameError("engine", engine, ENGINE_NAMES)
    return ENGINES[engine](schema)


def _bare(schema: Schema) -> Schema:
    """The schema without what no engine needs, less the mark by which a user's pattern is known."""
    return without(schema, lambda key: key in ("title", "description", "default", "examples", "readOnly", "x-limits"))


def _users_pattern(node: Schema) -> Pattern | None:
    """The pattern a user wrote, of which `pattern` is the portable form; None for one of the contract's own."""
    source = node.get("x-errors", {}).get("pattern", {}).get("params")
    return parse(source[0]) if source else None


def _as_format(node: Schema, pattern: Pattern, formats: dict[str, Callable[[str], bool]]) -> Schema:
    name = f"pattern-{len(formats)}"
    formats[name] = pattern.matches
    return {key: value for key, value in node.items() if key != "pattern"} | {"format": name}
