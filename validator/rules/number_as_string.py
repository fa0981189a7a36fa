"""An overlap that is written as text.

## What it finds
`overlap` as a string of digits, in a contract that takes both (`2022-06`).

## Why it matters
The table of that contract calls the key a string, and all of its examples are numbers. The next contract takes
numbers only, so the same file would be refused.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": "3"}
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
from validator.rules.parts import overlap_of, quoted


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """An overlap that is a string, and a number to the API."""
    overlap = as_object(item).get("overlap")
    if isinstance(overlap, str) and overlap_of(item, context) is not None:
        yield Problem(RULE.code, ROOT / "overlap", f"Overlap {quoted(overlap)} is a string: write a number")


def gate(context: Context) -> Schema:
    """No string, where the contract would take one."""
    if "string" not in context.keys["overlap"]["type"]:
        return {}
    return {"properties": {"overlap": {"type": ["number", "null"]}}}


RULE = Rule("TL104", "number-as-string", "warning", __doc__, check=check, gate=gate)
