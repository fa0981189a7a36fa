"""A url that is not https.

## What it finds
A value that begins with `http://` in an input field of type `url` or `array_url`.

## Why it matters
Tolokers see the task in a page that came over https. Their browsers refuse to load scripts and frames into it over
http, and some refuse pictures, sound and video: the task is there and cannot be done.

## Example
```json
{"pool_id": "1", "input_values": {"image": "http://example.com/1.png"}, "overlap": 3}
```
```json project
{"input_spec": {"image": {"type": "url"}}, "output_spec": {"result": {"type": "string"}}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, Problem
from validator.rules.base import Rule
from validator.rules.parts import each_value, quoted, values


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """Urls without encryption."""
    for path, url in values(item, context, "url", outputs=False):
        if url.startswith("http://"):
            yield Problem(RULE.code, path, f"Url {quoted(url.strip())} is not https: browsers may refuse to load it")


def gate(context: Context) -> Schema:
    """Any other beginning; the contract takes three."""
    return each_value(context, "url", {"pattern": "^(https|www)"}, outputs=False)


RULE = Rule("TL703", "insecure-url", "info", __doc__, needs=("project",), check=check, gate=gate)
