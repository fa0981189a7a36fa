"""Counts of an operation that do not add up.

## What it finds
The `details` of an operation in which `total_count` is not `valid_count` and `not_valid_count` together, or not
`success_count` and `failed_count` together; more created items than valid ones; created items although
`skip_invalid_items` is false and something was not valid. Before the operation has ended the parts may still be less
than the total, never more. With the request (`--request`), `total_count` must be the number of its items.

## Why it matters
A program that believes these counts loses items, or waits for some that will never come. The API does not answer so:
the response was changed, cut, or made by hand for a test.

## Example
```json
{"id": "26e130ad3652443a3dc5094791e48ef9", "type": "TASK.BATCH_CREATE", "status": "SUCCESS",
 "submitted": "2015-12-13T23:32:01", "started": "2015-12-13T23:33:00", "finished": "2015-12-13T23:34:12",
 "parameters": {"skip_invalid_items": true},
 "details": {"total_count": 3, "valid_count": 1, "not_valid_count": 1, "success_count": 1, "failed_count": 2}}
```

## Use instead
```json
{"id": "26e130ad3652443a3dc5094791e48ef9", "type": "TASK.BATCH_CREATE", "status": "SUCCESS",
 "submitted": "2015-12-13T23:32:01", "started": "2015-12-13T23:33:00", "finished": "2015-12-13T23:34:12",
 "parameters": {"skip_invalid_items": true},
 "details": {"total_count": 2, "valid_count": 1, "not_valid_count": 1, "success_count": 1, "failed_count": 1}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.contract.context import Context
from validator.model import JSON, ROOT, Problem, as_object
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.operations import counts_of, has_ended

_DETAILS = ROOT / "details"
_PARTS = (("valid_count", "not_valid_count"), ("success_count", "failed_count"))


def check(scope: Scope) -> Check:
    """What contradicts itself, or the request."""
    return one_by_one(lambda response: _found(response, scope.context))


def _found(item: JSON, context: Context) -> Iterator[Problem]:
    """Counts that contradict each other, the parameters, or the request."""
    operation = as_object(item)
    counts = counts_of(operation)
    yield from _sums(counts, has_ended=has_ended(operation))
    yield from _created(counts, as_object(operation.get("parameters")))
    total, size = counts.get("total_count"), context.request_size
    if total is not None and size is not None and total != size:
        message = f"Other total than the request: total_count is {total:,}, the request has {size:,}"
        yield _problem("total_count", message)


def _sums(counts: Mapping[str, int], *, has_ended: bool) -> Iterator[Problem]:
    total = counts.get("total_count")
    for first, second in _PARTS:
        if total is None or first not in counts or second not in counts:
            continue
        both = counts[first] + counts[second]
        if both > total or (has_ended and both < total):
            message = f"Counts do not add up: total_count is {total:,}, {first} and {second} make {both:,}"
            yield _problem("total_count", message)


def _created(counts: Mapping[str, int], parameters: Mapping[str, JSON]) -> Iterator[Problem]:
    success = counts.get("success_count", 0)
    valid, not_valid = counts.get("valid_count", success), counts.get("not_valid_count", 0)
    if success > valid:
        yield _problem("success_count", f"More created than valid: success_count is {success:,}, valid_count {valid:,}")
    if success and not_valid and parameters.get("skip_invalid_items") is False:
        message = f"Created beside invalid items: without skip_invalid_items success_count is 0, not {success:,}"
        yield _problem("success_count", message)


def _problem(key: str, message: str) -> Problem:
    return Problem(RULE.code, _DETAILS / key, message)


RULE = Rule("TL801", "counts-disagree", "error", __doc__, kinds=("operation",), needs=("response",), check=check)
