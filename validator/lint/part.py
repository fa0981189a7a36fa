"""A part: what is known of a stretch of a file when it is checked by itself, without what stands before it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

from validator.lint.explain import Placed, explained, found_in
from validator.lint.linter import Linter
from validator.model import Batch, Fault, Finding, Source
from validator.rules.base import Count

#: Gives the text of the n-th item of a part, if it was text.
Where = Callable[[int], "Source | None"]


class Part(NamedTuple):
    """The result of checking some items. The numbers of items count from the first one of the part."""

    #: The position that `findings` take the first item to have; numbers elsewhere begin at 0.
    first: int
    #: How many positions it takes, those of text that could not be read included.
    items: int
    #: How many of them the API would refuse, or could not be read.
    invalid: int
    #: What is wrong, in order: the number of an item, and what was found there.
    findings: Sequence[tuple[int, list[Finding]]]
    #: A number for each item, by which duplicates are found across parts.
    digests: Sequence[int]
    #: Bytes of input_values and output_values of each item, where the contract limits them.
    sizes: Sequence[tuple[int, int]]
    #: By code and thing: what the rules counted.
    counts: Mapping[tuple[str, Hashable], Count]
    where: Where


def check(linter: Linter, read: Batch | Fault, file: str | None = None) -> Part:
    """Check what a reader gave, by itself."""
    return _of_fault(linter, read, file) if isinstance(read, Fault) else _of_batch(linter, read, file)


def _of_batch(linter: Linter, batch: Batch, file: str | None) -> Part:
    items = batch.items
    verdicts = linter.are_valid(items)
    seen = linter.look(items)
    of_rules: dict[int, list[Placed]] = {n: [(each, None) for each in found] for n, found in seen.problems.items()}
    for n, found in batch.problems.items():
        of_rules.setdefault(n, []).extend((each, None) for each in found)
    for scan in linter.scans if batch.texts else ():
        for n, problem, place in scan(batch):
            of_rules.setdefault(n, []).append((problem, place))
    findings: list[tuple[int, list[Finding]]] = []
    invalid = 0
    for n in sorted({*(n for n, is_valid in enumerate(verdicts) if not is_valid), *of_rules}):
        found_in_item, is_invalid = explained(linter, batch, n, file, of_rules.get(n, ()), is_valid=verdicts[n])
        invalid += is_invalid
        if found_in_item:
            findings.append((n, found_in_item))
    digests, sizes = linter.digests(items), linter.sizes(items)
    return Part(batch.first, len(items), invalid, findings, digests, sizes, seen.counts, batch.source_of)


def _of_fault(linter: Linter, fault: Fault, file: str | None) -> Part:
    """A fault takes a position or none; it is like no other item, and there is nothing in it to count."""
    positions = 0 if fault.index is None else 1
    finding = None if fault.is_repeated else found_in(linter, fault.problem, fault.index, file, source=fault.source)
    return Part(
        fault.index or 0,
        positions,
        positions,
        [(0, [finding])] if finding else [],
        [0] * positions if linter.has_digests else [],
        [(0, 0)] * positions if linter.has_sizes else [],
        {},
        lambda _: fault.source,
    )
