"""The same known solution twice.

## What it finds
Two `known_solutions` of one task with the same `output_values`. The order of keys does not matter. The finding is at
the later one and names the first.

## Why it matters
The second adds nothing when the weights are equal. When they differ, no document says which of them counts.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1},
                     {"output_values": {"result": "cat"}, "correctness_weight": 0.5}]}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1},
                     {"output_values": {"result": "lynx"}, "correctness_weight": 0.5}]}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.json_text.compact import compact
from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one

_SOLUTIONS = ROOT / "known_solutions"


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """Solutions of which an earlier one has the same values."""
    return one_by_one(_repeated)


def _repeated(task: dict[str, Any]) -> Iterable[Problem]:
    solutions = task.get("known_solutions")
    if type(solutions) is not list or len(solutions) < 2:  # noqa: PLR2004 - one cannot repeat another
        return ()
    if len(solutions) == 2 and _values(solutions[0]) != _values(solutions[1]):  # noqa: PLR2004 - most often, and quick
        return ()
    firsts: dict[bytes, int] = {}
    found = []
    for n, solution in enumerate(solutions):
        values = _values(solution)
        if isinstance(values, dict):
            first = firsts.setdefault(compact(values, sort_keys=True), n)
            if first != n:
                message = f"Same output_values as known_solutions.{first}"
                found.append(Problem("TL304", _SOLUTIONS / n, message, hint="remove it"))
    return found


def _values(solution: Any) -> Any:
    return solution.get("output_values") if type(solution) is dict else None


RULE = Rule(
    "TL304", "repeated-known-solution", "warning", __doc__, scope="task", keys=("known_solutions",), check=check
)
