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

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema, known_keys
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import each_known_object, known_objects, quoted


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Keys that the contract calls read-only, unless they are null."""
    for path, value, schema in known_objects(item, context.schema):
        for key in _read_only(schema):
            if value.get(key) is not None:
                yield Problem(RULE.code, path / key, f"Key {quoted(key)} is set by the API: leave it out")


def gate(context: Context) -> Schema:
    """None of the keys, or null."""
    return each_known_object(
        context.schema, lambda schema: {"properties": {key: {"type": "null"} for key in _read_only(schema)}}
    )


def _read_only(schema: Schema) -> list[str]:
    return [key for key, each in known_keys(schema).items() if each.get("readOnly")]


RULE = Rule("TL102", "read-only-field", "warning", __doc__, check=check, gate=gate)
