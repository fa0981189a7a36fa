"""A paid task that never ends.

## What it finds
General tasks, which have no known solution, with `infinite_overlap`, in a pool that pays (`reward_per_assignment` is
above 0).

## Why it matters
Every Toloker who comes can complete such a task, and each is paid: it can cost without end. The platform itself warned
of it before such a pool was opened. Infinite overlap is meant for control and training tasks.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true}
```
```json pool
{"id": "1", "reward_per_assignment": 0.05,
 "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals, Woken
from validator.rules.parts import how_many, is_infinite, noun, reward_of, role_of, tasks_of

_ENDLESS = "endless"


def fact(scope: Scope) -> Fact | None:
    """How many items with a general task have no end, where each answer is paid."""
    context = scope.context
    reward = reward_of(context)

    def endless(items: Woken) -> Iterable[tuple[int, Hashable]]:
        infinite = [(n, item) for n, item in enumerate(items) if is_infinite(item)]
        return [
            (n, _ENDLESS) for n, item in infinite if any(role_of(task) == "general" for task in tasks_of(item, context))
        ]

    def conclude(counts: Mapping[Hashable, Count], _: Totals) -> Iterable[Said]:
        if not (found := counts.get(_ENDLESS)):
            return ()
        what = f"general {noun(context)}"
        message = f"{how_many(found, what, 'has')} infinite overlap in a pool that pays {reward} for an assignment"
        return [(Problem("TL509", ROOT / "infinite_overlap", message, found, "set an overlap"), found)]

    return Fact(conclude, endless) if reward else None


RULE = Rule(
    "TL509", "costly-infinite-overlap", "warning", __doc__, needs=("pool",), keys=("infinite_overlap",), fact=fact
)
