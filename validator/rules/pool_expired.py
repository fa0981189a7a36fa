"""A pool that is over.

## What it finds
A pool whose `will_expire` is past.

## Why it matters
An expired pool is closed, and does not open before the time is changed: what is uploaded to it nobody sees.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "will_expire": "2016-04-15T00:00:00",
 "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "will_expire": "2999-04-15T00:00:00",
 "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime, timezone

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals
from validator.rules.operations import time_of


def fact(scope: Scope) -> Fact | None:
    """When the pool expired."""
    pool = scope.context.pool or {}
    expires = time_of(pool, "will_expire")
    if expires is None or expires >= (datetime.now(timezone.utc).isoformat()[: len("2016-04-15T00:00:00")], ""):
        return None

    def conclude(_: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        message = f"The pool expired {pool['will_expire']}"
        problem = Problem("TL514", ROOT, message, hint="change its will_expire, or choose another pool")
        return [(problem, None)] if totals.items else ()

    return Fact(conclude)


RULE = Rule("TL514", "pool-expired", "warning", __doc__, needs=("pool",), fact=fact)
