"""A run: batches of items in, findings out, each with its severity and in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from validator.lint.explain import Judge, in_order, located
from validator.lint.linter import Linter
from validator.lint.memory import Memory
from validator.model import Batch, Fault, Finding, Placed, Problem, Source, Tally


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

    def about_request(self, file: str | None = None) -> list[Finding]:
        """Findings about what is known beside the items."""
        return self.stamped(self._linter.request_problems(), None, file, None)

    def findings(
        self, batches: Iterable[Batch | Fault], file: str | None = None, *, is_one_request: bool
    ) -> Iterator[Finding]:
        """The findings of one file or payload, in order."""
        self._memory.begin(file, is_one_request=is_one_request)
        last: Batch | None = None
        for batch in batches:
            if isinstance(batch, Fault):
                self.tally.fault(batch)
                yield from self.stamped([batch.problem], batch.index, file, batch.source)
            elif batch.items:
                yield from self._batch(batch, file)
                last = batch
        yield from self._at_end(last, file)

    def notes(self) -> Iterator[str]:
        """What the items of data sets take to upload, if one request is not enough."""
        return self._memory.notes()

    def _at_end(self, last: Batch | None, file: str | None) -> list[Finding]:
        problems = self._memory.end()
        if not problems or last is None:
            return self.stamped(problems, None, file)
        n = len(last.items) - 1
        return self.stamped(problems, last.first + n, file, last.source_of(n))

    def _batch(self, batch: Batch, file: str | None) -> list[Finding]:
        """The findings of each item of a batch, with what watches and scans found in it."""
        self.tally.items += len(batch.items)
        across: dict[int, list[tuple[Problem, Source | None]]] = {}
        for index, problem in self._memory.take(batch.first, batch.items):
            across.setdefault(index - batch.first, []).append((problem, None))
        is_clean = self._linter.are_clean(batch.items)
        for scan in self._scans if batch.texts else ():
            for n, problem, place in scan(batch):
                across.setdefault(n, []).append((problem, place))
        findings: list[Finding] = []
        for n in sorted({n for n, clean in enumerate(is_clean) if not clean}.union(across)):
            placed: list[Placed] = []
            if not is_clean[n]:
                placed, is_invalid = self._judge.judge(batch, n)
                self.tally.invalid += is_invalid
            if n in across:
                source = batch.source_of(n)
                placed = in_order([*placed, *(located(problem, at or source) for problem, at in across[n])])
            findings += self._findings(placed, batch.first + n, file)
        return findings

    def _findings(self, placed: Iterable[Placed], index: int, file: str | None) -> list[Finding]:
        kind = self._linter.context.kind
        return [
            Finding(problem, *stamp, kind, index, file, source, span)
            for problem, source, span in placed
            if (stamp := self._stamp(problem.code))
        ]

    def stamped(
        self, problems: Iterable[Problem], index: int | None, file: str | None = None, source: Source | None = None
    ) -> list[Finding]:
        """Problems as findings: each with its severity, less those that were told to be silent."""
        kind = self._linter.context.kind
        return [
            Finding(problem, *stamp, kind, index, file, source)
            for problem in problems
            if (stamp := self._stamp(problem.code))
        ]
