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

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.parts import USERS, are_strings, user_key, users_reader
from validator.wording import quoted

_UNAVAILABLE = ROOT / "unavailable_for"


def check(scope: Scope) -> Check:
    """Users in both lists."""
    users = users_reader(scope.schema)

    def in_both(item: dict[str, Any]) -> Iterable[Problem]:
        first, second = item.get("reserved_for"), item.get("unavailable_for")
        if not first or not second or (are_strings(first) and are_strings(second) and set(first).isdisjoint(second)):
            return ()
        reserved = {user_key(user) for _, user in users(item, "reserved_for")}
        return [
            Problem(
                "TL401",
                _UNAVAILABLE / n,
                f"User {quoted(user)} is also in reserved_for",
                hint="remove it from one of the lists",
            )
            for n, user in users(item, "unavailable_for")
            if user_key(user) in reserved
        ]

    return one_by_one(in_both)


RULE = Rule("TL401", "reserved-and-unavailable", "warning", __doc__, keys=USERS, check=check)
