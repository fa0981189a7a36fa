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
 "output_spec": {"result": {"type": "string"}, "is_clear": {"type": "boolean"}}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat", "is_clear": true}}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import each_solution, quoted, solutions


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Required output fields that a solution does not have."""
    required = context.spec.required_outputs if context.spec else []
    for path, task in context.tasks(item):
        for place, solution, schema in solutions(path, task, context):
            values = solution.get("output_values")
            if values is None and "output_values" not in schema.get("required", ()):
                values = {}
            missing = [name for name in required if values.get(name) is None] if isinstance(values, dict) else []
            if missing:
                names = ", ".join(map(quoted, missing))
                message = f"Solution leaves out what the project requires: {names}"
                yield Problem(RULE.code, place / "output_values", message)


def gate(context: Context) -> Schema:
    """Every required field, and none of them null."""
    required = context.spec.required_outputs if context.spec else []
    if not required:
        return {}
    present: Schema = {"type": ["object", "array", "string", "number", "boolean"]}
    values: Schema = {"type": "object", "required": required, "properties": dict.fromkeys(required, present)}
    return each_solution(context, {"required": ["output_values"], "properties": {"output_values": values}})


RULE = Rule("TL302", "incomplete-known-solution", "warning", __doc__, needs=("project",), check=check, gate=gate)
