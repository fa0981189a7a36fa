"""More output data than one request may hold.

## What it finds
A request whose `output_values`, in known and baseline solutions, are larger, all together, than the contract allows:
4,194,304 bytes in `2023-06`, no limit in `2022-06`. The finding is at the item with which the limit is passed. A
JSONL or TSV file is a data set that is sent in several requests, so it draws nothing.

## Why it matters
The API refuses the request. How it counts is not stated: we count the UTF-8 bytes of compact JSON, so a request near
to the limit may go either way.

## Example
A limit of 30 bytes keeps the example short.
```json limits
{"output_values_bytes": 30}
```
```json
[{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
  "known_solutions": [{"output_values": {"result": "cat"}}]},
 {"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3,
  "known_solutions": [{"output_values": {"result": "dog"}}]}]
```

## Use instead
```json
[{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
  "known_solutions": [{"output_values": {"result": "cat"}}]}]
```
"""

from __future__ import annotations

from validator.contract.context import Context
from validator.rules.base import Rule
from validator.rules.request_limits import RequestWatch
from validator.rules.sizes import value_bytes


def watch(context: Context) -> RequestWatch:
    """Add up the output values of a request."""
    limit = context.limits.output_values_bytes
    return RequestWatch(RULE.code, limit, lambda item: value_bytes(item, context)[1], _message)


def _message(total: int, limit: int) -> str:
    return f"The output_values of the request are about {total:,} bytes, more than {limit:,}: split it"


RULE = Rule("TL504", "output-values-too-large", "error", __doc__, watch=watch)
