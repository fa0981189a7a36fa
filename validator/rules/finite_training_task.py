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

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.parts import is_finite, noun, role_of


def check(scope: Scope) -> Check:
    """A finite overlap, where all is training."""
    context = scope.context
    problem = Problem(
        "TL204",
        ROOT / "infinite_overlap",
        f"Training {noun(context)} with a finite overlap",
        hint="set infinite_overlap to true",
    )

    def finite_training(item: dict[str, Any]) -> Iterable[Problem]:
        if not is_finite(item) or (context.is_training_pool and item.get("overlap") is None):
            return ()
        tasks = item.get("tasks") if context.kind == "task-suites" else [item]
        is_training = bool(tasks) and isinstance(tasks, list) and all(map(_is_training, tasks))
        return [problem] if is_training else ()

    return one_by_one(finite_training)


def _is_training(task: object) -> bool:
    return isinstance(task, dict) and role_of(task) == "training"


RULE = Rule(
    "TL204",
    "finite-training-task",
    "info",
    __doc__,
    keys=("tasks", "message_on_unknown_solution"),
    check=check,
)
