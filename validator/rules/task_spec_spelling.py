"""A field type that the API spells otherwise.

## What it finds
In a project: the `type` of a field that is not in lower case (the API's own samples have `URL`), that is `number`,
or, as a warning, that no document lists. Near misses are named.

## Why it matters
Some pages write `URL`, and some clients send it; whether the API takes it is not stated everywhere. `number` stands
in one guide for a type that the API calls `float` or `integer`: we read it as `float`. Of a type that we do not know,
no value can be checked.

## Example
```json
{"task_spec": {"input_spec": {"image": {"type": "URL"}}, "output_spec": {"result": {"type": "string"}}}}
```
```options
--kind project
```

## Use instead
```json
{"task_spec": {"input_spec": {"image": {"type": "url"}}, "output_spec": {"result": {"type": "string"}}}}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.contract.task_spec import ALIASES, ARRAY
from validator.model import Path, Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.project_fields import fields
from validator.wording import did_you_mean, quoted


def check(scope: Scope) -> Check:
    """Types that are not exactly one of those there are."""
    single = list(scope.context.contract.documents["field-types"]["definitions"])
    known = [*single, *(ARRAY + each for each in single)]

    def misspelt(project: dict[str, Any]) -> Iterable[Problem]:
        found = []
        for path, field in fields(project):
            written = field.attributes.get("type")
            is_banned = field.type == "file" and path[-2] == "input_spec"  # the API refuses it, however it is spelt
            if isinstance(written, str) and written not in known and not is_banned:
                found.append(_problem(path / "type", written, known))
        return found

    return one_by_one(misspelt)


def _problem(path: Path, written: str, known: list[str]) -> Problem:
    lower = written.lower()
    if lower in known:
        return Problem("TL106", path, f"Type {quoted(written)} is not in lower case", hint=f"write {quoted(lower)}")
    base = lower.removeprefix(ARRAY)
    if base in ALIASES:
        read, other = (lower.removesuffix(base) + each for each in (ALIASES[base], "integer"))
        hint = f"write that, or {quoted(other)}"
        return Problem("TL106", path, f"Type {quoted(written)} is read as {quoted(read)}", hint=hint)
    hint = did_you_mean(lower, known) or "its values are not checked"
    return Problem("TL106", path, f"Unknown type {quoted(written)}", hint=hint, severity="warning")


RULE = Rule("TL106", "task-spec-spelling", "info", __doc__, kinds=("project",), check=check)
