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
from itertools import chain

from validator.model import ROOT, Path, Problem
from validator.rules.base import Check, Rule, Scope, Text, Woken, is_odd

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


_HOLDERS = ("input_values", "output_values")


def judge(text: str) -> tuple[str, str | None] | None:
    """A character that is not seen."""
    if text.isascii() or not (match := _INVISIBLE.search(text)):
        return None
    return f"Invisible character U+{ord(match[0]):04X} at position {match.start()}", "remove it"


def shape(scope: Scope) -> Callable[[tuple[str, ...]], Sequence[Problem]]:  # noqa: ARG001 - the signature of all
    """Keys that hold such a character."""
    return lambda keys: [_problem(ROOT / each, each) for each in keys if judge(each)]


def check(scope: Scope) -> Check:
    """Keys of values that hold such a character."""
    spec = scope.context.spec
    # The fields of a project are known: only another key needs a look.
    known = frozenset([*spec.inputs, *spec.outputs] if spec else ())

    def in_keys(objects: Woken) -> Iterable[tuple[int, Problem]]:
        for holder in _HOLDERS:
            held = [(n, each) for n, value in enumerate(objects) if type(each := value.get(holder)) is dict]
            if not known.issuperset(chain.from_iterable(each for _, each in held)):
                for n, values in held:
                    yield from ((n, _problem(ROOT / holder / each, each)) for each in values if judge(each))

    return in_keys


def _problem(path: Path, text: str) -> Problem:
    message, hint = judge(text) or ("", None)
    return Problem("TL704", path, message, hint=hint)


RULE = Rule(
    "TL704",
    "invisible-character",
    "warning",
    __doc__,
    scope="object",
    keys=_HOLDERS,
    shape=shape,
    check=check,
    texts=(Text("id", judge, screen=is_odd), Text("url", judge, screen=is_odd)),
)
