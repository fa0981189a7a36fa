"""Items that are the same as an earlier one of the run, found by a number that was made of each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from validator.model import ROOT, Problem

# That many repeats are looked up by a walk over all items so far; past that an index of first positions pays.
_WALKS = 100


class Duplicates:
    """Remembers the numbers of all items, in the order of the run, and where each stretch of a file began."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._numbers = array("Q")
        self._seen: set[int] = set()
        self._has_repeats = False
        self._firsts: dict[int, int] = {}
        self._walks = 0
        self._is_indexed = False
        self._stretches: list[tuple[int, int, str | None]] = []

    def take(self, numbers: Sequence[int], first: int, file: str | None) -> dict[int, Problem]:
        """Remember more items, the first of which has this position in its file; gives the repeats by their number."""
        if not self._stretches or self._stretches[-1][2] != file or first != self._next():
            self._stretches.append((len(self._numbers), first, file))
        if self._are_new(numbers):
            self._numbers.extend(numbers)
            return {}
        found: dict[int, Problem] = {}
        for n, number in enumerate(numbers):
            if number in self._seen and number:
                found[n] = Problem(self._code, ROOT, f"Same input_values as {self._place(self._first(number), file)}")
            else:
                self._seen.add(number)
                if self._is_indexed:
                    self._firsts[number] = len(self._numbers)
            self._numbers.append(number)
        return found

    def _next(self) -> int:
        begin, first, _ = self._stretches[-1]
        return first + len(self._numbers) - begin

    def _are_new(self, numbers: Sequence[int]) -> bool:
        """Whether none of the items repeats another. Then they are remembered, in a few calls for all."""
        if not self._has_repeats:
            before = len(self._seen)
            self._seen.update(numbers)
            if len(self._seen) == before + len(numbers):
                return True
            # The first repeat: from now on it is looked first, and here it is not known any more what was new.
            self._has_repeats = True
            self._seen.clear()
            self._seen.update(self._numbers)
        fresh = set(numbers)
        if self._is_indexed or len(fresh) < len(numbers) or not self._seen.isdisjoint(fresh):
            return False
        self._seen |= fresh
        return True

    def _first(self, number: int) -> int:
        """The ordinal of the first item with this number."""
        if number not in self._firsts:
            self._firsts[number] = self._numbers.index(number)
            self._walks += 1
            if self._walks == _WALKS:
                self._firsts = {each: n for n, each in reversed(list(enumerate(self._numbers)))}
                self._is_indexed = True
        return self._firsts[number]

    def _place(self, ordinal: int, here: str | None) -> str:
        begin, first, file = self._stretches[bisect_right(self._stretches, ordinal, key=itemgetter(0)) - 1]
        position = f"item {first + ordinal - begin}"
        return position if file == here else f"{position} of {file}"
