"""Tasks for a pool that takes suites, or suites for a pool that takes tasks.

## What it finds
Tasks for a pool without `mixer_config`, and task suites for a pool with it. A training mixes its tasks without a
`mixer_config`, so it takes tasks.

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

from collections.abc import Iterator

from validator.contract.context import Context
from validator.model import ROOT, Problem
from validator.rules.base import Rule


def request(context: Context) -> Iterator[Problem]:
    """The pool wants the other kind."""
    pool = context.pool or {}
    mixer = pool.get("mixer_config")
    if context.kind == "tasks" and mixer is None and not context.is_training_pool:
        message = "Tasks for a pool without mixer_config: it takes task suites"
        yield Problem(RULE.code, ROOT, message)
    if context.kind == "task-suites" and isinstance(mixer, dict):
        yield Problem(RULE.code, ROOT, "Task suites for a pool with mixer_config: it takes tasks")


RULE = Rule("TL507", "wrong-endpoint-for-pool", "warning", __doc__, needs=("pool",), request=request)
