r"""A character that is not seen.

## What it finds
A character without width or form (zero-width space and joiners, byte order mark, soft hyphen, marks that turn the
direction of text) in an id (`pool_id`, a user), in a url, or in a key of a task or of its values.

## Why it matters
Such characters come along when text is copied from a page or a chat. The id or url looks right, and is another one:
the pool is not found, the picture does not load, the field is unknown.

## Example
```json
{"pool_id": "\u200b1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from validator.model import ROOT, Path, Problem
from validator.rules.base import Check, Rule, Scope, Text
from validator.rules.parts import USERS

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def judge(text: str) -> tuple[str, str | None] | None:
    """A character that is not seen."""
    if text.isascii() or not (match := _INVISIBLE.search(text)):
        return None
    return f"Invisible character U+{ord(match[0]):04X} at position {match.start()}", "remove it"


def shape(scope: Scope) -> Callable[[tuple[str, ...]], Sequence[Problem]]:  # noqa: ARG001 - the signature of all
    """Keys that hold such a character."""
    return lambda keys: [_problem(ROOT / each, each) for each in keys if judge(each)]


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """Ids, and keys of values, that hold such a character."""
    return _in_ids_and_keys


def _in_ids_and_keys(value: dict[str, Any]) -> Iterable[Problem]:
    texts: list[tuple[Path, object]] = [(ROOT / "pool_id", value.get("pool_id"))]
    for key in USERS:
        users = value.get(key)
        if users and type(users) is list:
            texts += [(ROOT / key / n, each) for n, each in enumerate(users)]
    for holder in ("input_values", "output_values"):
        values = value.get(holder)
        if values and type(values) is dict:
            texts += [(ROOT / holder / each, each) for each in values if not each.isascii()]
    return [_problem(path, text) for path, text in texts if type(text) is str and judge(text)]


def _problem(path: Path, text: str) -> Problem:
    message, hint = judge(text) or ("", None)
    return Problem("TL704", path, message, hint=hint)


RULE = Rule(
    "TL704",
    "invisible-character",
    "warning",
    __doc__,
    scope="object",
    shape=shape,
    check=check,
    text=Text("url", judge),
)
