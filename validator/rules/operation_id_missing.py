"""An asynchronous request that cannot be repeated safely.

## What it finds
`async_mode` is true and no `operation_id` is given.

## Why it matters
When the answer gets lost, the client sends the request again. With an `operation_id` of its own the second one is
refused as a repeat; without it, every task is created twice.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```options
--async-mode
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```options
--async-mode --operation-id 2ed92b7f-75c0-4771-ae2f-3911232d6d4e
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.model import ROOT, Problem
from validator.rules.base import Rule


def request(context: Context) -> Iterator[Problem]:
    """An asynchronous request without an id of its own."""
    if context.query.async_mode and context.query.operation_id is None:
        message = "Asynchronous request without operation_id: sent again, it creates everything twice"
        yield Problem(RULE.code, ROOT, message)


RULE = Rule("TL601", "operation-id-missing", "info", __doc__, needs=("query",), request=request)
