"""An operation id that has no effect.

## What it finds
An `operation_id` in a request whose `async_mode` is false.

## Why it matters
Only asynchronous requests are known by it. Sent again after a lost answer, this one creates every task twice,
although its sender took care.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```options
--no-async-mode --operation-id 2ed92b7f-75c0-4771-ae2f-3911232d6d4e
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
    """A synchronous request with an id; when async_mode was not said, the client's default counts, and is not known."""
    if context.query.async_mode is False and context.query.operation_id is not None:
        message = "Synchronous request with operation_id, which has no effect: use async_mode"
        yield Problem(RULE.code, ROOT, message)


RULE = Rule("TL602", "operation-id-ignored", "warning", __doc__, needs=("query",), request=request)
