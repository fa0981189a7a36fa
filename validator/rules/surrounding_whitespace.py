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

from validator.rules.base import Rule, Text, is_odd
from validator.wording import quoted


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
    texts=(Text("id", judge, screen=is_odd), Text("url", judge, in_outputs=False, screen=is_odd)),
)
