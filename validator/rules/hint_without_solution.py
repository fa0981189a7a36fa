"""A hint that can never show.

## What it finds
`message_on_unknown_solution` in a task that has no `known_solutions`.

## Why it matters
The hint is shown after an answer that differs from every known solution. Without one there is nothing to differ
from: the task is not a training task, and whoever wrote the hint believes that it is.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3,
 "message_on_unknown_solution": "Look at the ears."}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true,
 "known_solutions": [{"output_values": {"result": "cat"}}],
 "message_on_unknown_solution": "Look at the ears."}
```
"""

from __future__ import annotations

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.parts import HINT, has_hint


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """A hint in a task without known solutions."""
    problem = Problem("TL301", ROOT / HINT, "The hint is never shown: the task has no known_solutions")
    return one_by_one(lambda task: [problem] if task.get("known_solutions") in (None, []) and has_hint(task) else ())


RULE = Rule("TL301", "hint-without-solution", "warning", __doc__, scope="task", keys=(HINT,), check=check)
