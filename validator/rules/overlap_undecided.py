"""An item without an overlap, and nothing that is known to supply one.

## What it finds
A task or suite that has neither `overlap` nor `infinite_overlap: true`, while neither the pool nor `allow_defaults`
is given.

## Why it matters
The API refuses such an item, unless the pool has a default overlap. With the pool (`--pool`) or the query parameter
(`--allow-defaults`, `--no-allow-defaults`) said, this becomes a clear yes or the error `VALUE_REQUIRED`.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## See also
`TL203` finds a pool without the default that `allow_defaults` relies on.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Problem
from validator.rules.base import Rule
from validator.rules.parts import HAS_OVERLAP, lacks_overlap


def check(item: JSON, context: Context) -> Iterator[Problem]:
    """No overlap, where nothing is known."""
    if context.overlap == "undecided" and lacks_overlap(item):
        message = "No overlap: give one, or say what supplies it, the pool or allow_defaults"
        yield Problem(RULE.code, ROOT / "overlap", message)


def gate(context: Context) -> Schema:
    """The item has an overlap, or needs none of its own."""
    return HAS_OVERLAP if context.overlap == "undecided" else {}


RULE = Rule("TL202", "overlap-undecided", "warning", __doc__, check=check, gate=gate)
