"""More tasks than one synchronous request may hold.

## What it finds
A JSON list with more tasks than the contract allows in one request (5,000). For suites, the tasks inside them are
counted. The finding is at the first item too many. A JSONL or TSV file is a data set that is sent in several
requests, so it draws nothing; with `async_mode` there is no such limit.

## Why it matters
The API refuses the whole request (413), not only the tasks that are too many.

## Example
A limit of two tasks keeps the example short.
```json limits
{"items_per_request": 2}
```
```json
[{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3},
 {"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3},
 {"pool_id": "1", "input_values": {"image": "https://example.com/3.png"}, "overlap": 3}]
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/3.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from validator.contract.context import Context
from validator.model import JSON, as_list, as_object
from validator.rules.base import Rule
from validator.rules.request_limits import RequestWatch


def watch(context: Context) -> RequestWatch:
    """Count the tasks of a synchronous request."""
    limit = None if context.query.async_mode else context.limits.items_per_request
    return RequestWatch(RULE.code, limit, _tasks_of_suite if context.kind == "task-suites" else _one, _message)


def _one(item: JSON) -> int:  # noqa: ARG001 - an item is a task, whatever it is
    return 1


def _tasks_of_suite(item: JSON) -> int:
    return len(as_list(as_object(item).get("tasks")))


def _message(total: int, limit: int) -> str:
    return f"{total:,} tasks in one synchronous request, more than {limit:,}: split it, or use async_mode"


RULE = Rule("TL502", "too-many-items", "error", __doc__, watch=watch)
