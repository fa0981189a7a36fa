"""A default overlap that the pool does not have.

## What it finds
A task or suite without an overlap, in a request with `allow_defaults`, for a pool that sets no default for this
kind: `defaults.default_overlap_for_new_tasks` for tasks, `defaults.default_overlap_for_new_task_suites` for suites.

## Why it matters
Many pools set only the default for suites, and tasks do not take theirs from it. What the API does then is not
stated; it may refuse the item, or choose a number for you.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}}
```
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 9, "golden_tasks_count": 1, "training_tasks_count": 0},
 "defaults": {"default_overlap_for_new_task_suites": 3}}
```
```options
--allow-defaults
```

## Use instead
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 9, "golden_tasks_count": 1, "training_tasks_count": 0},
 "defaults": {"default_overlap_for_new_tasks": 3, "default_overlap_for_new_task_suites": 3}}
```
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Problem
from validator.rules.base import Rule
from validator.rules.parts import HAS_OVERLAP, lacks_overlap, noun


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """No overlap, where the default is missing."""
    if context.overlap == "default-missing" and lacks_overlap(item):
        message = f"No overlap: allow_defaults is set, but the pool has no default overlap for {noun(context)}s"
        yield Problem(RULE.code, ROOT / "overlap", message)


def gate(context: Context) -> Schema:
    """The item has an overlap, or needs none of its own."""
    return HAS_OVERLAP if context.overlap == "default-missing" else {}


RULE = Rule("TL203", "pool-default-missing", "warning", __doc__, needs=("pool",), check=check, gate=gate)
