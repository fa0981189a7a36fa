"""A user id that is written as a number.

## What it finds
A number in `reserved_for` or `unavailable_for`, in a contract that takes numbers and strings (`2022-06`).

## Why it matters
The page of that contract says integer, while every client sends strings, and ids of today have letters in them. The
next contract takes strings only, so the same file would be refused.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 1, "reserved_for": [1045]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 1, "reserved_for": ["1045"]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import quoted, users

_LISTS = ("reserved_for", "unavailable_for")


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Ids that are numbers."""
    for key in _LISTS:
        for path, user in users(item, key, context):
            if not isinstance(user, str):
                yield Problem(RULE.code, path, f"User id {quoted(user)} is a number: write a string")


def gate(context: Context) -> Schema:
    """Strings, where the contract would take numbers."""
    if not any("integer" in context.keys[key]["items"]["type"] for key in _LISTS):
        return {}
    return {"properties": {key: {"items": {"type": "string"}} for key in _LISTS}}


RULE = Rule("TL402", "user-id-as-number", "info", __doc__, check=check, gate=gate)
