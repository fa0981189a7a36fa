"""A task that teaches nothing, in a training pool.

## What it finds
Tasks without a known solution, or without a hint, for a training pool: one whose `type` is `TRAINING`, whose
`training` is true, or that is a training as its own endpoint returns it. Said once a file.

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

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals, Woken
from validator.rules.parts import HINT, how_many, role_of

_OTHER = "other"


def fact(scope: Scope) -> Fact | None:
    """Tasks that are not training tasks, where all must be."""
    return Fact(_conclude, _other, _OTHER) if scope.context.is_training_pool else None


def _other(tasks: Woken) -> Iterable[tuple[int, Hashable]]:
    return [(n, _OTHER) for n, task in enumerate(tasks) if role_of(task) != "training"]


def _conclude(counts: Mapping[Hashable, Count], _: Totals) -> Iterable[Said]:
    if not (other := counts.get(_OTHER)):
        return ()
    message = f"{how_many(other, 'task')} for a training pool without known_solutions or {HINT}"
    return [(Problem("TL506", ROOT, message, other, "give each task both, or choose another pool"), other)]


RULE = Rule(
    "TL506",
    "general-task-in-training-pool",
    "warning",
    __doc__,
    needs=("pool",),
    scope="task",
    keys=("known_solutions", HINT),
    fact=fact,
)
