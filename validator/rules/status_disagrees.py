"""A status that the rest of the operation contradicts.

## What it finds
- PENDING with a time of start, or with progress
- PENDING or RUNNING with a time of end
- SUCCESS or FAIL without a time of end, where the time of submission is told
- SUCCESS with progress below 100, or although `skip_invalid_items` is false and something was not valid
- FAIL although everything was created and no pool had to be opened

## Why it matters
Programs wait for the status, and act on it: here they would wait for ever, or take a failure for a success.

## Example
```json
{"id": "26e130ad3652443a3dc5094791e48ef9", "type": "TASK.BATCH_CREATE", "status": "SUCCESS",
 "submitted": "2015-12-13T23:32:01", "started": "2015-12-13T23:33:00", "finished": "2015-12-13T23:34:12",
 "parameters": {"skip_invalid_items": false},
 "details": {"total_count": 2, "valid_count": 1, "not_valid_count": 1, "success_count": 0, "failed_count": 2}}
```

## Use instead
```json
{"id": "26e130ad3652443a3dc5094791e48ef9", "type": "TASK.BATCH_CREATE", "status": "FAIL",
 "submitted": "2015-12-13T23:32:01", "started": "2015-12-13T23:33:00", "finished": "2015-12-13T23:34:12",
 "parameters": {"skip_invalid_items": false},
 "details": {"total_count": 2, "valid_count": 1, "not_valid_count": 1, "success_count": 0, "failed_count": 2}}
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from validator.model import JSON, ROOT, Problem, as_object
from validator.rules.base import Check, Rule, Scope, one_by_one
from validator.rules.operations import counts_of, time_of

_WHOLE = 100


def check(scope: Scope) -> Check:  # noqa: ARG001 - the signature of all
    """What contradicts itself."""
    return one_by_one(_found)


def _found(item: JSON) -> Iterator[Problem]:
    """Everything that contradicts the status."""
    operation = as_object(item)
    status = operation.get("status")
    if isinstance(status, str) and status in _CONTRADICTIONS:
        for why in _CONTRADICTIONS[status](operation):
            yield Problem(RULE.code, ROOT / "status", f"Status is {status}, {why}")


def _pending(operation: Mapping[str, JSON]) -> Iterator[str]:
    if time_of(operation, "started"):
        yield f"and yet it started {operation['started']}"
    if _progress(operation):
        yield f"and yet progress is {operation['progress']}"
    yield from _running(operation)


def _running(operation: Mapping[str, JSON]) -> Iterator[str]:
    if time_of(operation, "finished"):
        yield f"and yet it finished {operation['finished']}"


def _ended(operation: Mapping[str, JSON]) -> Iterator[str]:
    if operation.get("submitted") and not operation.get("finished"):
        yield "and it has no time at which it finished"


def _success(operation: Mapping[str, JSON]) -> Iterator[str]:
    yield from _ended(operation)
    progress = _progress(operation)
    if progress is not None and progress < _WHOLE:
        yield f"and progress is only {progress}"
    not_valid = counts_of(operation).get("not_valid_count", 0)
    if not_valid and as_object(operation.get("parameters")).get("skip_invalid_items") is False:
        yield f"and yet not_valid_count is {not_valid:,} and skip_invalid_items false"


def _fail(operation: Mapping[str, JSON]) -> Iterator[str]:
    yield from _ended(operation)
    counts = counts_of(operation)
    total = counts.get("total_count")
    opens_pool = as_object(operation.get("parameters")).get("open_pool") is not False
    if total and counts.get("success_count") == total and not opens_pool:
        yield f"and yet all {total:,} were created"


def _progress(operation: Mapping[str, JSON]) -> int | None:
    progress = operation.get("progress")
    return progress if isinstance(progress, int) and not isinstance(progress, bool) else None


_CONTRADICTIONS: dict[str, Callable[[Mapping[str, JSON]], Iterator[str]]] = {
    "PENDING": _pending,
    "RUNNING": _running,
    "SUCCESS": _success,
    "FAIL": _fail,
}

RULE = Rule("TL804", "status-disagrees", "error", __doc__, kinds=("operation",), needs=("response",), check=check)
