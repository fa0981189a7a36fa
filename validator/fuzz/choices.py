"""Where choices come from: whoever makes up data asks a Source, and the Source decides."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Protocol, TypeVar

from validator.patterns.chars import LAST, SURROGATES, Chars

T = TypeVar("T")

#: Every character that UTF-8 can hold.
ANY = Chars.of((0, SURROGATES.start - 1), (SURROGATES.stop, LAST))
#: The integers that every JSON parser here reads as integers.
LEAST_INTEGER, MOST_INTEGER = -(2**63), 2**64 - 1
LARGEST = sys.float_info.max
TINIEST = 5e-324


class Source(Protocol):
    """Makes the choices of one value. Bounds are included; the simplest choice is the one named first."""

    def flag(self) -> bool:
        """No or yes."""

    def whole(self, least: int, most: int) -> int:
        """An integer, the simpler the nearer to zero."""

    def number(self, least: float, most: float) -> float:
        """A finite float."""

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""

    def text(self, chars: Chars, least: int, most: int) -> str:
        """A string of these characters, of a length between the two."""


def chosen(source: Source, options: Sequence[T]) -> T:
    """One of the options; where there is but one, nothing is asked: choices are what costs time."""
    return options[0] if len(options) == 1 else source.pick(options)


class Rolled:
    """A Source that rolls dice: the same seed gives the same choices on every machine and Python.

    Of `random`, only what it promises never to change is used, and no function of the C library.
    """

    def __init__(self, seed: str) -> None:
        self._roll = Random(seed).random  # noqa: S311 - nothing is secret here

    def flag(self) -> bool:
        """No or yes."""
        return self.chance(0.5)

    def chance(self, share: float) -> bool:
        """Yes in that share of all cases."""
        return self._roll() < share

    def whole(self, least: int, most: int) -> int:
        """An end, or an integer nearby the simplest one, or any."""
        match self._below(8):
            case 0:
                return (least, most)[self._below(2)]
            case 1 | 2 | 3:
                return min(max(self._below(200) - 20, least), most)
        return least + self._below(most - least + 1)

    def number(self, least: float, most: float) -> float:
        """An end, or a number of few digits, or any at all."""
        match self._below(8):
            case 0:
                return self.pick([each for each in (least, most, 0.0, -0.0, TINIEST) if least <= each <= most])
            case 1 | 2 | 3:
                guess = round(self._roll() * 200 - 20, self._below(4))
            case 4 | 5:
                guess = math.ldexp(self._roll() - 0.5, self._below(2098) - 1073)
            case _:
                guess = least * (1 - (share := self._roll())) + most * share
        return min(max(guess, least), most)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, all alike."""
        return options[self._below(len(options))]

    def text(self, chars: Chars, least: int, most: int) -> str:
        """Mostly ASCII, where the set has any."""
        plain, ranges = _pools(chars)
        length = least + min(self._below(most - least + 1), self._below(24)) if most > least else least
        if plain and self._below(4):
            return "".join([plain[self._below(len(plain))] for _ in range(length)])
        return "".join([self._char(ranges) for _ in range(length)])

    def _char(self, ranges: Sequence[tuple[int, int]]) -> str:
        first, last = ranges[self._below(len(ranges))]
        return chr(first + self._below(last - first + 1))

    def _below(self, bound: int) -> int:
        """An integer from 0, below the bound. A float has 53 bits: more of them take more rolls."""
        value = int(self._roll() * min(bound, 1 << 53))
        return value if bound <= 1 << 53 else ((value << 53) | int(self._roll() * (1 << 53))) % bound


@lru_cache(maxsize=1024)
def _pools(chars: Chars) -> tuple[str, Sequence[tuple[int, int]]]:
    """The printable ASCII of a set, and the ranges of all of it."""
    return "".join(chr(code) for code in range(32, 127) if code in chars), characters(chars)


@lru_cache(maxsize=1024)
def characters(chars: Chars) -> Sequence[tuple[int, int]]:
    """The set as ranges without surrogates, which are no characters."""
    gap = ~Chars.of((SURROGATES.start, SURROGATES.stop - 1))
    inside = ~(~chars | ~gap)
    return inside.ranges
