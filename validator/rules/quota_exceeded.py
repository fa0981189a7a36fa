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

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals
from validator.rules.parts import noun
from validator.wording import counted


def fact(scope: Scope) -> Fact:
    """The quota of a day, if the run passes it in this file."""
    limits, what = scope.context.limits, noun(scope.context)
    quota, pace = limits.items_per_day, limits.items_per_minute

    def conclude(_: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        number = totals.items_before + totals.items
        if totals.items_before > quota or number <= quota:
            return ()
        message = f"{counted(number, what)} so far, more than {quota:,} a day"
        hint = f"at {pace:,} a minute they take {counted(-(-number // pace), 'minute')}"
        return [(Problem("TL505", ROOT, message, (number, quota), hint), None)]

    return Fact(conclude)


RULE = Rule("TL505", "quota-exceeded", "warning", __doc__, fact=fact)
