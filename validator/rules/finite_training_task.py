"""A training task that runs out.

## What it finds
A training task (it has known solutions and a hint) without `infinite_overlap: true`. The overlap of a suite belongs
to all its tasks, so a suite is found when every task in it is a training task.

## Why it matters
A training task is for every Toloker who comes. With a finite overlap the first few use it up, and those who come
later do not get the training that the pool asks for.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}}],
 "message_on_unknown_solution": "Look at the ears."}
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

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Problem, as_list, as_object
from validator.rules.base import Rule
from validator.rules.parts import IS_FINITE, IS_INFINITE, NO_HINT, has_hint, has_solution, is_finite, noun


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """A finite overlap, where all is training."""
    tasks = [task for _, task in context.tasks(item)]
    is_whole = context.kind != "task-suites" or len(tasks) == len(as_list(as_object(item).get("tasks")))
    is_training = bool(tasks) and is_whole and all(has_hint(task) and has_solution(task) for task in tasks)
    if is_training and is_finite(as_object(item)):
        message = f"Training {noun(context)} with a finite overlap: set infinite_overlap to true"
        yield Problem(RULE.code, ROOT / "infinite_overlap", message)


def gate(context: Context) -> Schema:
    """With a hint in each task, infinite overlap."""
    if context.kind == "task-suites":
        return {"if": IS_FINITE, "then": {"properties": {"tasks": {"contains": NO_HINT}}}}
    return {"if": NO_HINT, "else": IS_INFINITE}


RULE = Rule("TL204", "finite-training-task", "info", __doc__, check=check, gate=gate)
