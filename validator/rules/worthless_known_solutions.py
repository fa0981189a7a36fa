"""A control task on which no answer can be right.

## What it finds
`known_solutions` in which every `correctness_weight` is 0. A weight that is left out counts as 1.

## Why it matters
The weight says how right an answer is. With nothing but zeros, every Toloker fails the task, and those who answer
well may lose their access to the pool.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 0}]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem, as_object
from validator.rules.base import Check, Rule, Scope, one_by_one

_PROBLEM = Problem(
    "TL303",
    ROOT / "known_solutions",
    "No answer can be right, as every correctness_weight is 0",
    hint="give the right answers a weight above 0",
)


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """Nothing but zeros."""
    return one_by_one(_nothing_but_zeros)


def _nothing_but_zeros(task: dict[str, Any]) -> Iterable[Problem]:
    solutions = task.get("known_solutions")
    if not solutions or type(solutions) is not list:
        return ()
    for each in solutions:
        weight = as_object(each).get("correctness_weight")
        if weight != 0 or weight is False:
            return ()
    return [_PROBLEM]


RULE = Rule(
    "TL303", "worthless-known-solutions", "warning", __doc__, scope="task", keys=("known_solutions",), check=check
)
