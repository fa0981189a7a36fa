"""A line of a file cut to the width of a terminal, and where on the screen a stretch of it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from validator.wording import clean

_WIDTH = 100
# So much of the line is shown before the stretch, where there is a choice.
_LEAD = 30
_CUT = "…"
_TAB = "    "

Cell = tuple[str, int]


class Excerpt(NamedTuple):
    """The shown part of a line, and the columns of the screen (from 0) that the stretch begins at and takes."""

    text: str
    indent: int
    width: int


def excerpt(line: str, begin: int, end: int) -> Excerpt:
    """The part of the line around the characters from `begin` to `end` (from 0, exclusive)."""
    begin = min(begin, len(line))
    before = [_cell(each) for each in reversed(line[max(0, begin - _WIDTH) : begin])]
    after = [_cell(each) for each in line[begin : begin + _WIDTH]]
    before = before[: _fitting(before, max(_LEAD, _WIDTH - _width(after)))]
    after = after[: _fitting(after, _WIDTH - _width(before))]
    head = _CUT if len(before) < begin else ""
    tail = _CUT if begin + len(after) < len(line) else ""
    text = head + "".join(shown for shown, _ in [*reversed(before), *after]) + tail
    return Excerpt(text, len(head) + _width(before), max(1, _width(after[: max(0, end - begin)])))


def _fitting(cells: Sequence[Cell], room: int) -> int:
    """How many of the first cells fit."""
    return sum(taken <= room for taken in accumulate(width for _, width in cells))


def _width(cells: Sequence[Cell]) -> int:
    return sum(width for _, width in cells)


@lru_cache(4096)
def _cell(character: str) -> Cell:
    """How a character is shown and how many columns that takes: 0 for what combines with the one before it."""
    if character == "\t":
        return _TAB, len(_TAB)
    shown = clean(character)
    if len(shown) > 1:
        return shown, len(shown)
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return shown, 0
    return shown, 2 if unicodedata.east_asian_width(character) in "WF" else 1
