"""A part: what is known of a stretch of items when it is checked by itself, without what came before it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from validator.lint.explain import Placed, explained
from validator.lint.linter import Linter
from validator.model import Batch, Finding
from validator.rules.base import Count


class Part(NamedTuple):
    """The result of checking some items. Numbers of items count from the first one of the part."""

    items: int
    invalid: int
    #: By the number of an item: what is wrong with it, in order.
    findings: Mapping[int, list[Finding]]
    #: A number for each item, by which duplicates are found across parts.
    digests: Sequence[int]
    #: Bytes of input_values and output_values of each item, where the contract limits them.
    sizes: Sequence[tuple[int, int]]
    #: By code and thing: what the rules counted.
    counts: Mapping[tuple[str, Hashable], Count]


def check(linter: Linter, batch: Batch, file: str | None = None) -> Part:
    """Check the items of a batch by themselves."""
    items = batch.items
    verdicts = linter.are_valid(items)
    seen = linter.look(items)
    of_rules: dict[int, list[Placed]] = {n: [(each, None) for each in found] for n, found in seen.problems.items()}
    for n, found in batch.problems.items():
        of_rules.setdefault(n, []).extend((each, None) for each in found)
    for scan in linter.scans if batch.texts else ():
        for n, problem, place in scan(batch):
            of_rules.setdefault(n, []).append((problem, place))
    suspects = [n for n, is_valid in enumerate(verdicts) if not is_valid]
    findings: dict[int, list[Finding]] = {}
    invalid = 0
    for n in sorted({*suspects, *of_rules}):
        found_in_item, is_invalid = explained(linter, batch, n, file, of_rules.get(n, ()), is_valid=verdicts[n])
        invalid += is_invalid
        if found_in_item:
            findings[n] = found_in_item
    return Part(len(items), invalid, findings, linter.digests(items), linter.sizes(items), seen.counts)
