"""Where a value stands in a sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress


def where(values: Sequence[object], *, value: object) -> Iterator[int]:
    """The positions at which there is a value, in order; quick where there are few or none."""
    n = -1
    with suppress(ValueError):
        while True:
            n = values.index(value, n + 1)
            yield n
