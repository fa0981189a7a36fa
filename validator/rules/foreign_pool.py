"""An item for another pool.

## What it finds
A `pool_id` that is not the id of the pool given with `--pool`.

## Why it matters
The item goes where its `pool_id` says, and that pool may have other defaults, or none. Everything that was checked
against the pool given does not hold there.

## Example
```json
{"pool_id": "2", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, Woken
from validator.rules.parts import id_text
from validator.wording import quoted


def check(scope: Scope) -> Check | None:
    """A pool_id, and not that of the pool."""
    known = id_text((scope.context.pool or {}).get("id"))

    def foreign(items: Woken) -> Iterable[tuple[int, Problem]]:
        for n, item in enumerate(items):
            given = item.get("pool_id")
            if given != known and id_text(given) not in ("", known):
                message = f"pool_id {quoted(given)} is not the id of the pool given, {quoted(known)}"
                yield n, Problem("TL508", ROOT / "pool_id", message)

    return foreign if known else None


RULE = Rule("TL508", "foreign-pool", "warning", __doc__, needs=("pool",), keys=("pool_id",), check=check)
