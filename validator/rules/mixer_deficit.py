"""Too few tasks to mix one suite.

## What it finds
Fewer control, training or general tasks in a file than the pool's `mixer_config` mixes into one suite
(`golden_tasks_count`, `training_tasks_count`, `real_tasks_count`; the `min_` ones where there are any).

## Why it matters
A suite that lacks its control tasks is not handed out: the pool opens and nobody gets anything.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 1, "training_tasks_count": 0}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0}}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from validator.model import ROOT, Problem, as_object
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals, Woken
from validator.rules.parts import HINT, role_of
from validator.wording import counted

_COUNTS = {"control": "golden_tasks_count", "training": "training_tasks_count", "general": "real_tasks_count"}


def fact(scope: Scope) -> Fact | None:
    """How many tasks of each role there are, and how many the pool mixes."""
    mixer = as_object((scope.context.pool or {}).get("mixer_config"))
    wanted = {role: (name, _number(mixer, name)) for role, name in _COUNTS.items()}

    def conclude(counts: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        for role, (name, least) in wanted.items() if totals.items else ():
            number = counts[role].number if role in counts else 0
            if number < least:
                message = f"{counted(number, f'{role} task')}, and the pool mixes {least:,} into a suite ({name})"
                yield Problem("TL513", ROOT, message, (number, least), "add some, or change the mixer_config"), None

    return (
        Fact(conclude, _role, "general")
        if scope.context.kind == "tasks" and any(n for _, n in wanted.values())
        else None
    )


def _role(tasks: Woken) -> Iterable[tuple[int, Hashable]]:
    return [(n, role_of(task)) for n, task in enumerate(tasks)]


def _number(mixer: dict[str, Any], name: str) -> int:
    """How many tasks of a role a suite must have."""
    found = [each for each in (mixer.get(name), mixer.get(f"min_{name}")) if isinstance(each, int | float)]
    return int(min(found)) if found else 0


RULE = Rule(
    "TL513",
    "mixer-deficit",
    "warning",
    __doc__,
    needs=("pool",),
    scope="task",
    keys=("known_solutions", HINT),
    fact=fact,
)
