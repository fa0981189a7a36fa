"""Skimming: lines of JSON text of which it is known that nothing is wrong with them, without parsing any.

Most files are made by a program, and most of their lines differ in nothing that is asked about. From clean lines
stencils are cut, and lines that fit one are clean too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from validator.contracts import Schema
from validator.merging import merged
from validator.model import JSON, View
from validator.sequences import where
from validator.stencils import Budget, Stencil, Template, cut

#: What stands nowhere in plain text but at the end of a line.
_CONTROLS = bytes(range(0x20))

#: With more stencils than these, or in more sieves, skimming takes longer than parsing.
_MOST, _MOST_SIEVES = 64, 8
#: The budget: at once, and for each line that fits.
_AT_ONCE, _GAIN = 6_000, 4
#: A block in which more than one of so many lines fits none was not worth it.
_ONE_IN = 4
#: Then some blocks are passed over, at first one, and twice as many each time up to so many.
_LONGEST_REST = 64


class Sifted(NamedTuple):
    """How many lines there are, those that fit no stencil, by position, and what each view must know of the others."""

    total: int
    missed: dict[int, str]
    #: For each view a number for each line; that of a missed line says nothing.
    columns: list[list[int]]


class Skimmer:
    """Learns what clean lines look like.

    Args:
        schema: An item that is valid against it is clean.
        views: What must be known of clean items all the same.
    """

    def __init__(self, schema: Schema, views: Sequence[View]) -> None:
        self._schema = schema
        self._views = views
        #: By what all stencils in one have in common: the text of the views, but for scalars.
        self._sieves: dict[tuple[tuple[str, ...], ...], _Sieve] = {}
        self._cuts = 0
        self._budget = Budget(_AT_ONCE, _GAIN)
        self._rest = self._last_rest = 0

    def rest(self) -> None:
        """What was known of a block was of no use: pass over the next ones."""
        self._rest = self._last_rest = min(2 * self._last_rest or 1, _LONGEST_REST)

    def skim(self, block: bytes) -> Sifted | None:
        """What is known of the lines of a block, which must be whole; None where it would be too little."""
        if self._rest:
            self._rest -= 1
            return None
        found = self._sifted(block) if self._sieves else None
        if found is None or len(found.missed) * _ONE_IN > found.total:
            self.rest()
            return None
        self._last_rest = 0
        self._budget.earn(found.total - len(found.missed))
        return found

    def _sifted(self, block: bytes) -> Sifted | None:
        plain = _plain(block)
        if plain is None:
            return None
        text, total = plain
        first, *others = self._sieves.values()
        found = first.sifted(text)
        for sieve in others:
            if not found.missed:
                break
            again = sieve.sifted("".join(f"{line}\n" for line in found.missed.values()))
            found = _joined(found, again)
        return found if found.total == total else None  # a string went on in another line

    @property
    def can_learn(self) -> bool:
        """Whether another stencil may be cut."""
        return self._cuts < _MOST and len(self._sieves) < _MOST_SIEVES and bool(self._budget)

    def learn(self, lines: Iterable[tuple[bytes, JSON]]) -> None:
        """Cut stencils for some clean lines that fit none, which were parsed as these items."""
        for line, item in lines:
            if not self.can_learn:
                return
            plain = _plain(line)
            if plain is None or any(not each.sifted(plain.text).missed for each in self._sieves.values()):
                continue
            stencil = cut(plain.text.removesuffix("\n"), item, [self._schema], self._views)
            if stencil is None:
                self._budget.spend(len(plain.text))
                continue
            self._cuts += 1
            key = tuple(each.parts for each in stencil.templates)
            self._budget.spend(self._sieves.setdefault(key, _Sieve(self._views)).add(stencil))


class _Plain(NamedTuple):
    """Lines of text, each with its end, and how many."""

    text: str
    total: int


def _plain(block: bytes) -> _Plain | None:
    """The text of lines, of which those with a backslash are left empty; None for what cannot be JSON."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if not block.endswith(b"\n"):
        block += b"\n"
    total = len(block) - len(block.translate(None, _CONTROLS))
    try:
        text = block.decode()
    except UnicodeDecodeError:
        return None
    if "\\" in text:
        text = "\n".join("" if "\\" in line else line for line in text.split("\n"))
    return _Plain(text, total)


def _joined(found: Sifted, again: Sifted) -> Sifted:
    """What is known of lines when those that were missed have been skimmed again."""
    if again.total < len(found.missed):
        return again  # a string went on in another line
    positions = list(found.missed)
    for column, numbers in zip(found.columns, again.columns, strict=True):
        for n, number in zip(positions, numbers, strict=True):
            column[n] = number
    return found._replace(missed={positions[n]: line for n, line in again.missed.items()})


class _Sieve:
    """Stencils for which all views have the same text but for scalars."""

    def __init__(self, views: Sequence[View]) -> None:
        self._views = views
        self._stencils: list[Stencil] = []
        self._find: Callable[[str], list[tuple[str, ...]]]
        self._columns: list[Callable[[list[tuple[str, ...]]], list[int]]]

    def add(self, stencil: Stencil) -> int:
        """Let lines pass that fit this stencil, too; gives how many characters were compiled."""
        self._stencils.append(stencil)
        expression, groups = merged(self._stencils)
        # The last group is a line that fits none, the one before the end of a line that fits.
        pattern = re.compile(f"(?:{expression})(\\n)|([^\\n]*)\\n")
        self._find = pattern.findall
        templates = [[each.templates[n] for each in self._stencils] for n in range(len(self._views))]
        pairs = zip(self._views, templates, strict=True)
        self._columns = [_column(view, some, groups, pattern.groups) for view, some in pairs]
        #: What the first view makes of a line that fits none.
        self._of_missed = self._columns[0]([("",) * pattern.groups])[0] if self._columns else 0
        return len(expression)

    def sifted(self, text: str) -> Sifted:
        """Which lines fit none, and what the views must know of the others."""
        found = self._find(text)
        columns = [column(found) for column in self._columns]
        suspects = where(columns[0], value=self._of_missed) if columns else range(len(found))
        missed = {n: found[n][-1] for n in suspects if not found[n][-2]}
        return Sifted(len(found), missed, columns)


def _column(
    view: View, templates: Sequence[Template], groups: Sequence[Sequence[int]], count: int
) -> Callable[[list[tuple[str, ...]]], list[int]]:
    """Makes the numbers of a view, from the groups of all lines.

    Of several stencils, a line fits one: the groups of the others are empty, so that all can stand side by side.

    Args:
        view: The view.
        templates: The one of each stencil: their parts are the same.
        groups: For each stencil, the numbers that its groups have among all, from 1.
        count: How many groups there are.
    """
    parts = templates[0].parts
    slots = [
        dict.fromkeys(numbers[each.groups[n]] for each, numbers in zip(templates, groups, strict=True))
        for n in range(len(parts) - 1)
    ]
    # No function that takes the parts and the groups comes near to generated code, in which there are but their names.
    text = "".join(f"{{p{n}}}" + "".join(f"{{g{each}}}" for each in slot) for n, slot in enumerate([*slots, {}]))
    names = ", ".join(f"g{n + 1}" for n in range(count))
    known = {f"p{n}": part for n, part in enumerate(parts)}
    made: Callable[[list[tuple[str, ...]]], list[int]]
    made = eval(f"lambda found: [number(f'{text}') for {names} in found]", known | {"number": view.number})  # noqa: S307
    return made
