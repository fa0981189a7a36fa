"""Engines: a compiled JSON Schema that answers is_valid, and names each keyword that fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from validator.contract.schemas import Schema, rewritten, without
from validator.engines.failures import EXACT, Failure, users_pattern
from validator.errors import UnknownNameError
from validator.model import JSON
from validator.patterns.portable import END

if TYPE_CHECKING:
    from validator.patterns.parse import Pattern


class Engine(Protocol):
    """A compiled schema. `is_valid` must be quick; `failures` may take its time."""

    @property
    def is_valid(self) -> Callable[[JSON], bool]:
        """Whether a value is valid."""

    def are_valid(self, values: Sequence[JSON]) -> list[bool]:
        """Whether each of the values is valid: quicker than to ask for one at a time."""

    @property
    def failures(self) -> Callable[[JSON], Iterable[Failure]]:
        """Every keyword that fails of a value, in no particular order; some may come more than once."""


# --- rust -----------------------------------------------------------------------------------------------------------


class RustEngine:
    """jsonschema-rs for the verdict, and our collector for the failures."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    @cached_property
    def _is_valid(self) -> Callable[[JSON], bool]:
        """Compiled when it is asked for: where it is known that something fails, only the failures are."""
        import jsonschema_rs

        formats: dict[str, Callable[[str], bool]] = {}
        compiled = jsonschema_rs.Draft7Validator(
            _for_rust(self._schema, formats),
            formats=formats or None,
            validate_formats=True,
            # A pattern can be long; it runs in linear time all the same.
            pattern_options=jsonschema_rs.FancyRegexOptions(size_limit=1 << 26, dfa_size_limit=1 << 26),
        )
        is_valid: Callable[[JSON], bool] = compiled.is_valid
        return is_valid

    def is_valid(self, value: JSON) -> bool:
        """Whether the value is valid."""
        is_valid = self._is_valid  # a schema that cannot be compiled is no matter of the value
        try:
            return is_valid(value)
        except ValueError:  # nested deeper than the 255 levels that jsonschema-rs compares
            return not self.failures(value)

    def are_valid(self, values: Sequence[JSON]) -> list[bool]:
        """Whether each of the values is valid."""
        is_valid = self._is_valid
        try:
            return list(map(is_valid, values))
        except ValueError:
            return list(map(self.is_valid, values))

    @cached_property
    def failures(self) -> Callable[[JSON], list[Failure]]:
        """Every keyword that fails."""
        from validator.engines.collector import collector

        return collector(self._schema)


def _compares_well(schema: Schema) -> bool:
    """Whether jsonschema-rs is exact enough: of larger floats it compares the shortest decimal form, not the number."""
    numbers = [
        each
        for node in _nodes(schema)
        for each in (node.get("minimum"), node.get("maximum"), *node.get("enum", ()))
        if isinstance(each, int | float)
    ]
    return all(-EXACT <= each <= EXACT for each in numbers)


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
        pattern = users_pattern(node)
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
        self._schema = schema
        self._gate = _gate(schema)

    def is_valid(self, value: JSON) -> bool:
        """Whether the value is valid."""
        return (self._gate is not None and _passes(self._gate, value)) or next(self.failures(value), None) is None

    def are_valid(self, values: Sequence[JSON]) -> list[bool]:
        """Whether each of the values is valid."""
        return list(map(self.is_valid, values))

    @cached_property
    def failures(self) -> Callable[[JSON], Iterator[Failure]]:
        """Every keyword that fails."""
        from validator.engines.reference import explainer

        return explainer(self._schema)


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
        pattern = users_pattern(node)
        if pattern is not None and not pattern.is_simple:
            node = _as_format(node, pattern, formats)
        if "const" in node:
            # The generator stumbles over it, and writes the value into the code unescaped.
            node = {key: value for key, value in node.items() if key != "const"} | {"enum": [node["const"]]}
        if node.get("not", {}).keys() == {"type", "pattern"} and node["not"]["type"] == "string":
            # To see that an unwanted schema fails, the generated code catches the exception that it raises.
            search = re.compile(node["not"]["pattern"]).search
            node = _with_format(node, "not", lambda text: not search(text), formats)
        if any(isinstance(each, str) and not _PLAIN.fullmatch(each) for each in node.get("enum", ())):
            node = _enum_as_format(node, formats)
        return node

    safe = rewritten(_bare(schema), change)
    return safe if is_plain else None


def _enum_as_format(node: Schema, formats: dict[str, Callable[[str], bool]]) -> Schema:
    # Only strings have such an enum; the type beside it takes care of the rest.
    return _with_format(
        node, "enum", frozenset(each for each in node["enum"] if isinstance(each, str)).__contains__, formats
    )


# --- both -----------------------------------------------------------------------------------------------------------

#: The engines by name; `auto` takes the first that can be imported.
ENGINES: dict[str, Callable[[Schema], Engine]] = {"rust": RustEngine, "python": PythonEngine}
ENGINE_NAMES = ("auto", *ENGINES)


def chosen(engine: str) -> str:
    """The engine that a name stands for.

    Raises:
        UnknownNameError: there is no engine of that name.
        ImportError: `rust` was asked for and jsonschema-rs is not installed.
    """
    if engine not in ENGINE_NAMES:
        raise UnknownNameError("engine", engine, ENGINE_NAMES)
    if engine == "rust":
        import_module("jsonschema_rs")
    if engine == "auto":
        return "rust" if find_spec("jsonschema_rs") else "python"
    return engine


def compiled(schema: Schema, engine: str = "auto") -> Engine:
    """Compile a filled schema.

    Raises:
        UnknownNameError: there is no engine of that name.
        ImportError: `rust` was asked for and jsonschema-rs is not installed.
    """
    engine = chosen(engine)
    if engine == "rust" and not _compares_well(schema):
        engine = "python"
    return ENGINES[engine](schema)


def _bare(schema: Schema) -> Schema:
    """The schema without what no engine needs, less the mark by which a user's pattern is known."""
    return without(schema, lambda key: key in ("title", "description", "default", "examples", "readOnly", "x-limits"))


def _as_format(node: Schema, pattern: Pattern, formats: dict[str, Callable[[str], bool]]) -> Schema:
    return _with_format(node, "pattern", pattern.matches, formats)


def _with_format(
    node: Schema, keyword: str, holds: Callable[[str], bool], formats: dict[str, Callable[[str], bool]]
) -> Schema:
    """The schema with a format of ours in place of a keyword: it speaks of strings alone."""
    name = f"{keyword}-{len(formats)}"
    formats[name] = holds
    rest = {key: value for key, value in node.items() if key != keyword}
    return {"allOf": [rest, {"format": name}]} if "format" in rest else rest | {"format": name}
