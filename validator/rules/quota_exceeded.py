"""More items than a day's quota.

## What it finds
A run, over all its files, with more tasks or suites than the API takes in a day. It is said once, at the end of the
file in which the quota is passed, with the minutes that the quota for a minute makes it take.

## Why it matters
The upload stops in the middle, and goes on tomorrow at the earliest.

## Example
A quota of two tasks a day keeps the example short.
```json limits
{"items_per_day": 2}
```
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/3.png"}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.contract.context import Context
from validator.model import JSON, ROOT, Problem
from validator.rules.base import Rule
from validator.rules.parts import counted, noun


class QuotaWatch:
    """Counts the items of the run."""

    def __init__(self, context: Context) -> None:
        self._limits = context.limits
        self._noun = noun(context)
        self._items = 0
        self._is_said = False

    def begin(self, file: str | None, *, is_one_request: bool) -> None:
        """The count goes on from file to file."""

    def take(self, first: int, items: Sequence[JSON]) -> Iterator[tuple[int, Problem]]:  # noqa: ARG002 - the protocol's
        """Nothing is said of one item."""
        self._items += len(items)
        yield from ()

    def end(self) -> Iterator[Problem]:
        """The quota, if this file passed it."""
        quota = self._limits.items_per_day
        if self._items > quota and not self._is_said:
            self._is_said = True
            pace = self._limits.items_per_minute
            minutes = counted(-(-self._items // pace), "minute")
            so_far = f"{counted(self._items, self._noun)} so far, more than {quota:,} a day"
            yield Problem(RULE.code, ROOT, f"{so_far}: at {pace:,} a minute they take {minutes}")


RULE = Rule("TL505", "quota-exceeded", "warning", __doc__, watch=QuotaWatch)
