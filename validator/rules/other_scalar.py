"""A pool id or a flag that is written as another type.

## What it finds
A `pool_id` that is a number, and an `infinite_overlap` that is the text "true" or "false".

## Why it matters
Both are sent for real, and no source shows that the API refuses them: it takes each for what it says. Other programs
that read the file may not, and a `pool_id` that a spreadsheet or a DataFrame made a number can lose its last digits.

## Example
```json
{"pool_id": 1240045, "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true}
```

## Use instead
```json
{"pool_id": "1240045", "input_values": {"image": "https://example.com/1.png"}, "infinite_overlap": true}
```

## See also
`TL104` finds an overlap that is written as text, `TL402` a user id that is written as a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.model import ROOT, Problem
from validator.rules.base import Check, Rule, Scope, Woken
from validator.wording import quoted

# Python refuses to write numbers that are much longer.
_HUGE = 10**20


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """Scalars of another type than the contract names."""
    return _other_scalars


def _other_scalars(items: Woken) -> Iterable[tuple[int, Problem]]:
    for n, item in enumerate(items):
        pool, flag = item.get("pool_id"), item.get("infinite_overlap")
        if type(pool) is not str or type(flag) is str:
            yield from ((n, each) for each in (*_number(pool), *_flag(flag)))


def _number(pool: Any) -> Iterable[Problem]:
    if isinstance(pool, int | float) and not isinstance(pool, bool) and pool == pool // 1:
        hint = f'write the string "{int(pool)}"' if abs(pool) < _HUGE else "write a string"
        yield Problem("TL108", ROOT / "pool_id", f"pool_id is a number, {quoted(pool)}", hint=hint)


def _flag(flag: Any) -> Iterable[Problem]:
    if isinstance(flag, str) and flag in ("true", "false"):
        hint = f"write {flag} without quotes"
        yield Problem("TL108", ROOT / "infinite_overlap", f"infinite_overlap is a string, {flag!r}", hint=hint)


RULE = Rule("TL108", "other-scalar", "warning", __doc__, keys=("pool_id", "infinite_overlap"), check=check)
