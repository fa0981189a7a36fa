"""Answers that no control task asks for.

## What it finds
An output field with `allowed_values`, or a boolean one, where the known solutions of control tasks have some of the
answers and not others. Said once for each field.

## Why it matters
Who always gives the same answer passes control tasks that all ask for it. The platform advised to cover every answer.

## Example
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true, "known_solutions": [{"output_values": {"result": "cat"}}]}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "infinite_overlap": true, "known_solutions": [{"output_values": {"result": "cat"}}]}
```
```json project
{"input_spec": {"image": {"type": "url"}},
 "output_spec": {"result": {"type": "string", "allowed_values": ["cat", "dog"]}}}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true, "known_solutions": [{"output_values": {"result": "cat"}}]}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "infinite_overlap": true, "known_solutions": [{"output_values": {"result": "dog"}}]}
```
"""  # noqa: E501 - an item is a line

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from validator.contract.task_spec import Field, TaskSpec
from validator.model import ROOT, Problem, as_object
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals, Woken
from validator.rules.parts import role_of
from validator.wording import quoted

# More answers than this no control tasks cover, and a list of them is no help.
_MOST = 20


def fact(scope: Scope) -> Fact | None:
    """Which answers the control tasks have."""
    answers = _answers(scope.context.spec) if scope.context.spec else {}
    things = {(name, _key(each)) for name, possible in answers.items() for each in possible}

    def answered(tasks: Woken) -> Iterable[tuple[int, Hashable]]:
        for n, task in enumerate(tasks):
            for solution in task["known_solutions"] if role_of(task) == "control" else ():
                values = as_object(as_object(solution).get("output_values"))
                given = [(name, values.get(name)) for name in answers]
                yield from (
                    (n, thing)
                    for name, value in given
                    if isinstance(value, str | int | float) and (thing := (name, _key(value))) in things
                )

    def conclude(counts: Mapping[Hashable, Count], _: Totals) -> Iterable[Said]:
        for name, possible in answers.items():
            missing = [each for each in possible if (name, _key(each)) not in counts]
            if missing and len(missing) < len(possible):
                message = f"No control task has {' or '.join(map(quoted, missing))} for {quoted(name)}"
                problem = Problem("TL512", ROOT / "known_solutions", message, tuple(missing), "add some that have")
                yield problem, None

    return Fact(conclude, answered) if answers else None


def _answers(spec: TaskSpec) -> dict[str, list[Any]]:
    possible = {name: _possible(each) for name, each in spec.outputs.items() if not each.is_array}
    return {name: each for name, each in possible.items() if 1 < len(each) <= _MOST}


def _possible(field: Field) -> list[Any]:
    listed = field.attributes.get("allowed_values")
    if isinstance(listed, list):
        return [each for each in listed if isinstance(each, str | int | float)]
    return [True, False] if field.type == "boolean" else []


def _key(value: str | float) -> tuple[bool, str | float]:
    return isinstance(value, bool), value  # to Python true is 1, and to the API it is not


RULE = Rule(
    "TL512",
    "uneven-control-tasks",
    "info",
    __doc__,
    needs=("project",),
    scope="task",
    keys=("known_solutions",),
    fact=fact,
)
