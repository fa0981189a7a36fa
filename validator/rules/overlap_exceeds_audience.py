"""More answers wanted than there are users to give them.

## What it finds
An `overlap` larger than the number of users in `reserved_for`, less those in `unavailable_for`. A user who is listed
twice counts once. An empty `reserved_for` reserves nothing, and draws nothing.

## Why it matters
Each user answers once, so the item can never be complete: the pool stays open, or closes with answers missing.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3, "reserved_for": ["u1", "u2"]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 2, "reserved_for": ["u1", "u2"]}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.parts import are_strings, is_finite, noun, overlap_reader, user_key, users_reader
from validator.wording import counted


def check(scope: Scope) -> Check:
    """Fewer users than the overlap."""
    overlap_of, users, what = overlap_reader(scope.schema), users_reader(scope.schema), noun(scope.context)

    def too_few(item: dict[str, Any]) -> Iterable[Problem]:
        reserved = item.get("reserved_for")
        if not reserved or type(reserved) is not list or _are_plenty(item, reserved):
            return ()
        overlap = overlap_of(item)
        if overlap is None or not is_finite(item):
            return ()
        known = [user_key(user) for _, user in users(item, "reserved_for")]
        left = set(known).difference(user_key(user) for _, user in users(item, "unavailable_for"))
        if len(known) < len(reserved) or overlap <= len(left):
            return ()
        message = f"overlap is {overlap:,}, but only {counted(len(left), 'user')} may take the {what}"
        return [Problem("TL205", ROOT / "overlap", message, hint="reserve it for more users, or lower the overlap")]

    return one_by_one(too_few)


def _are_plenty(item: dict[str, Any], reserved: list[Any]) -> bool:
    """Whether there are enough, as there are for nearly all items; and this is quick."""
    overlap, unavailable = item.get("overlap"), item.get("unavailable_for") or ()
    if type(overlap) is not int or not are_strings(reserved) or (unavailable and not are_strings(unavailable)):
        return False
    return overlap <= len(set(reserved).difference(unavailable))


RULE = Rule("TL205", "overlap-exceeds-audience", "warning", __doc__, keys=("reserved_for",), check=check)
