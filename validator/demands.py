"""Demands: an item as a tree, and noted on each part of it what schemas ask of it, under whatever condition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from validator.contracts import Schema
from validator.leaves import SPEAKS, alike, listed, literal
from validator.model import JSON, Path


@dataclass(eq=False)
class Leaf:
    """A scalar, and what was asked of it; `is_fixed` if it must stay as it is."""

    number: int
    value: JSON
    asked: list[tuple[str, Schema]] = field(default_factory=list)
    is_fixed: bool = False

    def expression(self, *, is_exact: bool) -> str:
        """The expression of all scalars that may stand here; `is_exact` as `alike` has it."""
        return literal(self.value) if self.is_fixed else alike(self.value, self.asked, is_exact=is_exact)


@dataclass(eq=False)
class Inner:
    """An object or array: what is in it, by name or position."""

    number: int
    parts: dict[Any, Node]
    is_object: bool
    #: An array of so many elements and more, up to so many, would be judged alike. Items with more get no stencil.
    least: float = 1
    most: float = 255
    #: Whether no two of its strings may be equal.
    is_distinct: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is an array of scalars, one or more, on which nothing outside them depends."""
        leaves = [each for each in self.parts.values() if isinstance(each, Leaf)]
        return not self.is_object and not self.is_distinct and 0 < len(leaves) == len(self.parts)

    def all(self) -> Iterator[Node]:
        """Everything in it, at any depth."""
        for each in self.parts.values():
            yield each
            if isinstance(each, Inner):
                yield from each.all()

    def keep_length(self) -> None:
        """Something hangs on the number of elements."""
        self.least = self.most = len(self.parts)

    def split(self, length: float) -> None:
        """Arrays up to a length are judged otherwise than longer ones."""
        if len(self.parts) > length:
            self.least = max(self.least, length + 1)
        else:
            self.most = min(self.most, length)


Node: TypeAlias = "Leaf | Inner"


def node_of(value: JSON, numbers: Iterator[int]) -> Node:
    """The item as a tree; each part has a number."""
    if isinstance(value, dict):
        return Inner(next(numbers), {name: node_of(each, numbers) for name, each in value.items()}, is_object=True)
    if isinstance(value, list):
        return Inner(next(numbers), dict(enumerate(node_of(each, numbers) for each in value)), is_object=False)
    return Leaf(next(numbers), value)


def ask(schema: Schema | bool, node: Node) -> None:  # noqa: FBT001 - a schema may be true or false
    """Note on each part what a schema asks of it, under whatever condition."""
    if isinstance(schema, bool):
        return
    for keyword in schema:
        if keyword in _APPLICATORS:
            _APPLICATORS[keyword](schema, node)
        elif keyword in _ASSERTIONS:
            _assert(keyword, schema, node)
        elif keyword not in _SETTLED and not keyword.startswith("x-"):
            _fix(node)


def _assert(keyword: str, schema: Schema, node: Node) -> None:
    if isinstance(node, Leaf):
        if keyword in SPEAKS[type(node.value)]:
            node.asked.append((keyword, schema))
    elif any(isinstance(each, dict | list) for each in listed(keyword, schema)):
        _fix(node)


def _type(schema: Schema, node: Node) -> None:
    """Of the types, only integers are no matter of structure: 1.0 is one."""
    types = schema["type"]
    if isinstance(node, Leaf) and "integer" in types and "number" not in types and type(node.value) in (int, float):
        node.asked.append(("type", schema))


def _length(keyword: str, more: int) -> Callable[[Schema, Node], None]:
    def asked(schema: Schema, node: Node) -> None:
        if isinstance(node, Inner):
            node.split(schema[keyword] + more)

    return asked


def _unique(schema: Schema, node: Node) -> None:
    if not schema["uniqueItems"] or isinstance(node, Leaf) or node.is_object:
        return
    node.keep_length()
    values = [each.value for each in node.parts.values() if isinstance(each, Leaf) and isinstance(each.value, str)]
    if len(set(values)) == len(node.parts) <= _MOST_DISTINCT:
        node.is_distinct = len(values) > 1
    else:
        _fix(node)


def _fix(node: Node) -> None:
    """What a keyword says that is not known here hangs on the value as it is."""
    if isinstance(node, Leaf):
        node.is_fixed = True
    else:
        node.keep_length()
        for each in node.parts.values():
            _fix(each)


def _properties(schema: Schema, node: Node) -> None:
    if isinstance(node, Inner) and node.is_object:
        for name, each in schema["properties"].items():
            if name in node.parts:
                ask(each, node.parts[name])


def _pattern_properties(schema: Schema, node: Node) -> None:
    if isinstance(node, Inner) and node.is_object:
        for pattern, each in schema["patternProperties"].items():
            for name, part in node.parts.items():
                if re.search(pattern, name):
                    ask(each, part)


def _each(keyword: str) -> Callable[[Schema, Node], None]:
    """What is asked of all parts of an array, or of an object, may be asked of each."""

    def asked(schema: Schema, node: Node) -> None:
        if isinstance(schema[keyword], list):
            _fix(node)  # a schema for each position, which contracts have not
        elif isinstance(node, Inner) and node.is_object == (keyword == "additionalProperties"):
            for part in node.parts.values():
                ask(schema[keyword], part)

    return asked


def _same(keyword: str) -> Callable[[Schema, Node], None]:
    def asked(schema: Schema, node: Node) -> None:
        for each in schema[keyword] if isinstance(schema[keyword], list) else [schema[keyword]]:
            ask(each, node)

    return asked


_APPLICATORS: dict[str, Callable[[Schema, Node], None]] = {
    "type": _type,
    "minItems": _length("minItems", -1),
    "maxItems": _length("maxItems", 0),
    "uniqueItems": _unique,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    **{each: _each(each) for each in ("additionalProperties", "items", "contains")},
    **{each: _same(each) for each in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")},
}
_ASSERTIONS = frozenset().union(*SPEAKS.values())
#: Keywords that speak of the structure alone, and those that say nothing.
_SETTLED = frozenset(
    {
        *("required", "minProperties", "maxProperties", "propertyNames"),
        *("title", "description", "default", "examples", "readOnly", "$schema", "$id", "$comment", "definitions"),
    }
)
#: Each string is compared with all before it.
_MOST_DISTINCT = 16


def nearest(node: Node, path: Path) -> Node:
    """The part at the path, or the last on the way to it."""
    for step in path:
        if isinstance(node, Leaf) or step not in node.parts:
            break
        node = node.parts[step]
    return node
