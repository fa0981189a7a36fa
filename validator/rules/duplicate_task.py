"""The same task twice.

## What it finds
Two items of one pool with the same `input_values` (for suites: the same `input_values` of all their tasks, in the
same order). The order of keys does not matter. The finding is at the later item and names the first.

## Why it matters
Each copy is paid for and answered in full. Most often a file was joined with itself, or a query gave a row twice.

## Example
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from xxhash import xxh3_64_intdigest

from validator.json_text.compact import compact
from validator.model import JSON, as_list, as_object
from validator.rules.base import Rule, Scope

# Stands for an item that has nothing to compare: it is equal to no other.
_NOTHING = 0


def digest(scope: Scope) -> Callable[[Sequence[JSON]], list[int]]:
    """A hash of pool and input values: it depends on nothing but these, so it may be made on any machine."""
    if scope.context.kind == "task-suites":
        return lambda items: [_hash(each, _values_of_suite) for each in items]
    return _of_tasks


def _of_tasks(items: Sequence[Any]) -> list[int]:
    sort, dumps = orjson.OPT_SORT_KEYS, orjson.dumps
    try:  # most often all are sound, and this is quick
        return [
            xxh3_64_intdigest(dumps((item.get("pool_id"), values), option=sort))
            if (values := item.get("input_values"))
            else _NOTHING
            for item in items
        ]
    except (AttributeError, TypeError):  # something that is no object, or that orjson does not write
        return [_hash(each, lambda task: [task.get("input_values")]) for each in items]


def _hash(item: JSON, values_of: Callable[[dict[str, Any]], list[JSON]]) -> int:
    values = values_of(as_object(item))
    compared: JSON = [as_object(item).get("pool_id"), *values]
    return xxh3_64_intdigest(compact(compared, sort_keys=True)) if any(values) else _NOTHING


def _values_of_suite(suite: dict[str, Any]) -> list[JSON]:
    return [as_object(task).get("input_values") for task in as_list(suite.get("tasks"))]


RULE = Rule("TL501", "duplicate-task", "warning", __doc__, digest=digest)
