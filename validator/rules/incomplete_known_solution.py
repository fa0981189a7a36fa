"""A solution without a required output field.

## What it finds
A known or baseline solution that leaves out an output field which the project requires, or sets it to null.

## Why it matters
An answer is right when it equals a known solution in every field. What a Toloker sends always has the required
fields, so whether it can equal a solution without one depends on settings outside the task. The API takes such
solutions, and some of its own examples have them: check that this one is meant.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}}]}
```
```json project
{"input_spec": {"image": {"type": "url"}},
 "output_spec": {"result": {"type": "string"}, "note": {"type": "string"}}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat", "note": "tabby"}}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.wording import quoted

_VALUES = ROOT / "output_values"


def check(scope: Scope) -> Check | None:
    """Required output fields that a solution does not have."""
    required = scope.context.spec.required_outputs if scope.context.spec else []
    is_optional = "output_values" not in scope.schema.get("required", ())

    def incomplete(solution: dict[str, Any]) -> Iterable[Problem]:
        values = solution.get("output_values")
        if values is None and is_optional:
            values = {}
        missing = [name for name in required if values.get(name) is None] if type(values) is dict else []
        if not missing:
            return ()
        names = ", ".join(map(quoted, missing))
        return [Problem("TL302", _VALUES, f"Solution leaves out what the project requires: {names}")]

    return one_by_one(incomplete) if required else None


RULE = Rule("TL302", "incomplete-known-solution", "warning", __doc__, needs=("project",), scope="solution", check=check)
