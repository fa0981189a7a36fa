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

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import NO_SPACE, each_value, quoted, values


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Urls that fall apart at white space."""
    for path, url in values(item, context, "url"):
        if len(url.split()) > 1:
            yield Problem(RULE.code, path, f"Url {quoted(url.strip())} holds a space: write %20")


def gate(context: Context) -> Schema:
    """No white space."""
    return each_value(context, "url", {"pattern": NO_SPACE})


RULE = Rule("TL701", "url-with-space", "warning", __doc__, needs=("project",), check=check, gate=gate)
