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

from collections.abc import Callable, Sequence

from validator.contract.schemas import known_keys
from validator.model import ROOT, Problem
from validator.rules.base import Rule, Scope
from validator.wording import did_you_mean, quoted

# The web interface takes the place of a task on the map, and gives it to the suite that it makes of the task.
_ON_THE_MAP = ("latitude", "longitude")


def shape(scope: Scope) -> Callable[[tuple[str, ...]], Sequence[Problem]]:
    """Keys that the contract does not list."""
    known = known_keys(scope.schema)
    usable = tuple(name for name, each in known.items() if not each.get("readOnly"))
    what = scope.schema["title"].lower()

    def unknown(keys: tuple[str, ...]) -> Sequence[Problem]:
        return [
            Problem("TL101", ROOT / key, f"Unknown key {quoted(key)} of a {what}", hint=did_you_mean(key, usable))
            for key in keys
            if key not in known and not key.startswith("__") and key not in _ON_THE_MAP
        ]

    return unknown


RULE = Rule("TL101", "unknown-field", "warning", __doc__, scope="object", shape=shape)
