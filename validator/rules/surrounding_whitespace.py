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

from collections.abc import Iterator
from itertools import chain

from validator.contract.conjunction import conjunction
from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Path, Problem, as_object
from validator.rules.base import Rule
from validator.rules.parts import NO_SPACE, each_value, quoted, users, values


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Texts that are longer than themselves without the spaces around."""
    pool: tuple[Path, JSON] = (ROOT / "pool_id", as_object(item).get("pool_id"))
    ids = (*users(item, "reserved_for", context), *users(item, "unavailable_for", context))
    for path, text in chain([pool], ids, values(item, context, "url", outputs=False)):
        if isinstance(text, str) and text.strip() not in ("", text):
            yield Problem(RULE.code, path, f"White space around {quoted(text.strip())}: take it away")


def gate(context: Context) -> Schema:
    """No spaces at all."""
    no_space: Schema = {"pattern": NO_SPACE}
    ids: Schema = {"items": no_space}
    own: Schema = {"properties": {"pool_id": no_space, "reserved_for": ids, "unavailable_for": ids}}
    urls = each_value(context, "url", no_space, outputs=False)
    return conjunction([own, urls])


RULE = Rule("TL105", "surrounding-whitespace", "warning", __doc__, check=check, gate=gate)
