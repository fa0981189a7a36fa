"""The same known solution twice.

## What it finds
Two `known_solutions` of one task with the same `output_values`. The order of keys does not matter. The finding is at
the later one and names the first.

## Why it matters
The second adds nothing when the weights are equal. When they differ, no document says which of them counts.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1},
                     {"output_values": {"result": "cat"}, "correctness_weight": 0.5}]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1},
                     {"output_values": {"result": "lynx"}, "correctness_weight": 0.5}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.json_text.compact import compact
from validator.model import JSON, Path, Problem, objects
from validator.rules.base import Rule, each_task


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Solutions of which an earlier one has the same values."""
    for path, task in context.tasks(item):
        firsts: dict[bytes, Path] = {}
        for place, solution in objects(task.get("known_solutions"), path / "known_solutions"):
            values = solution.get("output_values")
            if isinstance(values, dict):
                first = firsts.setdefault(compact(values, sort_keys=True), place)
                if first is not place:
                    yield Problem(RULE.code, place, f"Same output_values as {first}")


def gate(context: Context) -> Schema:
    """One solution at most: engines differ too much on what is the same object."""
    return each_task(context, {"properties": {"known_solutions": {"maxItems": 1}}})


RULE = Rule("TL304", "repeated-known-solution", "warning", __doc__, check=check, gate=gate)
