"""Precedents: items of which it is known what is wrong with them, and where, because another was like them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from validator.contracts import Schema
from validator.merging import merged
from validator.model import JSON, ROOT, Placed, Problem, Source, Span
from validator.positions import JSONSource, LineSource
from validator.stencils import Stencil, cut

#: So many are cut at once, and one more for each so many items that were like another, up to the last of these: where
#: none is like another, little is lost.
_AT_ONCE, _ITEMS_FOR_ONE, _MOST = 8, 16, 64
#: Makes a named tuple in half the time that its own function takes: there can be millions.
_new = tuple.__new__


class Precedents:
    """What is wrong with items that break no rule, so that all hangs on the contract.

    Args:
        schema: The contract and the gates of all rules: what is judged alike breaks no rule either.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._stencils: list[Stencil] = []
        self._problems: list[Sequence[Problem]] = []
        self._cuts = self._found = 0
        self._match: Callable[[str], re.Match[str] | None] = lambda _: None
        #: By the last group of a stencil: its problems, each with the groups that stand where it begins and ends.
        self._known: dict[int | None, list[tuple[Problem, int, int]]] = {}

    def of(self, source: Source | None) -> list[Placed] | None:
        """What is wrong with an item; None where there was none like it, or where it does not stand alone in a line."""
        return self.find(source.text, source.line) if isinstance(source, LineSource) else None

    def find(self, text: str, line: int) -> list[Placed] | None:
        """What is wrong with the item in a line; None where there was none like it."""
        fits = None if "\\" in text else self._match(text)
        if not fits:
            return None
        self._found += 1
        source, start = JSONSource(text, line), fits.start
        known = self._known[fits.lastindex]
        return [
            (problem, source, _new(Span, (line, start(begin) + 1, line, start(end) + 1)))
            for problem, begin, end in known
        ]

    def add(self, source: Source, item: JSON, problems: Sequence[Problem]) -> None:
        """Keep what is wrong with an item that breaks no rule, unless too many were kept in vain."""
        if not isinstance(source, LineSource) or self._cuts >= min(_MOST, _AT_ONCE + self._found // _ITEMS_FOR_ONE):
            return
        self._cuts += 1
        places = [*(each.path for each in problems), ROOT]
        stencil = cut(source.text.rstrip("\r"), item, [self._schema], places=places)
        if stencil:
            self._stencils.append(stencil)
            self._problems.append(problems)
            self._compile()

    def _compile(self) -> None:
        expression, groups = merged(self._stencils)
        self._match = re.compile(f"(?:{expression})\r?").fullmatch
        self._known = {
            numbers[-1]: [
                (problem, numbers[begin], numbers[end])
                for problem, (begin, end) in zip(problems, stencil.places, strict=False)
            ]
            for stencil, problems, numbers in zip(self._stencils, self._problems, groups, strict=True)
        }
