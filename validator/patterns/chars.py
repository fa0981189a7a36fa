"""Sets of characters, and those that have a name."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)  # halves of a pair in UTF-16, no characters of their own


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set; `cuts` are the code points, in order, at which membership flips."""

    cuts: tuple[int, ...]

    @classmethod
    def of(cls, *ranges: tuple[int, int]) -> Chars:
        """The set of all code points in these ranges, both ends included."""
        cuts: list[int] = []
        for first, last in sorted(ranges):
            if cuts and first <= cuts[-1]:
                cuts[-1] = max(cuts[-1], last + 1)
            else:
                cuts += (first, last + 1)
        return cls(tuple(cut for cut in cuts if cut <= LAST))

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """The set as ranges, both ends included, in order and with gaps between them."""
        ends = [*self.cuts, LAST + 1]
        return [(ends[i], ends[i + 1] - 1) for i in range(0, len(self.cuts), 2)]

    def __contains__(self, code: int) -> bool:
        return bisect_right(self.cuts, code) % 2 == 1

    def __or__(self, other: Chars) -> Chars:
        return Chars.of(*self.ranges, *other.ranges)

    def __and__(self, other: Chars) -> Chars:
        return ~(~self | ~other)

    def __invert__(self) -> Chars:
        return Chars(self.cuts[1:] if self.cuts[:1] == (0,) else (0, *self.cuts))


DIGIT = Chars.of((48, 57))
UPPER = Chars.of((65, 90))
LOWER = Chars.of((97, 122))
ALNUM = DIGIT | UPPER | LOWER
SPACE = Chars.of((9, 13), (32, 32))
WORD = ALNUM | Chars.of((95, 95))
NOT_A_LINE_BREAK = ~Chars.of((10, 10), (13, 13), (0x2028, 0x2029))
