"""Tasks for a pool that takes suites, or suites for a pool that takes tasks.

## What it finds
Tasks for a pool without `mixer_config`, and task suites for a pool with it. A training mixes its tasks without a
`mixer_config`, so it takes tasks. Said once a file.

## Why it matters
A pool with smart mixing makes suites out of tasks by itself, and has no use for ready ones. A pool without it cannot
make any: the upload of tasks succeeds, and then the pool cannot be opened (`MIXER_CONFIG_REQUIRED`).

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
```json pool
{"id": "1", "mixer_config": null}
```

## Use instead
```json
{"pool_id": "1", "tasks": [{"input_values": {"image": "https://example.com/1.png"}}], "overlap": 3}
```
```options
--kind task-suites
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Conclude, Count, Fact, Rule, Said, Scope, Totals
from validator.wording import counted


def fact(scope: Scope) -> Fact | None:
    """Items of one kind, where the pool wants the other."""
    context = scope.context
    mixer = (context.pool or {}).get("mixer_config")
    if context.kind == "tasks" and mixer is None and not context.is_training_pool:
        return Fact(
            _saying("task", "without mixer_config", "set its mixer_config or send suites, or the pool may not open")
        )
    if context.kind == "task-suites" and isinstance(mixer, dict):
        return Fact(_saying("task suite", "with mixer_config", "send tasks, or the pool may not mix as meant"))
    return None


def _saying(what: str, pool: str, hint: str) -> Conclude:
    def conclude(_: Mapping[Hashable, Count], totals: Totals) -> Iterable[Said]:
        if not totals.items:
            return ()
        return [
            (Problem("TL507", ROOT, f"{counted(totals.items, what)} for a pool {pool}", (totals.items,), hint), None)
        ]

    return conclude


RULE = Rule("TL507", "wrong-endpoint-for-pool", "warning", __doc__, needs=("pool",), fact=fact)
