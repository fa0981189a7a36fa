"""A field type that the API spells otherwise.

## What it finds
In a project: the `type` of a field that is not in lower case, that is `number`, or that no document lists. Near
misses are named.

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

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.contract.task_spec import ALIASES, ARRAY
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import quoted
from validator.rules.project_fields import each_field, fields


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Types that are not exactly one of those there are."""
    known = _types(context)
    for path, field in fields(item):
        written = field.attributes.get("type")
        is_banned = field.type == "file" and path[-2] == "input_spec"  # the API refuses it, however it is spelt
        if isinstance(written, str) and written not in known and not is_banned:
            yield Problem(RULE.code, path / "type", _message(written, known))


def gate(context: Context) -> Schema:
    """One of the types."""
    return each_field({"properties": {"type": {"enum": _types(context)}}})


def _types(context: Context) -> list[str]:
    single = list(context.contract.documents["field-types"]["definitions"])
    return [*single, *(ARRAY + each for each in single)]


def _message(written: str, known: list[str]) -> str:
    lower = written.lower()
    if lower in known:
        return f"Type {quoted(written)} is not in lower case: write {quoted(lower)}"
    base = lower.removeprefix(ARRAY)
    if base in ALIASES:
        read = lower.removesuffix(base) + ALIASES[base]
        other = lower.removesuffix(base) + "integer"
        return f"Type {quoted(written)} is read as {quoted(read)}: write that, or {quoted(other)}"
    from difflib import get_close_matches

    near = get_close_matches(lower[:64], known, 1)
    advice = f": did you mean {quoted(near[0])}?" if near else ": its values are not checked"
    return f"Unknown type {quoted(written)}{advice}"


RULE = Rule("TL106", "task-spec-spelling", "warning", __doc__, kinds=("project",), check=check, gate=gate)
