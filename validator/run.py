"""A run: batches of items in, findings out, each with its severity and in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

from validator.judge import Judge, in_order, located
from validator.linter import Linter
from validator.lookout import Lookout
from validator.memory import Memory
from validator.model import Batch, Fault, Finding, Placed, Problem, Read, Source, Tally, Vouched, made
from validator.sequences import where

#: A problem, and where it stands if that is not to be asked of its item.
Found: TypeAlias = "tuple[Problem, Source | None]"


class Run:
    """One run of a linter over one or more files or payloads.

    It counts, and remembers what the rules across items and files must know.
    """

    def __init__(self, linter: Linter, tally: Tally | None = None) -> None:
        self.tally = tally or Tally()
        self._linter = linter
        self._memory = Memory(linter.context, linter.rules)
        self._scans = [each.scan for each in linter.rules if each.scan]
        self._judge = Judge(linter)
        self._stamp = cache(linter.selection.stamp)
        #: Looks at items ahead, for those who read them.
        self.lookout = Lookout(linter, self._judge, self._memory, self._scans)

    def about_request(self, file: str | None = None) -> Iterator[Finding]:
        """Findings about what is known beside the items."""
        yield from self.stamped(self._linter.request_problems(), None, file, None)

    def findings(self, batches: Iterable[Read], file: str | None = None, *, is_one_request: bool) -> Iterator[Finding]:
        """The findings of one file or payload, in order."""
        # Made in groups, mostly those of an item, so that each of many need not pass through all that makes them.
        return chain.from_iterable(self._groups(batches, file, is_one_request=is_one_request))

    def _groups(
        self, batches: Iterable[Read], file: str | None, *, is_one_request: bool
    ) -> Iterator[Iterable[Finding]]:
        self._memory.begin(file, is_one_request=is_one_request)
        last: Batch | Vouched | None = None
        for batch in batches:
            if isinstance(batch, Fault):
                self.tally.fault(batch)
                yield self.stamped([batch.problem], batch.index, file, batch.source)
            elif isinstance(batch, Vouched):
                yield from self._vouched(batch, file)
                last = batch
            elif batch.items:
                yield from self._batch(batch, file)
                last = batch
        yield self._at_end(last, file)

    def notes(self) -> Iterator[str]:
        """What the items of data sets take to upload, if one request is not enough."""
        return self._memory.notes()

    def _at_end(self, last: Batch | Vouched | None, file: str | None) -> Iterator[Finding]:
        problems = self._memory.end()
        if not problems or last is None:
            yield from self.stamped(problems, None, file)
            return
        if isinstance(last, Vouched):
            last = last.one(last.look.total - 1)
        n = len(last.items) - 1
        yield from self.stamped(problems, last.first + n, file, last.source_of(n))

    def _batch(self, batch: Batch, file: str | None) -> Iterator[list[Finding]]:
        across = self._taken(batch.first, len(batch.items), self._memory.digests(batch.items))
        return self._told(batch, across, file)

    def _vouched(self, vouched: Vouched, file: str | None) -> Iterator[list[Finding]]:
        total, noted, digests = vouched.look
        across = self._taken(vouched.first, total, digests)
        for n in sorted({*noted, *across}) if across else noted:
            known = None if n in across else vouched.known.get(n) or self._judge.precedent(*vouched.text(n))
            if known is None:
                yield from self._told(vouched.one(n), {0: across[n]} if n in across else {}, file)
            else:
                self.tally.invalid += 1
                yield self._findings(known, vouched.first + n, file)

    def _taken(self, first: int, count: int, digests: Sequence[Sequence[int]]) -> dict[int, list[Found]]:
        """Remember so many items; gives what is found across them, by n-th item."""
        self.tally.items += count
        found: dict[int, list[Found]] = {}
        for index, problem in self._memory.take(first, count, digests):
            found.setdefault(index - first, []).append((problem, None))
        return found

    def _told(self, batch: Batch, across: dict[int, list[Found]], file: str | None) -> Iterator[list[Finding]]:
        """The findings of each item of a batch, with what watches found in it."""
        is_clean = self._linter.are_clean(batch.items)
        for scan in self._scans if batch.texts else ():
            for n, problem, place in scan(batch):
                across.setdefault(n, []).append((problem, place))
        told = {*where(is_clean, value=False), *across}
        self.lookout.learn(batch, told)
        for n in sorted(told):
            placed: list[Placed] = []
            if not is_clean[n]:
                placed, is_invalid = self._judge.judge(batch, n)
                self.tally.invalid += is_invalid
            if n in across:
                source = batch.source_of(n)
                placed = in_order([*placed, *(located(problem, at or source) for problem, at in across[n])])
            if findings := self._findings(placed, batch.first + n, file):
                yield findings

    def _findings(self, placed: Iterable[Placed], index: int, file: str | None) -> list[Finding]:
        kind = self._linter.context.kind
        return [
            made(Finding, (problem, *stamp, kind, index, file, source, span))
            for problem, source, span in placed
            if (stamp := self._stamp(problem.code))
        ]

    def stamped(
        self, problems: Iterable[Problem], index: int | None, file: str | None = None, source: Source | None = None
    ) -> Iterator[Finding]:
        """Problems as findings: each with its severity, less those that were told to be silent."""
        for problem in problems:
            stamp = self._stamp(problem.code)
            if stamp:
                yield Finding(problem, *stamp, self._linter.context.kind, index, file, source)
