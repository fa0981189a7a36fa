"""A user who may and may not take the item.

## What it finds
A user id that stands in `reserved_for` and in `unavailable_for`. The finding is in the latter.

## Why it matters
The user gets no access. If the item was reserved for nobody else, nobody will ever see it.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 1,
 "reserved_for": ["u1", "u2"], "unavailable_for": ["u2"]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 1,
 "reserved_for": ["u1"], "unavailable_for": ["u2"]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import NOT_RESERVED, quoted, user_key, users


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Users in both lists."""
    reserved = {user_key(user) for _, user in users(item, "reserved_for", context)}
    for path, user in users(item, "unavailable_for", context) if reserved else ():
        if user_key(user) in reserved:
            yield Problem(RULE.code, path, f"User {quoted(user)} is in reserved_for too: take one of them away")


def gate(context: Context) -> Schema:  # noqa: ARG001 - the signature of all gates
    """Not both lists."""
    return {"if": NOT_RESERVED, "else": {"properties": {"unavailable_for": {"maxItems": 0}}}}


RULE = Rule("TL401", "reserved-and-unavailable", "warning", __doc__, check=check, gate=gate)
