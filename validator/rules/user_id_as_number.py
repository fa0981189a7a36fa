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

from collections.abc import Iterable
from itertools import chain

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, Woken
from validator.rules.parts import USERS, user_key, users_reader
from validator.wording import quoted


def check(scope: Scope) -> Check:
    """Ids that are numbers."""
    users = users_reader(scope.schema)

    def numbers(items: Woken) -> Iterable[tuple[int, Problem]]:
        lists = [each for item in items for key in USERS if type(each := item.get(key)) is list]
        if set(map(type, chain.from_iterable(lists))) <= {str}:
            return  # most often there is none among all
        for n, item in enumerate(items):
            for key in USERS:
                for m, user in users(item, key):
                    if not isinstance(user, str):
                        hint = f"write the string {quoted(user_key(user))}"
                        yield n, Problem("TL402", ROOT / key / m, f"User id {quoted(user)} is a number", hint=hint)

    return numbers


RULE = Rule("TL402", "user-id-as-number", "info", __doc__, keys=USERS, check=check)
