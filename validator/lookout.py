"""The lookout: what can be known of items before they are told of, by other processes or without parsing them."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import orjson

from validator.judge import Judge
from validator.linter import Linter
from validator.memory import Memory
from validator.model import Batch, Look, Skimmed
from validator.readers import of_lines
from validator.rules.base import Scan
from validator.sequences import where

if TYPE_CHECKING:
    from validator.skimming import Skimmer

#: To learn what clean lines look like takes as long as to check so many items.
_FIRST = 2_000


class Lookout:
    """Tells which items must be looked at, and what must be remembered of the others.

    It remembers nothing of the items itself, but learns what clean lines look like.
    """

    def __init__(self, linter: Linter, judge: Judge, memory: Memory, scans: Sequence[Scan]) -> None:
        self._linter = linter
        self._judge = judge
        self._memory = memory
        self._scans = scans
        self._seen = 0
        self._skimmer: Skimmer | None = None

    def look(self, batch: Batch) -> Look:
        """What is known of the items of a batch."""
        noted = self._noted(batch)
        self.learn(batch, noted)
        return Look(len(batch.items), sorted(noted), self._memory.digests(batch.items))

    def skim(self, block: bytes, line: int) -> Skimmed | None:
        """The same of the items in whole lines of a data set, of which few are parsed; None where all must be.

        Args:
            block: The lines.
            line: The number of the first one.
        """
        skimmer = self._skimmer
        if skimmer is None or (found := skimmer.skim(block)) is None:
            return None
        total, missed, columns = found
        if not missed:
            return Skimmed(Look(total, (), self._memory.joined(columns)), {}, {})
        whole = block.split(b"\n") if "" in missed.values() else []  # those with a backslash are left empty
        lines = {n: text or whole[n].decode() for n, text in missed.items()}
        try:
            items = list(map(orjson.loads, lines.values()))
        except orjson.JSONDecodeError:  # not each line is an item
            skimmer.rest()
            return None
        digests = self._memory.columns(self._memory.digests(items))
        for column, numbers in zip(columns, digests, strict=True):
            for n, number in zip(lines, numbers, strict=True):
                column[n] = number
        parsed = dict(zip(lines, zip(lines.values(), items, strict=True), strict=True))
        known = {n: its for n, text in lines.items() if (its := self._judge.precedent(text, line + n)) is not None}
        noted = set(known)
        if others := [n for n in lines if n not in known]:
            batch = of_lines([parsed[n] for n in others])
            of_others = self._noted(batch)
            self.learn(batch, of_others)
            noted |= {others[n] for n in of_others}
        return Skimmed(Look(total, sorted(noted), self._memory.joined(columns)), parsed, known)

    def _noted(self, batch: Batch) -> set[int]:
        """Which items of a batch must be looked at again."""
        return {
            *where(self._linter.are_clean(batch.items), value=False),
            *(n for scan in self._scans for n, _, _ in scan(batch)),
        }

    def learn(self, batch: Batch, noted: AbstractSet[int]) -> None:
        """Learn what lines look like from those of a batch that are not noted."""
        self._seen += len(batch.items)
        if self._seen < _FIRST or not batch.texts or not self._memory.is_of_data_set or not self._linter.has_gates:
            return
        if self._skimmer is None:
            from validator.skimming import Skimmer

            self._skimmer = Skimmer(self._linter.gate_schema, self._memory.views)
        if self._skimmer.can_learn:
            lines = enumerate(zip(_lines(batch), batch.items, strict=False))
            self._skimmer.learn(each for n, each in lines if n not in noted)


def _lines(batch: Batch) -> Sequence[bytes]:
    return batch.texts if len(batch.texts) == len(batch.items) else batch.texts[0].split(b"\n")
