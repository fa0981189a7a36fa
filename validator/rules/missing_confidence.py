"""A baseline solution that does not say how sure it is.

## What it finds
A baseline solution without `confidence_weight`, or with null, in a contract that advises it (`2022-06`).

## Why it matters
The page of that contract calls the key required, and gives it a default of 1 in the same line. Left out, a guess of
a model counts as certain, and dynamic overlap asks for fewer answers than it should.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "baseline_solutions": [{"output_values": {"result": "cat"}}]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "baseline_solutions": [{"output_values": {"result": "cat"}, "confidence_weight": 0.8}]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema, known_keys
from validator.model import JSON, Problem, objects
from validator.rules.base import Rule, each_task


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Keys that the contract advises, left out."""
    advised = _advised(context)
    for path, task in context.tasks(item) if advised else ():
        for place, solution in objects(task.get("baseline_solutions"), path / "baseline_solutions"):
            for key in advised:
                if solution.get(key) is None:
                    yield Problem(RULE.code, place / key, f"No {key}, which then counts as 1: write how sure it is")


def gate(context: Context) -> Schema:
    """Each of the keys, and none of them null."""
    advised = _advised(context)
    if not advised:
        return {}
    present: Schema = {"required": advised, "properties": {key: {"type": "number"} for key in advised}}
    return each_task(context, {"properties": {"baseline_solutions": {"items": present}}})


def _advised(context: Context) -> list[str]:
    """Keys that the contract marks with `x-advised`: in one place its page requires them, in another it does not."""
    solution: Schema = known_keys(context.task_schema).get("baseline_solutions", {}).get("items", {})
    advised: list[str] = solution.get("x-advised", [])
    return advised


RULE = Rule("TL305", "missing-confidence", "info", __doc__, check=check, gate=gate)
