"""Precedents: items of which it is known what is wrong with them, and where, because another was like them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from validator.contracts import Schema
from validator.merging import merged
from validator.model import JSON, ROOT, Placed, Problem, Source, Span, made
from validator.positions import JSONSource, LineSource
from validator.stencils import Budget, Stencil, cut

#: With more stencils than these, to match takes as long as to explain.
_MOST = 64
#: The budget: at once, and for each item that is like another.
_AT_ONCE, _GAIN = 6_000, 50


class Precedents:
    """What is wrong with items that break no rule, so that all hangs on the contract.

    Args:
        schema: The contract and the gates of all rules: what is judged alike breaks no rule either.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._stencils: list[Stencil] = []
        self._problems: list[Sequence[Problem]] = []
        self._budget = Budget(_AT_ONCE, _GAIN)
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
        self._budget.earn(1)
        source, start = JSONSource(text, line), fits.start
        known = self._known[fits.lastindex]
        return [
            (problem, source, made(Span, (line, start(begin) + 1, line, start(end) + 1)))
            for problem, begin, end in known
        ]

    def add(self, source: Source, item: JSON, problems: Sequence[Problem]) -> None:
        """Keep what is wrong with an item that breaks no rule, unless too many were kept in vain."""
        if not isinstance(source, LineSource) or not self._budget or len(self._stencils) >= _MOST:
            return
        places = [*(each.path for each in problems), ROOT]
        stencil = cut(source.text.rstrip("\r"), item, [self._schema], places=places)
        if stencil is None:
            self._budget.spend(len(source.text))
            return
        self._stencils.append(stencil)
        self._problems.append(problems)
        self._budget.spend(self._compile())

    def _compile(self) -> int:
        expression, groups = merged(self._stencils)
        self._match = re.compile(f"(?:{expression})\r?").fullmatch
        self._known = {
            numbers[-1]: [
                (problem, numbers[begin], numbers[end])
                # The last place is that of the whole item: its end is the last group, which tells whose match it is.
                for problem, (begin, end) in zip(problems, stencil.places, strict=False)
            ]
            for stencil, problems, numbers in zip(self._stencils, self._problems, groups, strict=True)
        }
        return len(expression)
