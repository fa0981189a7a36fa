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
{"id": "1", "mixer_config": {"real_tasks_count": 9, "golden_tasks_count": 1, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Problem, as_object
from validator.rules.base import Rule
from validator.rules.parts import quoted


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """A pool_id, and not that of the pool."""
    known, given = _id(context), as_object(item).get("pool_id")
    if known and isinstance(given, str) and given.strip() not in ("", known):
        yield Problem(RULE.code, ROOT / "pool_id", f"Pool {quoted(given)} is not the pool given, {quoted(known)}")


def gate(context: Context) -> Schema:
    """The id of the pool."""
    known = _id(context)
    return {"properties": {"pool_id": {"enum": [known]}}} if known else {}


def _id(context: Context) -> str:
    known = (context.pool or {}).get("id")
    return known.strip() if isinstance(known, str) else ""


RULE = Rule("TL508", "foreign-pool", "warning", __doc__, needs=("pool",), check=check, gate=gate)
