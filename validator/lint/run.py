"""A run: what readers give in, findings out, in the order of the file; and what must be remembered of all items."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from validator.lint.duplicates import Duplicates
from validator.lint.estimate import UploadEstimate
from validator.lint.explain import found_in, in_order
from validator.lint.levels import facts_of
from validator.lint.linter import Linter
from validator.lint.part import Part, Where, check
from validator.model import ROOT, Batch, Fault, Finding, Problem, Span, Tally
from validator.rules.base import Count, Totals


class Run:
    """One run of a linter over one or more files or payloads."""

    def __init__(self, linter: Linter, tally: Tally | None = None) -> None:
        self.tally = tally or Tally()
        self.linter = linter
        codes = [each.code for each in linter.rules if each.digest]
        self._duplicates = Duplicates(codes[0]) if codes else None
        self._estimate = UploadEstimate(linter.context)
        self._items_before = 0

    def about_request(self, file: str | None = None) -> list[Finding]:
        """Findings about what is known beside the items."""
        return self.stamped(self.linter.request_problems(), None, file)

    def findings(
        self, read: Iterable[Batch | Fault], file: str | None = None, *, is_one_request: bool
    ) -> Iterator[Finding]:
        """The findings of one file or payload, in order; those about all its items come last."""
        parts = (check(self.linter, each, file) for each in read)
        return self.merged(parts, file, is_one_request=is_one_request)

    def merged(self, parts: Iterable[Part], file: str | None = None, *, is_one_request: bool) -> Iterator[Finding]:
        """The findings of a file that was checked in parts, which are given in their order."""
        sums = _Sums(file, is_one_request=is_one_request)
        for part in parts:
            yield from self._merged(part, sums)
        yield from self._about_all(sums)

    def notes(self) -> list[str]:
        """What the items of data sets take to upload, if one request is not enough."""
        return [self._estimate.note()] if self._estimate.requests > 1 else []

    def _merged(self, part: Part, sums: _Sums) -> list[Finding]:
        """The findings of the next part, with what shows only beside the parts before it."""
        self.tally.items += part.items
        self.tally.invalid += part.invalid
        first = sums.items
        sums.take(part)
        if not sums.is_one_request:
            self._estimate.take(part.items, part.sizes)
        found = part.findings
        repeats = self._duplicates.take(part.digests, first, sums.file) if self._duplicates else {}
        if repeats:
            found = self._with_repeats(part, repeats, sums.file)
        shift = first - part.first
        if not shift:
            return [finding for _, findings in found for finding in findings]
        return [
            finding if finding.index is None else finding._replace(index=finding.index + shift)
            for _, findings in found
            for finding in findings
        ]

    def _with_repeats(
        self, part: Part, repeats: dict[int, Problem], file: str | None
    ) -> list[tuple[int, list[Finding]]]:
        found: dict[int, list[Finding]] = {}
        for n, findings in part.findings:
            found.setdefault(n, []).extend(findings)
        for n, problem in repeats.items():
            again = found_in(self.linter, problem, part.first + n, file, source=part.where(n))
            if again:
                found[n] = in_order([*found.get(n, ()), again])
        return sorted(found.items())

    def _about_all(self, sums: _Sums) -> list[Finding]:
        """What is said once a file, each at the first item that it is about."""
        totals = sums.totals(self._items_before)
        self._items_before += sums.items
        return [
            finding._replace(place=sums.place(code, count) if count else None)
            for code, fact in self.linter.level.facts
            for problem, count in fact.conclude(facts_of(sums.counts, code), totals)
            if (finding := found_in(self.linter, problem, None, sums.file))
        ]

    def stamped(self, problems: Iterable[Problem], index: int | None, file: str | None = None) -> list[Finding]:
        """Problems as findings: each with its severity, less those that are not selected."""
        found = (found_in(self.linter, each, index, file) for each in problems)
        return [each for each in found if each]


class _Sums:
    """What adds up over the parts of one file."""

    def __init__(self, file: str | None, *, is_one_request: bool) -> None:
        self.file, self.is_one_request = file, is_one_request
        self.items = 0
        self.counts: dict[tuple[str, Hashable], Count] = {}
        self._bytes: tuple[int, int] | None = None
        #: The first item that a rule counts, by code and position: its place is asked for if there is a finding.
        self._firsts: dict[tuple[str, int], tuple[Where, int]] = {}

    def take(self, part: Part) -> None:
        """Add the next part."""
        for thing, (number, first) in part.counts.items():
            known = self.counts.get(thing)
            if known is None:
                self.counts[thing] = Count(number, self.items + first)
                self._firsts[thing[0], self.items + first] = part.where, first
            else:
                self.counts[thing] = known._replace(number=known.number + number)
        self.items += part.items
        if part.sizes:
            inputs, outputs = self._bytes or (0, 0)
            self._bytes = inputs + sum(each for each, _ in part.sizes), outputs + sum(each for _, each in part.sizes)

    def totals(self, items_before: int) -> Totals:
        """What is known of all items."""
        return Totals(self.items, items_before, self.is_one_request, *(self._bytes or (None, None)))

    def place(self, code: str, count: Count) -> Span | None:
        """Where the first of the items is that a rule counted."""
        where, n = self._firsts[code, count.first]
        source = where(n)
        return source.span(ROOT) if source else None
