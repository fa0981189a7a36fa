"""The judge: what is wrong with one item by itself, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from validator.engines.error_mapping import order
from validator.lint.linter import Linter
from validator.model import Batch, Placed, Problem, Source


class Judgement(NamedTuple):
    """What is wrong with an item, in the order of the text, and whether the API would refuse it."""

    placed: list[Placed]
    is_invalid: bool


class Judge:
    """Explains items that may be wrong."""

    def __init__(self, linter: Linter) -> None:
        self._linter = linter

    def judge(self, batch: Batch, n: int) -> Judgement:
        """What is wrong with the n-th item of a batch by itself."""
        item = batch.items[n]
        of_rules = self._linter.rule_problems(item)
        problems = self._linter.api_problems(item)
        if not problems and not of_rules:
            return Judgement([], is_invalid=False)
        source = batch.source_of(n)
        placed = in_order(located(problem, source) for problem in (*problems, *of_rules))
        return Judgement(placed, is_invalid=bool(problems))


def located(problem: Problem, source: Source | None) -> Placed:
    """A problem with its place."""
    return problem, source, source.span(problem.path) if source else None


def in_order(placed: Iterable[Placed]) -> list[Placed]:
    """Problems in the order of the text; without text, by their paths."""
    return sorted(placed, key=_place)


def _place(placed: Placed) -> tuple[object, ...]:
    (code, path, *_), _, span = placed
    if not span:
        return order(path), code
    line, column, _, _ = span
    return line, column, code
