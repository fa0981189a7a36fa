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

from collections.abc import Iterator, Sequence

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Problem, as_list, as_object
from validator.rules.base import Rule
from validator.rules.parts import NOT_RESERVED, counted, is_finite, noun, overlap_of, user_key, users

# The gate counts users in these steps; an overlap above the last one is looked at in Python.
_STEPS = (1, 2, 3, 4, 5, 10, 100)


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Fewer users than the overlap."""
    overlap = overlap_of(item, context)
    reserved = as_list(as_object(item).get("reserved_for"))
    if overlap is None or not reserved or not is_finite(as_object(item)):
        return
    known = [user_key(user) for _, user in users(item, "reserved_for", context)]
    left = set(known) - {user_key(user) for _, user in users(item, "unavailable_for", context)}
    if len(known) == len(reserved) and overlap > len(left):
        message = f"Overlap is {overlap:,}, but only {counted(len(left), 'user')} may take the {noun(context)}"
        yield Problem(RULE.code, ROOT / "overlap", message)


def gate(context: Context) -> Schema:  # noqa: ARG001 - the signature of all gates
    """No reservation, or one that the overlap fits, in steps."""
    return {
        "if": NOT_RESERVED,
        "else": {
            "properties": {
                "reserved_for": {"items": {"type": "string"}, "uniqueItems": True},
                "unavailable_for": {"maxItems": 0},
                "overlap": {"type": ["integer", "null"], "maximum": _STEPS[-1]},
            },
            "allOf": [_enough(_STEPS)],
        },
    }


def _enough(steps: Sequence[int]) -> Schema:
    """As many users as the first of these steps that the overlap does not exceed; found by halves."""
    if len(steps) == 1:
        return {"properties": {"reserved_for": {"minItems": steps[0]}}}
    half = len(steps) // 2
    most = steps[half - 1]
    return {
        "if": {"properties": {"overlap": {"maximum": most}}},
        "then": _enough(steps[:half]),
        "else": _enough(steps[half:]),
    }


RULE = Rule("TL205", "overlap-exceeds-audience", "warning", __doc__, check=check, gate=gate)
