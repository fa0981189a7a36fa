"""A url with a space in it.

## What it finds
A space, tab or line break inside the value of a `url` or `array_url` field, in inputs and in solutions.

## Why it matters
The API takes it, and browsers mend some of these and cut others at the space. Most often a file name was put into
the url as it was.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/my cat.png"}, "overlap": 3}
```
```json project
{"input_spec": {"image": {"type": "url"}}, "output_spec": {"result": {"type": "string"}}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/my%20cat.png"}, "overlap": 3}
```

## See also
`TL105` finds spaces after a url.
"""

from __future__ import annotations

from validator.rules.base import Rule, Text, is_odd
from validator.wording import quoted


def judge(url: str) -> tuple[str, str | None] | None:
    """A url that falls apart at whitespace."""
    if len(url.split()) <= 1:
        return None
    return f"URL {quoted(url.strip())} contains a space", "write %20"


RULE = Rule(
    "TL701", "url-with-space", "warning", __doc__, needs=("project",), texts=(Text("url", judge, screen=is_odd),)
)
