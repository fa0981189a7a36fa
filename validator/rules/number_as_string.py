"""An overlap that is written as text.

## What it finds
`overlap` as a string of digits.

## Why it matters
One table calls the key a string, and all examples are numbers. Scripts that post a string to the API get it accepted,
but no document promises that it stays so.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": "3"}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterable

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, Woken
from validator.rules.parts import overlap_reader
from validator.wording import quoted


def check(scope: Scope) -> Check:
    """An overlap that is a string, and a number to the API."""
    overlap_of = overlap_reader(scope.schema)

    def strings(items: Woken) -> Iterable[tuple[int, Problem]]:
        for n, item in enumerate(items):
            if type(item.get("overlap")) is str and (overlap := overlap_of(item)) is not None:
                message = f"overlap is a string, {quoted(item['overlap'])}"
                yield n, Problem("TL104", ROOT / "overlap", message, hint=f"write the number {overlap}")

    return strings


RULE = Rule("TL104", "number-as-string", "warning", __doc__, keys=("overlap",), check=check)
