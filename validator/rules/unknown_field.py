"""A key that the contract does not know.

## What it finds
A key of a task, of a task suite, of a task inside one, or of a known or baseline solution that no version of the
contract lists. When a known key is spelt much like it, the message names that one. Keys that begin with two
underscores draw nothing: clients put their own marks there. Unknown keys inside `input_values` and `output_values`
are errors of the API, `VALUE_NOT_ALLOWED`.

## Why it matters
The API takes the item and does nothing with the key. A misspelt `overlap` gives the pool's default, a misspelt
`known_solutions` makes a control task a general one, and nobody is told.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 2,
 "reserved_to": ["u1", "u2"]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 2,
 "reserved_for": ["u1", "u2"]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from validator.contract.context import Context
from validator.contract.schemas import Schema, known_keys
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import each_known_object, known_objects, quoted

# No key of a contract comes near to this; comparing longer ones takes quadratic time.
_LONGEST = 64


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Keys that the contract does not list, of all objects for which it lists any."""
    for path, value, schema in known_objects(item, context.schema):
        known = known_keys(schema)
        for key in value:
            if key not in known and not key.startswith("__"):
                usable = tuple(name for name, each in known.items() if not each.get("readOnly"))
                message = f"Unknown key {quoted(key)} of a {schema['title'].lower()}{_advice(key, usable)}"
                yield Problem(RULE.code, path / key, message)


def gate(context: Context) -> Schema:
    """No other keys than those listed, and that of the official client; others with __ are left to the check."""
    return each_known_object(
        context.schema,
        lambda schema: {
            "properties": {key: {} for key in (*known_keys(schema), "__item_idx")},
            "additionalProperties": False,
        },
    )


@lru_cache
def _advice(key: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.lower(), known, 1) if len(key) <= _LONGEST else []
    return f": did you mean {quoted(near[0])}?" if near else ""


RULE = Rule("TL101", "unknown-field", "warning", __doc__, check=check, gate=gate)
