"""Positions of a batch that do not fit each other or the request.

## What it finds
In the answer to a list: a position in both `items` and `validation_errors`, or in neither, as far as the largest one
goes. With the request (`--request`), every position of it must be there, and no other.

## Why it matters
The position is all that ties a created item or an error to what was sent. When they do not fit, errors are shown at
the wrong items, or an item is lost and nobody is told.

## Example
```json
{"items": {"0": {"id": "57068577e4b0bf7b07a0256f", "pool_id": "21", "created": "2016-09-29T18:04:00"}},
 "validation_errors": {"2": {"input_values.image": {"code": "VALUE_REQUIRED", "message": "Value must be present"}}}}
```

## Use instead
```json
{"items": {"0": {"id": "57068577e4b0bf7b07a0256f", "pool_id": "21", "created": "2016-09-29T18:04:00"}},
 "validation_errors": {"1": {"input_values.image": {"code": "VALUE_REQUIRED", "message": "Value must be present"}}}}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.contract.context import Context
from validator.model import JSON, ROOT, Problem, as_object
from validator.rules.base import Check, Rule, Scope, one_by_one

# More digits than this are no position of anything, and Python refuses to count with very many.
_POSITION = "0|[1-9][0-9]{0,99}"
_MAPS = ("items", "validation_errors")


def check(scope: Scope) -> Check:
    """What contradicts itself, or the request."""
    return one_by_one(lambda response: _found(response, scope.context))


def _found(item: JSON, context: Context) -> Iterator[Problem]:
    """Positions that are there twice, not at all, or not in the request."""
    batch = as_object(item)
    items, errors = (_positions(batch.get(key)) for key in _MAPS)
    for position in sorted(items & errors):
        yield Problem(RULE.code, ROOT / _MAPS[1] / str(position), f"Position {position} is in items too")
    size = context.request_size
    for key, positions in zip(_MAPS, (items, errors), strict=True):
        for position in sorted(positions):
            if size is not None and position >= size:
                message = f"Position {position} is not in the request, which has {_some(size)}"
                yield Problem(RULE.code, ROOT / key / str(position), message)
    yield from _gaps(sorted(items | errors), size)


def _positions(by_position: JSON) -> set[int]:
    return {int(key) for key in as_object(by_position) if re.fullmatch(_POSITION, key)}


def _gaps(positions: list[int], size: int | None) -> Iterator[Problem]:
    """Each stretch of positions that are left out, up to the last one there is or, better, that of the request."""
    expected = 0
    inside = positions if size is None else [*(each for each in positions if each < size), size]
    for position in inside:
        if position > expected:
            is_one = position == expected + 1
            which = f"Position {expected} is" if is_one else f"Positions {expected} to {position - 1} are"
            yield Problem(RULE.code, ROOT / _MAPS[0], f"{which} neither in items nor in validation_errors")
        expected = position + 1


def _some(size: int) -> str:
    return f"{size:,} item" if size == 1 else f"{size:,} items"


RULE = Rule("TL802", "positions-disagree", "error", __doc__, kinds=("batch",), needs=("response",), check=check)
