"""What is wrong with one item: its problems with their places, values and hints, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from validator.engines.error_mapping import order
from validator.lint.hints import with_hint
from validator.lint.linter import Linter
from validator.model import JSON, Batch, Finding, Problem, Source, value_at


class Explained(NamedTuple):
    """The findings of an item, and whether the API would refuse it."""

    findings: list[Finding]
    is_invalid: bool


# Problems of one item that get a hint: more of them nobody reads, and looking for names takes time.
_HINTED = 20

#: A problem, and where it is if not at its path in the item.
Placed = tuple[Problem, Source | None]


def explained(  # noqa: PLR0913 - what there is to say of one item
    linter: Linter, batch: Batch, n: int, file: str | None, of_rules: Sequence[Placed], *, is_valid: bool
) -> Explained:
    """What is wrong with the n-th item of a batch: what the API would say, and what rules and readers found."""
    item, source = batch.items[n], batch.source_of(n)
    of_api = [] if is_valid else linter.api_problems(item)
    hinted = [with_hint(each, item, linter.context) for each in of_api[:_HINTED]]
    problems: list[Placed] = [(each, None) for each in (*hinted, *of_api[_HINTED:])]
    found = [
        finding
        for problem, place in (*problems, *of_rules)
        if (finding := found_in(linter, problem, batch.first + n, file, item, place or source))
    ]
    return Explained(in_order(found), bool(of_api))


def found_in(  # noqa: PLR0913, PLR0917 - what a finding is made of
    linter: Linter,
    problem: Problem,
    index: int | None,
    file: str | None,
    item: JSON = None,
    source: Source | None = None,
) -> Finding | None:
    """A problem as a finding, unless its code is not selected."""
    stamp = linter.selection.stamp(problem.code, problem.severity)
    if stamp is None:
        return None
    place = source.span(problem.path) if source else None
    value = value_at(item, problem.path)
    if not problem.path and isinstance(value, dict):
        value = None  # a whole item is no value to show beside what is wrong with it
    return Finding(problem, *stamp, linter.context.kind, index, file, source, place, value)


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of one item in the order of the text; without text, by their paths."""
    return sorted(findings, key=_place) if len(findings) > 1 else list(findings)


def _place(finding: Finding) -> tuple[object, ...]:
    if not finding.place:
        return order(finding.path), finding.code
    return finding.place.line, finding.place.column, finding.code
