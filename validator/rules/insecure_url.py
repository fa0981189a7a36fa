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

from validator.rules.base import Rule, Text
from validator.wording import quoted


def judge(url: str) -> tuple[str, str | None] | None:
    """A url without encryption."""
    if not url[:7].lower().startswith("http://"):
        return None
    return (
        f"URL {quoted(url.strip())} is not https, and browsers may refuse to load it",
        "write https://",
    )


def _may_be(urls: str) -> bool:
    return "http:" in urls or "http:" in urls.lower()


RULE = Rule(
    "TL703",
    "insecure-url",
    "info",
    __doc__,
    needs=("project",),
    texts=(Text("url", judge, in_outputs=False, screen=_may_be),),
)
