"""A default overlap that the pool does not have.

## What it finds
Tasks or suites without an overlap, in a request with `allow_defaults`, for a pool that sets no default for them. For
suites that is `defaults.default_overlap_for_new_task_suites`; a task takes `default_overlap_for_new_tasks`, or else
that of suites. Said once a file, with their number and the first; never for a training.

## Why it matters
What the API does then is not stated; it may refuse the item, or choose a number for you.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}}
```
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0},
 "defaults": {}}
```
```options
--allow-defaults
```

## Use instead
```json pool
{"id": "1", "mixer_config": {"real_tasks_count": 1, "golden_tasks_count": 0, "training_tasks_count": 0},
 "defaults": {"default_overlap_for_new_tasks": 3}}
```
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals
from validator.rules.overlaps import LACKING, lacks_overlap
from validator.rules.parts import how_many, noun


def fact(scope: Scope) -> Fact | None:
    """How many items have no overlap, where the default is missing."""
    what = noun(scope.context)

    def conclude(counts: Mapping[Hashable, Count], _: Totals) -> Iterable[Said]:
        if not (lacking := counts.get(LACKING)):
            return ()
        message = f"{how_many(lacking, what, 'has')} no overlap, and the pool has no default overlap for {what}s"
        hint = "set the default in the pool, or an overlap in each"
        return [(Problem("TL203", ROOT / "overlap", message, lacking, hint), lacking)]

    return Fact(conclude, lacks_overlap, LACKING) if scope.context.overlap == "default-missing" else None


RULE = Rule(
    "TL203",
    "pool-default-missing",
    "warning",
    __doc__,
    needs=("pool",),
    keys=("overlap", "infinite_overlap"),
    fact=fact,
)
