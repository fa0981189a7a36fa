"""A task that teaches nothing, in a training pool.

## What it finds
A task without a known solution, or without a hint, for a training pool: one whose `type` is `TRAINING`, whose
`training` is true, or that is a training as its own endpoint returns it.

## Why it matters
In a training every task must have a right answer to compare with, and a hint to show. The others are answered for
nothing: no one is paid there, and no answer is collected.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true,
 "known_solutions": [{"output_values": {"result": "cat"}}]}
```
```json pool
{"id": "1", "training_tasks_in_task_suite_count": 5, "task_suites_required_to_pass": 1}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true,
 "known_solutions": [{"output_values": {"result": "cat"}}],
 "message_on_unknown_solution": "Look at the ears."}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.conjunction import conjunction
from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule, each_task
from validator.rules.parts import HAS_HINT, HAS_SOLUTION, HINT


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Tasks that are not training tasks, where all must be."""
    if not context.is_training_pool:
        return
    for path, task in context.tasks(item):
        missing = [key for key, none in (("known_solutions", []), (HINT, "")) if task.get(key) in (None, none)]
        if missing:
            yield Problem(RULE.code, path / missing[0], f"Task in a training pool without {' and '.join(missing)}")


def gate(context: Context) -> Schema:
    """In a training pool, a solution and a hint."""
    return each_task(context, conjunction([HAS_SOLUTION, HAS_HINT])) if context.is_training_pool else {}


RULE = Rule("TL506", "general-task-in-training-pool", "warning", __doc__, needs=("pool",), check=check, gate=gate)
