"""Numbers for one schema: those it takes, and those beyond its bounds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from validator.contract.schemas import Schema
from validator.fuzz.choices import LARGEST, LEAST_INTEGER, MOST_INTEGER, Source

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
    def good(self) -> Sequence[Figure]:
        """Makers of numbers that the schema takes; none where there are no such numbers."""
        return self._between(Stretch(self.least, self.most))

    @property
    def too_small(self) -> Sequence[Figure]:
        """Makers of numbers that break the minimum and nothing else."""
        if self.least == -math.inf:
            return []
        # With crossed bounds most of what is too small is too large as well.
        is_crossed = self.least > self.most
        return self._between(Stretch(-math.inf, self.most if is_crossed else self.least, ends=is_crossed))

    @property
    def too_large(self) -> Sequence[Figure]:
        """Makers of numbers that break the maximum, which is reported before the minimum."""
        return [] if self.most == math.inf else self._between(Stretch(self.most, math.inf, ends=False))

    def first_broken(self, number: float) -> str | None:
        """The keyword that would be reported of a number."""
        if number > self.most:
            return "maximum"
        return "minimum" if number < self.least else None

    def _between(self, stretch: Stretch) -> Sequence[Figure]:
        integers, floats = stretch.integers, stretch.floats
        found: list[Figure] = []
        if integers:
            found.append(lambda source: source.whole(*integers))
        if floats:
            found += _integral(floats) if self.is_integer else [lambda source: source.number(*floats)]
        return found


def figures(schema: Schema, type_: str) -> Figures:
    """The numbers that a schema speaks of."""
    return Figures(type_ == "integer", schema.get("minimum", -math.inf), schema.get("maximum", math.inf))


def _integral(floats: tuple[float, float]) -> Sequence[Figure]:
    """Makers of integers that are written with a point."""
    first, last = floats
    if first >= _WHOLE_FROM or last <= -_WHOLE_FROM:
        return [lambda source: source.number(first, last)]
    low, high = math.ceil(max(first, -_WHOLE_FROM)), math.floor(min(last, _WHOLE_FROM))
    return [lambda source: float(source.whole(low, high))] if low <= high else []
