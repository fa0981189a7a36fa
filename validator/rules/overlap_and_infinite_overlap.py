"""A number of answers, and no end of them.

## What it finds
An `overlap` with a number beside `infinite_overlap: true`.

## Why it matters
No document says which of the two counts, and the official Python client refuses the pair. Whoever wrote the number
may wait for a task that is never complete, and pay for all the answers.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3, "infinite_overlap": true}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": null, "infinite_overlap": true}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Problem, as_object
from validator.rules.base import Rule
from validator.rules.parts import IS_FINITE, overlap_of


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Both at once."""
    overlap = overlap_of(item, context)
    if overlap is not None and as_object(item).get("infinite_overlap") is True:
        message = f"Overlap is {overlap:,} and infinite_overlap is true: leave one of them out"
        yield Problem(RULE.code, ROOT / "overlap", message)


def gate(context: Context) -> Schema:  # noqa: ARG001 - the signature of all gates
    """With infinite overlap, no number."""
    return {"if": IS_FINITE, "else": {"properties": {"overlap": {"type": "null"}}}}


RULE = Rule("TL201", "overlap-and-infinite-overlap", "warning", __doc__, check=check, gate=gate)
