"""More input data than one request may hold.

## What it finds
A request whose `input_values` are larger, all together, than the contract allows: 1,048,576 bytes in `2023-06`, no
limit in `2022-06`. The finding is at the item with which the limit is passed. A JSONL or TSV file is a data set
that is sent in several requests, so it draws nothing.

## Why it matters
The API refuses the request. How it counts is not stated: we count the UTF-8 bytes of compact JSON, so a request near
to the limit may go either way.

## Example
A limit of 60 bytes keeps the example short.
```json limits
{"input_values_bytes": 60}
```
```json
[{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3},
 {"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3}]
```

## Use instead
```json
[{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}]
```
"""

from __future__ import annotations

from validator.contract.context import Context
from validator.rules.base import Rule
from validator.rules.request_limits import RequestWatch
from validator.rules.sizes import value_bytes


def watch(context: Context) -> RequestWatch:
    """Add up the input values of a request."""
    limit = context.limits.input_values_bytes
    return RequestWatch(RULE.code, limit, lambda item: value_bytes(item, context)[0], _message)


def _message(total: int, limit: int) -> str:
    return f"The input_values of the request are about {total:,} bytes, more than {limit:,}: split it"


RULE = Rule("TL503", "input-values-too-large", "error", __doc__, watch=watch)
