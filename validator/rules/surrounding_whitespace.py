"""Spaces around an id or a url.

## What it finds
A space, tab or line break before or after `pool_id`, a user id in `reserved_for` or `unavailable_for`, or (with a
project) a url in `input_values`.

## Why it matters
An id with a space is another id: the pool is not found, or the task is reserved for a user who does not exist. Such
spaces come from spreadsheets and cannot be seen.

## Example
```json
{"pool_id": "1 ", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## See also
`TL701` finds spaces inside a url. A url that begins with a space is an error of the API, `INVALID_URL_SYNTAX`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Path, Problem
from validator.rules.base import Check, Rule, Scope, Text
from validator.rules.parts import USERS
from validator.wording import quoted


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """Ids that are longer than themselves without the spaces around."""
    return _spaces_around_ids


def _spaces_around_ids(item: dict[str, Any]) -> Iterable[Problem]:
    pool = item.get("pool_id")
    found = [_problem(ROOT / "pool_id", pool)] if type(pool) is str and judge(pool) else []
    for key in USERS:
        users = item.get(key)
        if users and type(users) is list:
            found += [
                _problem(ROOT / key / n, each) for n, each in enumerate(users) if type(each) is str and judge(each)
            ]
    return found


def _problem(path: Path, text: str) -> Problem:
    message, hint = judge(text) or ("", None)
    return Problem("TL105", path, message, hint=hint)


def judge(text: str) -> tuple[str, str | None] | None:
    """Whitespace around a text."""
    stripped = text.strip()
    if stripped == text or not stripped:
        return None
    return f"Whitespace around {quoted(stripped)}", "remove it"


RULE = Rule(
    "TL105",
    "surrounding-whitespace",
    "warning",
    __doc__,
    check=check,
    text=Text("url", judge, in_outputs=False),
)
