"""More tasks than one synchronous request may hold.

## What it finds
A JSON list with more tasks than the contract allows in one request (5,000). For suites, the tasks inside them are
counted. Said once a file. A JSONL or TSV file is a data set that is sent in several
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

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals
from validator.wording import counted

_TASK = "task"


def fact(scope: Scope) -> Fact | None:
    """How many tasks a synchronous request has."""
    limit = scope.context.limits.items_per_request

    def conclude(counts: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        number = counts[_TASK].number if _TASK in counts else totals.items
        if not totals.is_one_request or number <= limit:
            return ()
        message = f"{counted(number, 'task')} in one synchronous request, more than {limit:,}"
        return [(Problem("TL502", ROOT, message, (number, limit), "split it, or use async_mode"), None)]

    # The tasks of suites are counted; of tasks it is known how many items there are.
    inside = _TASK if scope.context.kind == "task-suites" else None
    return None if scope.context.query.async_mode else Fact(conclude, otherwise=inside)


RULE = Rule("TL502", "too-many-items", "error", __doc__, scope="task", fact=fact)
