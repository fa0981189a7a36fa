r"""A pattern that values are not checked against.

## What it finds
In a project: a `pattern` of a field with a construct that regular-expression engines do not read alike, or not in
bounded time, such as a back-reference. The message names the construct.

## Why it matters
The API may well take the pattern and hold every value to it. We do not, so a value that passes here can be refused
there: `PATTERN_MISMATCH` is never reported for this field. A pattern that is broken for every engine is an error,
`INVALID_REGEX_SYNTAX`.

## Example
```json
{"task_spec": {"input_spec": {"code": {"type": "string", "pattern": "([a-z])\\1"}},
               "output_spec": {"result": {"type": "string"}}}}
```
```options
--kind project
```

## Use instead
```json
{"task_spec": {"input_spec": {"code": {"type": "string", "pattern": "[a-z]{2}"}},
               "output_spec": {"result": {"type": "string"}}}}
```
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import Problem
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.project_fields import fields


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """Patterns that are right, perhaps, and that we cannot use."""
    return one_by_one(_unchecked)


def _unchecked(project: dict[str, Any]) -> Iterable[Problem]:
    found = []
    for path, field in fields(project):
        pattern = field.attributes.get("pattern")
        if isinstance(pattern, str) and (construct := _unsupported(pattern)):
            message = f"Values are not checked against this pattern: it has {construct}"
            found.append(Problem("TL107", path / "pattern", message))
    return found


def _unsupported(pattern: str) -> str:
    """The construct for which the pattern cannot be used, if there is one."""
    from validator.patterns.parse import InvalidPatternError, UnsupportedPatternError, parse

    try:
        parse(pattern)
    except UnsupportedPatternError as error:
        return f"{error.construct} at position {error.position}"
    except InvalidPatternError:
        pass
    return ""


RULE = Rule("TL107", "unchecked-pattern", "warning", __doc__, kinds=("project",), check=check)
