"""Engines: a compiled JSON Schema that answers is_valid, and names each keyword that fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from validator.contracts import Schema, rewritten, without
from validator.errors import UnknownNameError
from validator.model import JSON, Path, as_object
from validator.portable import END

if TYPE_CHECKING:
    from jsonschema.protocols import Validator as JsonschemaValidator

    from validator.patterns import Pattern


class Failure(NamedTuple):
    """One keyword that failed: the schema it stands in, and where the value is that it was asked of."""

    keyword: str
    schema: Schema
    path: Path
    #: The keys that are missing, or that are too much, where the keyword speaks of keys.
    names: Sequence[str] = ()
    #: Whether the value is null.
    is_null: bool = False


class Engine(Protocol):
    """A compiled schema. `is_valid` must be quick; `failures` may take its time."""

    @property
    def is_valid(self) -> Callable[[JSON], bool]:
        """Whether a value is valid."""

    def are_valid(self, values: Sequence[JSON]) -> list[bool]:
        """Whether each of the values is valid: quicker than to ask for one at a time."""

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
        self._explains_well = _explains_well(schema)
        self._iter_errors = compiled.iter_errors
        self._is_valid = compiled.is_valid

    def is_valid(self, value: JSON) -> bool:
        """Whether the value is valid."""
        try:
            return self._is_valid(value)
        except ValueError:  # too deep where it compares values; see below
            return next(self.failures(value), None) is None

    def are_valid(self, values: Sequence[JSON]) -> list[bool]:
        """Whether each of the values is valid."""
        try:
            return list(map(self._is_valid, values))
        except ValueError:
            return list(map(self.is_valid, values))

    def failures(self, value: JSON) -> Iterator[Failure]:
        """Every keyword that fails."""
        try:
            errors = self._iter_errors(value) if self._explains_well else None
        except ValueError:  # nested deeper than the 255 levels that jsonschema-rs takes over from Python to explain
            errors = None
        if errors is None:
            yield from _explained(self._explain, value)
            return
        for error in errors:
            # Nothing is asked of an error that is not needed: each answer is copied from Rust to Python.
            kind = error.kind
            keyword, is_null = kind.name, False
            names: Sequence[str] = ()
            if keyword == "required":
                names = (kind.value,)
            elif keyword == "additionalProperties":
                names = kind.value
            elif keyword == "type":
                is_null = error.instance is None
            elif keyword == "format":
                keyword = "pattern"
            yield Failure(keyword, self._node(tuple(error.schema_path[:-1])), Path(error.instance_path), names, is_null)

    @cached_property
    def _explain(self) -> JsonschemaValidator:
        return _explainer(self._schema)

    def _node(self, place: tuple[str | int, ...]) -> Schema:
        node = self._nodes.get(place)
        if node is None:
            found: Any = self._schema
            for step in place:
                found = found[step]
            node = self._nodes[place] = found
        return node


_LOST_NAME = re.compile(r"\+?[0-9]*")
_MANY = 100


def _explains_well(schema: Schema) -> bool:
    """Whether jsonschema-rs is the one to explain: it drops empty keys from paths and makes 1 of "01".

    It also copies the whole object for each key that is missing.
    """
    return not any(
        "patternProperties" in node
        or isinstance(node.get("additionalProperties"), dict)
        or any(map(_LOST_NAME.fullmatch, node.get("properties", ())))
        or len(node.get("required", ())) > _MANY
        for node in _nodes(schema)
    )


_EXACT = 2**63


def _compares_well(schema: Schema) -> bool:
    """Whether jsonschema-rs is exact enough: of larger floats it compares the shortest decimal form, not the number."""
    numbers = [
        each
        for node in _nodes(schema)
        for each in (node.get("minimum"), node.get("maximum"), *node.get("enum", ()))
        if isinstance(each, int | float)
    ]
    return all(-_EXACT < each < _EXACT for each in numbers)


def _nodes(schema: Schema) -> list[Schema]:
    nodes: list[Schema] = []

    def keep(node: Schema) -> Schema:
        nodes.append(node)
        return node

    rewritten(schema, keep)
    return nodes


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

    def are_valid(self, values: Sequence[JSON]) -> list[bool]:
        """Whether each of the values is valid."""
        return list(map(self.is_valid, values))

    def failures(self, value: JSON) -> Iterator[Failure]:
        """Every keyword that fails."""
        return _explained(self._explain, value)


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
    def change(node: Schema) -> Schema:
        # Under a `$schema` of its own jsonschema would leave our class for the one of that name.
        rest = {key: value for key, value in node.items() if key != "$schema"}
        return rest | {"enum": _Listed(node["enum"])} if "enum" in node else rest

    return cast("JsonschemaValidator", _explainer_class()(rewritten(schema, change)))


class _Listed(list[JSON]):
    """The values of an enum, scalars all of them, found without looking at each."""

    @cached_property
    def known(self) -> frozenset[tuple[bool, object]]:
        return frozenset((isinstance(each, bool), each) for each in self)


def _explained(explainer: JsonschemaValidator, value: JSON) -> Iterator[Failure]:
    for error in explainer.iter_errors(value):
        schema = cast("Schema", error.schema)
        keyword, instance = str(error.validator), cast("JSON", error.instance)
        names = _names(keyword, schema, instance)
        yield Failure(keyword, schema, Path(error.absolute_path), names, instance is None)


def _names(keyword: str, schema: Schema, instance: JSON) -> list[str]:
    """The keys that a failure is about: jsonschema names them in its message alone."""
    if keyword == "required":
        return [name for name in schema["required"] if name not in as_object(instance)]
    if keyword == "additionalProperties":
        return [name for name in as_object(instance) if not _is_known(name, schema)]
    return []


def _is_known(name: str, schema: Schema) -> bool:
    return name in schema.get("properties", {}) or any(
        re.search(pattern, name) for pattern in schema.get("patternProperties", {})
    )


@cache
def _explainer_class() -> Any:
    from jsonschema import Draft7Validator, ValidationError
    from jsonschema.validators import extend

    def keyword(holds: Callable[[Any, Any, JSON, Schema], bool]) -> Callable[..., Iterator[ValidationError]]:
        def check(validator: Any, wanted: Any, instance: JSON, schema: Schema) -> Iterator[ValidationError]:
            if not holds(validator, wanted, instance, schema):
                yield ValidationError("")

        return check

    return extend(Draft7Validator, {name: keyword(holds) for name, holds in _KEYWORDS.items()})


# jsonschema writes the value into its message, which nobody reads here: that takes long where the value is long, and
# fails where it is deep. It also names each missing key, and compares arrays that must be unique pair by pair.


def _has_type(validator: Any, wanted: str | list[str], instance: JSON, _: Schema) -> bool:
    return any(validator.is_type(instance, each) for each in ([wanted] if isinstance(wanted, str) else wanted))


def _is_listed(_: object, wanted: _Listed, instance: JSON, __: Schema) -> bool:
    return not isinstance(instance, dict | list) and (isinstance(instance, bool), instance) in wanted.known


def _has_keys(_: object, wanted: list[str], instance: JSON, __: Schema) -> bool:
    return not isinstance(instance, dict) or all(name in instance for name in wanted)


def _is_unique(_: object, wanted: bool, instance: JSON, __: Schema) -> bool:  # noqa: FBT001 - jsonschema's signature
    if not wanted or not isinstance(instance, list):
        return True
    return len(set(map(_identity, instance))) == len(instance)


def _has_pattern(_: object, wanted: str, instance: JSON, schema: Schema) -> bool:
    return not isinstance(instance, str) or _matches(schema, wanted, instance)


_KEYWORDS: dict[str, Callable[[Any, Any, JSON, Schema], bool]] = {
    "type": _has_type,
    "required": _has_keys,
    "enum": _is_listed,
    "not": lambda validator, unwanted, instance, _: not validator.evolve(schema=unwanted).is_valid(instance),
    "pattern": _has_pattern,
    "minItems": lambda _, least, instance, __: not isinstance(instance, list) or len(instance) >= least,
    "maxItems": lambda _, most, instance, __: not isinstance(instance, list) or len(instance) <= most,
    "uniqueItems": _is_unique,
}


def _identity(value: JSON) -> tuple[object, ...]:
    """What two values have in common if JSON takes them for equal: 1 and 1.0, but not 1 and true."""
    parts: list[object] = []
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            parts.append(("{", len(each)))
            pending += [part for key in sorted(each) for part in (each[key], key)]
        elif isinstance(each, list):
            parts.append(("[", len(each)))
            pending += each
        elif isinstance(each, float) and abs(each) >= _EXACT:
            parts.append((False, Decimal(repr(each))))  # as jsonschema-rs compares them
        else:
            parts.append((isinstance(each, bool), each))
    return tuple(parts)


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
    if engine not in ENGINE_NAMES:
        raise UnknownNameError("engine", engine, ENGINE_NAMES)
    if engine == "auto":
        engine = "rust" if find_spec("jsonschema_rs") else "python"
    if engine == "rust" and not _compares_well(schema):
        engine = "python"
    return ENGINES[engine](schema)


def _bare(schema: Schema) -> Schema:
    """The schema without what no engine needs, less the mark by which a user's pattern is known."""
    return without(schema, lambda key: key in ("title", "description", "default", "examples", "readOnly", "x-limits"))


def _users_pattern(node: Schema) -> Pattern | None:
    """The pattern a user wrote, of which `pattern` is the portable form; None for one of the contract's own."""
    source = node.get("x-errors", {}).get("pattern", {}).get("params")
    if not source:
        return None
    from validator.patterns import parse

    return parse(source[0])


def _as_format(node: Schema, pattern: Pattern, formats: dict[str, Callable[[str], bool]]) -> Schema:
    name = f"pattern-{len(formats)}"
    formats[name] = pattern.matches
    return {key: value for key, value in node.items() if key != "pattern"} | {"format": name}
