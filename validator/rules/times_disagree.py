"""Times of an operation in an impossible order.

## What it finds
An operation that started before it was submitted, or finished before it started. Equal times are in order. All of
them are UTC, so digits are compared, and a missing fraction of a second counts as zero.

## Why it matters
Durations made from these times are negative. The API does not answer so: the response was changed, put together from
two, or its times were converted to different zones.

## Example
```json
{"id": "26e130ad3652443a3dc5094791e48ef9", "type": "TASK.BATCH_CREATE", "status": "SUCCESS",
 "submitted": "2015-12-13T23:32:01", "started": "2015-12-13T20:33:00", "finished": "2015-12-13T23:34:12"}
```

## Use instead
```json
{"id": "26e130ad3652443a3dc5094791e48ef9", "type": "TASK.BATCH_CREATE", "status": "SUCCESS",
 "submitted": "2015-12-13T23:32:01", "started": "2015-12-13T23:33:00", "finished": "2015-12-13T23:34:12"}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from validator.model import JSON, ROOT, Problem, as_object
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.operations import time_of

_IN_ORDER = ("submitted", "started", "finished")


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """What contradicts itself."""
    return one_by_one(_found)


def _found(item: JSON) -> Iterator[Problem]:
    """A time earlier than the one before it."""
    operation = as_object(item)
    times = [(key, time) for key in _IN_ORDER if (time := time_of(operation, key))]
    for (earlier, begin), (later, end) in pairwise(times):
        if end < begin:
            message = f"{later.capitalize()} {operation[later]}, before it was {earlier}, {operation[earlier]}"
            yield Problem(RULE.code, ROOT / later, message)


RULE = Rule("TL803", "times-disagree", "error", __doc__, kinds=("operation",), needs=("response",), check=check)
