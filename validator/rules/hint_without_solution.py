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

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule, each_task
from validator.rules.parts import HAS_SOLUTION, HINT, NO_HINT, has_hint


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """A hint in a task without known solutions."""
    for path, task in context.tasks(item):
        if has_hint(task) and task.get("known_solutions") in (None, []):
            yield Problem(RULE.code, path / HINT, "Hint can never show: the task has no known_solutions")


def gate(context: Context) -> Schema:
    """No hint, or some known solution."""
    return each_task(context, {"if": NO_HINT, "else": HAS_SOLUTION})


RULE = Rule("TL301", "hint-without-solution", "warning", __doc__, check=check, gate=gate)
