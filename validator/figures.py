"""Numbers for one schema: those it takes, and those beyond its bounds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from validator.contracts import Schema
from validator.sources import LARGEST, LEAST_INTEGER, MOST_INTEGER, Source

Figure = Callable[[Source], float]

#: Floats from here on have no fraction.
_WHOLE_FROM = float(2**53)


@dataclass(frozen=True)
class Stretch:
    """The numbers between two, with or without these themselves."""

    least: float
    most: float
    ends: bool = True

    @property
    def integers(self) -> tuple[int, int] | None:
        """The first and last integer, as far as every parser reads them as integers."""
        low = LEAST_INTEGER if self.least < LEAST_INTEGER else math.ceil(min(self.least, MOST_INTEGER + 1))
        high = MOST_INTEGER if self.most > MOST_INTEGER else math.floor(max(self.most, LEAST_INTEGER - 1))
        low += not self.ends and low == self.least
        high -= not self.ends and high == self.most
        return (low, high) if low <= high else None

    @property
    def floats(self) -> tuple[float, float] | None:
        """The first and last float; either end may be an integer that no float equals."""
        if self.least > LARGEST or self.most < -LARGEST:
            return None
        first, last = float(max(self.least, -LARGEST)), float(min(self.most, LARGEST))
        if first < self.least or (not self.ends and first == self.least):
            first = math.nextafter(first, math.inf)
        if last > self.most or (not self.ends and last == self.most):
            last = math.nextafter(last, -math.inf)
        return (first, last) if first <= last and max(-first, last) <= LARGEST else None


@dataclass(frozen=True)
class Figures:
    """The numbers of one schema with `type: integer` or `type: number`, its enum left aside."""

    is_integer: bool
    least: float = -math.inf
    most: float = math.inf

    @property
    def good(self) -> Figure | None:
        """Numbers that the schema takes."""
        return self._between(Stretch(self.least, self.most))

    @property
    def too_small(self) -> Figure | None:
        """Numbers that break the minimum and nothing else."""
        if self.least == -math.inf:
            return None
        # With crossed bounds most of what is too small is too large as well.
        return self._between(Stretch(-math.inf, self.least, ends=False) if self.least <= self.most else Stretch(-math.inf, self.most))

    @property
    def too_large(self) -> Figure | None:
        """Numbers that break the maximum, which is reported before the minimum."""
        return None if self.most == math.inf else self._between(Stretch(self.most, math.inf, ends=False))

    def first_broken(self, number: float) -> str | None:
        """The keyword that would be reported of a number."""
        if number > self.most:
            return "maximum"
        return "minimum" if number < self.least else None

    def _between(self, stretch: Stretch) -> Figure | None:
        """Integers, and floats that are integers or, where they may be, anything."""
        integers, floats = stretch.integers, stretch.floats
        if self.is_integer and floats:
            return _integral(integers, floats)
        if integers and floats:
            return lambda source: source.number(*floats) if source.flag() else source.whole(*integers)
        if floats:
            return lambda source: source.number(*floats)
        return (lambda source: source.whole(*integers)) if integers else None


def figures(schema: Schema, type_: str) -> Figures:
    """The numbers that a schema speaks of."""
    return Figures(type_ == "integer", schema.get("minimum", -math.inf), schema.get("maximum", math.inf))


def _integral(integers: tuple[int, int] | None, floats: tuple[float, float]) -> Figure | None:
    """Integers, now and then written with a point; where integers do not reach, large floats."""
    if integers:

        def integer(source: Source) -> float:
            number = source.whole(*integers)
            with_point = abs(number) < _WHOLE_FROM and source.whole(0, 15) > 14  # noqa: PLR2004 - seldom
            return float(number) if with_point else number

        return integer
    if floats[0] >= _WHOLE_FROM or floats[1] <= -_WHOLE_FROM:
        return lambda source: source.number(*floats)
    return None
