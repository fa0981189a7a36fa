"""The judge: what is wrong with one item by itself, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from validator.linter import Linter
from validator.model import JSON, Batch, Placed, Problem, Source
from validator.problems import order

if TYPE_CHECKING:
    from validator.precedents import Precedents

#: To keep the first precedents takes as long as to explain so many items.
_FIRST = 8


class Judgement(NamedTuple):
    """What is wrong with an item, in the order of the text, and whether the API would refuse it."""

    placed: list[Placed]
    is_invalid: bool


class Judge:
    """Explains items that may be wrong, and keeps the first of them as precedents for others like them."""

    def __init__(self, linter: Linter) -> None:
        self._linter = linter
        self._seen = 0
        self._precedents: Precedents | None = None

    def judge(self, batch: Batch, n: int) -> Judgement:
        """What is wrong with the n-th item of a batch by itself."""
        if self._precedents:
            known = self._precedents.of(batch.source_of(n))
            if known is not None:
                return Judgement(known, is_invalid=True)
        return self._explained(batch.items[n], partial(batch.source_of, n))

    def precedent(self, text: str, line: int) -> list[Placed] | None:
        """What is wrong with the item that stands alone in a line, without parsing it; None where none was like it.

        Nothing else can be wrong with it, except beside other items.
        """
        return self._precedents.find(text, line) if self._precedents else None

    def _explained(self, item: JSON, source_of_it: Callable[[], Source | None]) -> Judgement:
        of_rules = self._linter.rule_problems(item)
        # An item that breaks no rule is here because of the contract, where there are gates for the others to pass.
        problems = self._linter.api_problems(item, is_suspect=self._linter.has_gates and not of_rules)
        if not problems and not of_rules:
            return Judgement([], is_invalid=False)
        source = source_of_it()
        placed = in_order(located(problem, source) for problem in (*problems, *of_rules))
        if not of_rules:
            self._remember(item, source, placed)
        return Judgement(placed, is_invalid=bool(problems))

    def _remember(self, item: JSON, source: Source | None, placed: list[Placed]) -> None:
        """Keep a precedent of an item that breaks no rule."""
        self._seen += 1
        if self._seen < _FIRST or source is None or not self._linter.has_gates:
            return
        if self._precedents is None:
            from validator.precedents import Precedents

            self._precedents = Precedents(self._linter.gate_schema)
        # A rule may be silent of an item that its gate stops, and then its silence hangs on more than schemas say.
        if self._linter.breaks_no_rule(item):
            self._precedents.add(source, item, [problem for problem, _, _ in placed])


def located(problem: Problem, source: Source | None) -> Placed:
    """A problem with its place."""
    return problem, source, source.span(problem.path) if source else None


def in_order(placed: Iterable[Placed]) -> list[Placed]:
    """Problems in the order of the text; without text, by their paths."""
    return sorted(placed, key=_place)


def _place(placed: Placed) -> tuple[object, ...]:
    (code, path, _, _), _, span = placed
    if not span:
        return order(path), code
    line, column, _, _ = span
    return line, column, code
