"""Control tasks that nobody looks at, or a look at none.

## What it finds
Control tasks (known solutions and no hint), and in the pool's `quality_control` no rule that collects answers to
control tasks (`GOLDEN_SET`); or such a rule, and no control task in the file.

## Why it matters
A control task costs as much as any other. Without a rule nothing follows from a wrong answer; without control tasks
the rule never fires. The platform itself warned of both before a pool was opened.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true,
 "known_solutions": [{"output_values": {"result": "cat"}}]}
```
```json pool
{"id": "1", "quality_control": {"configs": []},
 "mixer_config": {"real_tasks_count": 0, "golden_tasks_count": 1, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true,
 "known_solutions": [{"output_values": {"result": "cat"}}]}
```
```json pool
{"id": "1",
 "quality_control": {"configs": [{"collector_config": {"type": "GOLDEN_SET", "parameters": {"history_size": 10}}}]},
 "mixer_config": {"real_tasks_count": 0, "golden_tasks_count": 1, "training_tasks_count": 0}}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from validator.model import ROOT, Problem, as_object, objects
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals, Woken
from validator.rules.parts import how_many, role_of

_CONTROL = "control"


def fact(scope: Scope) -> Fact | None:
    """How many control tasks there are, and whether a rule of the pool looks at them."""
    context = scope.context
    quality = (context.pool or {}).get("quality_control")
    if not isinstance(quality, dict) or context.is_training_pool:
        return None
    has_rule = _has_rule(quality)

    def conclude(counts: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        found = counts.get(_CONTROL)
        if found and not has_rule:
            message = f"{how_many(found, 'control task')}, and no quality control of the pool looks at them"
            return [(Problem("TL511", ROOT, message, found, "add a rule with the collector GOLDEN_SET"), found)]
        if has_rule and not found and totals.items:
            message = "A quality control rule of the pool looks at control tasks, and there is none"
            return [(Problem("TL511", ROOT, message, hint="give some tasks known_solutions, or remove the rule"), None)]
        return ()

    return Fact(conclude, _control)


def _control(tasks: Woken) -> Iterable[tuple[int, Hashable]]:
    return [(n, _CONTROL) for n, task in enumerate(tasks) if role_of(task) == "control"]


def _has_rule(quality: dict[str, Any]) -> bool:
    collectors = (as_object(each.get("collector_config")) for _, each in objects(quality.get("configs"), ROOT))
    return any(each.get("type") == "GOLDEN_SET" for each in collectors) or bool(quality.get("checkpoints_config"))


RULE = Rule(
    "TL511",
    "control-tasks-without-rule",
    "warning",
    __doc__,
    needs=("pool",),
    scope="task",
    keys=("known_solutions",),
    fact=fact,
)
