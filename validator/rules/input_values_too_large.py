"""More input data than one request may hold.

## What it finds
A request whose `input_values` are larger, all together, than the contract allows: 1,048,576 bytes in `2023-06`, no
limit in `2022-06`. Said once a file. A JSONL or TSV file is a data set that is sent in several requests, so it
draws nothing.

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

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals


def fact(scope: Scope) -> Fact | None:
    """The bytes of all input_values of a request."""
    limit = scope.context.limits.input_values_bytes

    def conclude(_: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        size = totals.input_bytes
        if limit is None or size is None or not totals.is_one_request or size <= limit:
            return ()
        message = f"The input_values of the request are about {size:,} bytes, more than {limit:,}"
        return [(Problem("TL503", ROOT, message, (size, limit), "split it"), None)]

    return None if limit is None else Fact(conclude)


RULE = Rule("TL503", "input-values-too-large", "error", __doc__, fact=fact)
