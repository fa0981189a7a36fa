"""A key that only the API sets.

## What it finds
A key that stands in responses and not in requests: `id`, `created`, `remaining_overlap`, `automerged`, and from
`2023-06` on `origin_task_id`. It is found in tasks, in suites and in the tasks inside them.

## Why it matters
The API gives these keys itself and passes over what was sent. Most often the item was copied from a response:
whoever sent it may believe that it changes the old one, and gets a second one.

## Example
```json
{"id": "00014495f0--60213f7c25a8b84e2ffb7a2c", "pool_id": "1", "input_values": {"image": "https://example.com/1.png"},
 "overlap": 3}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.contract.schemas import known_keys
from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.wording import quoted


def read_only(scope: Scope) -> tuple[str, ...]:
    """Keys that the contract calls read-only."""
    return tuple(key for key, each in known_keys(scope.schema).items() if each.get("readOnly"))


def check(scope: Scope) -> Check | None:
    """Such keys, unless they are null."""
    banned = read_only(scope)

    def read_only_keys(value: dict[str, Any]) -> Iterable[Problem]:
        found = [key for key in banned if value.get(key) is not None]
        return [Problem("TL102", ROOT / key, f"The API sets {quoted(key)} itself", hint="remove it") for key in found]

    return one_by_one(read_only_keys) if banned else None


RULE = Rule("TL102", "read-only-field", "warning", __doc__, scope="object", keys=read_only, check=check)
