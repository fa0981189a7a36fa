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

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.parts import is_infinite, overlap_reader


def check(scope: Scope) -> Check:
    """Both at once."""
    overlap_of = overlap_reader(scope.schema)

    def both(item: dict[str, Any]) -> Iterable[Problem]:
        if not is_infinite(item) or (overlap := overlap_of(item)) is None:
            return ()
        message = f"overlap is {overlap:,} and infinite_overlap is true"
        return [Problem("TL201", ROOT / "overlap", message, hint="remove one of them")]

    return one_by_one(both)


RULE = Rule("TL201", "overlap-and-infinite-overlap", "warning", __doc__, keys=("infinite_overlap",), check=check)
