"""A baseline solution that does not say how sure it is.

## What it finds
A baseline solution without `confidence_weight`, or with null, in a contract that advises it (`2022-06`).

## Why it matters
The page of that contract calls the key required, and gives it a default of 1 in the same line. Left out, a guess of
a model counts as certain, and dynamic overlap asks for fewer answers than it should.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "baseline_solutions": [{"output_values": {"result": "cat"}}]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "baseline_solutions": [{"output_values": {"result": "cat"}, "confidence_weight": 0.8}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one


def check(scope: Scope) -> Check | None:
    """Keys that the contract marks with `x-advised`: in one place its page requires them, in another it does not."""
    advised: list[str] = scope.schema.get("x-advised", [])
    problems = {
        key: Problem("TL305", ROOT / key, f"{key} is missing and counts as 1", hint="set it") for key in advised
    }

    def missing(solution: dict[str, Any]) -> Iterable[Problem]:
        return [problem for key, problem in problems.items() if solution.get(key) is None]

    return one_by_one(missing) if advised else None


RULE = Rule("TL305", "missing-confidence", "info", __doc__, scope="solution", check=check)
