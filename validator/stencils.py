"""Stencils: regular expressions cut from the text of one item, such that any text that fits is judged as that item is.

A schema judges an item by its structure (keys, the number of elements, the type of each scalar) and by what its
keywords say of each scalar. A stencil holds the structure as it is, and takes such scalars alone for which each keyword
that any part of the schema could ask says what it said of the first: so every condition holds for both or for neither,
and the same keywords fail in the same places. What no expression can say of a scalar is held as it is, to the letter.

The text that is matched must be free of backslashes and control characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import count
from operator import add
from typing import Any, NamedTuple

from validator.contracts import Schema
from validator.demands import Inner, Leaf, Node, ask, nearest, node_of
from validator.encoding import compact
from validator.leaves import literal
from validator.model import JSON, Path, View

#: What stands between members and elements, and behind keys: as compact writers have it, and as Python's json has it.
_COMPACT = (",", ":")
_STYLES = (_COMPACT, (", ", ": "))


class Token(NamedTuple):
    """A part of a stencil. A group is remembered, and may have to differ from others: so many groups before it."""

    expression: str
    is_group: bool = False
    differs: tuple[int, ...] = ()


class Template(NamedTuple):
    """The text that a view needs: its parts, and the groups of the stencil that stand between them."""

    parts: tuple[str, ...]
    groups: tuple[int, ...]


class Stencil(NamedTuple):
    """Tokens in their order, and what their groups are for, counted from 0."""

    tokens: tuple[Token, ...]
    #: For each view.
    templates: tuple[Template, ...]
    #: For each place that was asked for: the groups that are empty, and stand where it begins and ends.
    places: tuple[tuple[int, int], ...]


#: Longer text, and items of more parts, are parsed about as fast as they are matched, and expressions of them take long
#: to compile.
_LONGEST, _MOST_PARTS = 8_192, 200


class Budget:
    """How much may be spent on stencils, in characters: to cut and compile some 700 takes a millisecond.

    Args:
        left: What may be spent at once. It is lost where no text is like another.
        gain: What each text that fits saves.
    """

    def __init__(self, left: int, gain: int) -> None:
        self._left = left
        self._gain = gain

    def __bool__(self) -> bool:
        return self._left > 0

    def spend(self, characters: int) -> None:
        """So much was compiled, or looked at in vain."""
        self._left -= characters

    def earn(self, times: int) -> None:
        """So many texts were like another."""
        self._left += times * self._gain


def cut(
    text: str, item: JSON, schemas: Iterable[Schema], views: Sequence[View] = (), places: Sequence[Path] = ()
) -> Stencil | None:
    """The stencil of an item that all these schemas judge.

    None for text that is long, has a backslash or a mark of ours, or is written in no known style, and for an item of
    many parts or nested deeper than Python goes.

    Args:
        text: What the item was parsed from.
        item: The item.
        schemas: What judges it.
        views: What must be known of each item that fits, beside the verdict.
        places: Paths of which it must be known where the value stands, or the last one there is on the way to it.
    """
    try:
        style = None if len(text) > _LONGEST or _MARK in text else _style(text, item)
        return None if style is None else _cut(item, style, schemas, views, places)
    except RecursionError:
        return None


def _cut(
    item: JSON, style: tuple[str, str], schemas: Iterable[Schema], views: Sequence[View], places: Sequence[Path]
) -> Stencil | None:
    numbers = count()
    root = node_of(item, numbers)
    if next(numbers) > _MOST_PARTS:
        return None
    for schema in schemas:
        ask(schema, root)
    stood = {path: nearest(root, path).number for path in places}
    shown = _Views(root, views, is_compact=style == _COMPACT).shown()
    writer = _Writer(style, {int(each) for parts in shown for each in parts[1::2]}, set(stood.values()))
    writer.value(root)
    templates = [Template(tuple(each[::2]), tuple(writer.shown[int(n)] for n in each[1::2])) for each in shown]
    return Stencil(tuple(writer.tokens), tuple(templates), tuple(writer.stood[stood[each]] for each in places))


def _style(text: str, item: JSON) -> tuple[str, str] | None:
    """The style in which the text is written; None for one that is not known, and where writers may not agree."""
    if "\\" in text:
        return None
    written = {each: json.dumps(item, ensure_ascii=False, separators=each) for each in _STYLES}
    if written[_COMPACT].encode() != compact(item):  # they write the exponents of numbers in different ways
        return None
    return next((each for each, its in written.items() if its == text), None)


# --- views ------------------------------------------------------------------------------------------------------------

#: Private characters that stand around the number of a part; text that has them gets no stencil.
_MARK, _END = "\ue000", "\ue001"
_MARKED = re.compile(f'"{_MARK}([0-9]+){_END}"')


class _Views:
    """What the views need of an item: found out by showing them a sketch of it, with marks in the place of scalars.

    A view that hands on an object or array as it is needs its text as it is, if that is compact.
    """

    def __init__(self, root: Node, views: Sequence[View], *, is_compact: bool) -> None:
        #: The objects and arrays of the sketch that can be needed as they are, with their nodes, by their identity.
        self._whole: dict[int, tuple[JSON, Inner]] = {}
        self._is_compact = is_compact
        sketch = self._sketched(root)
        self._values = [view.values(sketch) for view in views]

    def shown(self) -> list[list[str]]:
        """For each view the parts of its text, and between them the numbers of what varies."""
        while True:
            texts = ["".join(compact(self._marked(each)).decode() for each in values) for values in self._values]
            shown = [_MARKED.split(text) for text in texts]
            numbers = {int(each) for parts in shown for each in parts[1::2]}
            torn = [key for key, (_, node) in self._whole.items() if node.number in numbers and _has_any(node, numbers)]
            if not torn:
                return shown
            for key in torn:  # something in it is needed apart
                del self._whole[key]

    def _sketched(self, node: Node) -> Any:
        """The item with marks for its strings and numbers."""
        if isinstance(node, Leaf):
            return node.value if _is_constant(node) else _mark(node)
        parts = {name: self._sketched(each) for name, each in node.parts.items()}
        sketch = parts if node.is_object else list(parts.values())
        if self._is_compact and not any(isinstance(each, Inner) and each.is_distinct for each in (node, *node.all())):
            self._whole[id(sketch)] = sketch, node
        return sketch

    def _marked(self, value: Any) -> Any:
        """The value with marks for what is handed on as it is."""
        if id(value) in self._whole:
            return _mark(self._whole[id(value)][1])
        if isinstance(value, dict):
            return {name: self._marked(each) for name, each in value.items()}
        return list(map(self._marked, value)) if isinstance(value, list) else value


def _is_constant(leaf: Leaf) -> bool:
    """Whether it is one of the three that no others are like."""
    return leaf.value is None or isinstance(leaf.value, bool)


def _mark(node: Node) -> str:
    return f"{_MARK}{node.number}{_END}"


def _has_any(node: Inner, numbers: AbstractSet[int]) -> bool:
    return any(each.number in numbers for each in node.all())


# --- tokens -----------------------------------------------------------------------------------------------------------


class _Writer:
    """Writes an item as tokens.

    Args:
        style: What stands between members and elements, and behind keys.
        is_shown: The numbers of the parts that are remembered.
        is_stood: The numbers of those of which it is remembered where they begin and end.
    """

    def __init__(self, style: tuple[str, str], is_shown: AbstractSet[int], is_stood: AbstractSet[int]) -> None:
        self.tokens: list[Token] = []
        #: The groups of what is remembered, by the numbers of the parts.
        self.shown: dict[int, int] = {}
        self.stood: dict[int, tuple[int, int]] = {}
        self._comma, self._colon = style
        self._is_shown, self._is_stood = is_shown, is_stood
        self._groups = 0

    def value(self, node: Node, others: Sequence[int] | None = None) -> None:
        """Write a part of the item; if it may have to differ from others, it is remembered."""
        begin = self._group() if node.number in self._is_stood else 0
        if others is not None or node.number in self._is_shown:
            differs = tuple(self._groups - each for each in others or ())
            self.shown[node.number] = self._group(self._whole(node, is_exact=True), differs)
        elif isinstance(node, Inner) and not self._is_whole(node):
            self._inner(node)
        else:
            self.tokens.append(Token(self._whole(node, is_exact=False)))
        if node.number in self._is_stood:
            self.stood[node.number] = begin, self._group()

    def _group(self, expression: str = "", differs: tuple[int, ...] = ()) -> int:
        self.tokens.append(Token(expression, is_group=True, differs=differs))
        self._groups += 1
        return self._groups - 1

    def _is_whole(self, node: Inner) -> bool:
        """Whether it is written in one token, so that its elements are not counted.

        They are where something is said of each, and where a view shows them: constants as they are, others in groups.
        """
        is_counted = any(isinstance(each, Leaf) and _is_constant(each) for each in node.parts.values())
        return node.is_row and not is_counted and not self._is_stood and not _has_any(node, self._is_shown)

    def _whole(self, node: Node, *, is_exact: bool) -> str:
        """The expression of a part with all that is in it."""
        if isinstance(node, Leaf):
            return node.expression(is_exact=is_exact)
        inside = [self._whole(each, is_exact=is_exact) for each in node.parts.values()]
        if node.is_object:
            keys = [literal(name) + self._colon for name in node.parts]
            return rf"\{{{self._comma.join(map(add, keys, inside))}\}}"
        least, most = int(node.least) - 1, int(node.most) - 1
        if node.is_row and len(set(inside)) == 1 and least < most:
            return rf"\[{inside[0]}(?:{self._comma}{inside[0]}){{{least},{most}}}\]"
        return rf"\[{self._comma.join(inside)}\]"

    def _inner(self, node: Inner) -> None:
        between = r"\{" if node.is_object else r"\["
        before: list[int] = []
        for name, each in node.parts.items():
            self.tokens.append(Token(between + (literal(name) + self._colon if node.is_object else "")))
            self.value(each, before if node.is_distinct else None)
            if node.is_distinct:
                before.append(self.shown[each.number])
            between = self._comma
        closing = r"\}" if node.is_object else r"\]"
        self.tokens.append(Token(closing if node.parts else between + closing))
