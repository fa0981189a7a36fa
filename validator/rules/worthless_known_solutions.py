"""A control task on which no answer can be right.

## What it finds
`known_solutions` in which every `correctness_weight` is 0. A weight that is left out counts as 1.

## Why it matters
The weight says how right an answer is. With nothing but zeros, every Toloker fails the task, and those who answer
well may lose their access to the pool.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 0}]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem, as_list, as_object
from validator.rules.base import Rule, each_task


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Nothing but zeros."""
    for path, task in context.tasks(item):
        weights = [as_object(each).get("correctness_weight") for each in as_list(task.get("known_solutions"))]
        if weights and all(each == 0 and each is not False for each in weights):
            message = "No answer can be right: every correctness_weight is 0"
            yield Problem(RULE.code, path / "known_solutions", message)


def gate(context: Context) -> Schema:
    """No zero."""
    weight: Schema = {"properties": {"correctness_weight": {"exclusiveMinimum": 0}}}
    return each_task(context, {"properties": {"known_solutions": {"items": weight}}})


RULE = Rule("TL303", "worthless-known-solutions", "warning", __doc__, check=check, gate=gate)
