"""A task that nobody is paid for.

## What it finds
General tasks, which have no known solution, in a pool whose `reward_per_assignment` is 0, unless the pool is a
training.

## Why it matters
A pool that pays nothing may hold training and control tasks alone: with general tasks it does not start.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "reward_per_assignment": 0,
 "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "reward_per_assignment": 0.05,
 "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals, Woken
from validator.rules.parts import how_many, reward_of, role_of

_GENERAL = "general"


def fact(scope: Scope) -> Fact | None:
    """How many tasks are neither training nor control, where only these may be."""
    is_free = reward_of(scope.context) == 0 and not scope.context.is_training_pool
    return Fact(_conclude, _general, _GENERAL) if is_free else None


def _general(tasks: Woken) -> Iterable[tuple[int, Hashable]]:
    return [(n, _GENERAL) for n, task in enumerate(tasks) if role_of(task) == "general"]


def _conclude(counts: Mapping[Hashable, Count], _: Totals) -> Iterable[Said]:
    if not (found := counts.get(_GENERAL)):
        return ()
    message = f"{how_many(found, 'general task')} in a pool that pays nothing, which does not start with them"
    return [(Problem("TL510", ROOT, message, found, "set reward_per_assignment, or send control tasks alone"), found)]


RULE = Rule(
    "TL510",
    "general-task-in-free-pool",
    "warning",
    __doc__,
    needs=("pool",),
    scope="task",
    keys=("known_solutions",),
    fact=fact,
)
