"""Text that is not JSON.

## What it finds
A line or a file that no JSON parser takes: a comma too many, a bracket too few, single quotes, a comment, `NaN` or
`Infinity` (which many programs write and JSON does not have).

## Why it matters
The request is refused as a whole, or the client fails before it sends anything. In a file with one item a line,
all the other lines are checked all the same, unless its first item continues on the next.

## Example
```jsonl
{"pool_id": "1", "input_values": {"score": NaN}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"score": null}, "overlap": 3}
```
"""

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL901", "malformed-json", "error", __doc__, kinds=(), needs=("text",))
