"""What the API answers with: created items, batches, operations, their logs, and errors, each made from its parts.

Nothing here reads a clock or rolls dice: ids and times are given, so the same call makes the same answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias, cast
from uuid import UUID

from validator.contract.context import Context, Query
from validator.contract.schemas import Schema, known_keys
from validator.engines.error_mapping import as_errors
from validator.json_text.compact import compact
from validator.model import JSON, Problem, as_list, as_object

Body: TypeAlias = "dict[str, JSON]"

#: The type of the operation that creates items of a kind, and of the entries of its log.
_OPERATIONS = {"tasks": "TASK.BATCH_CREATE", "task-suites": "TASK_SUITE.BATCH_CREATE"}
_ENTRIES = {"tasks": "TASK", "task-suites": "TASK_SUITE"}
_ID_KEYS = {"tasks": "task_id", "task-suites": "task_suite_id"}

# A pool id is shown in ten hexadecimal digits, so it has no more decimal ones than this.
_POOL_ID_DIGITS = 12
_LARGEST_OVERLAP = (1 << 63) - 1


class Answer(NamedTuple):
    """A status of HTTP and the body that comes with it."""

    status: int
    body: Body


class Counts(NamedTuple):
    """How many items an operation has, and how many of them would be rejected."""

    total: int
    not_valid: int

    def success(self, query: Query) -> int:
        """How many items are created: all valid ones, or none where one invalid item keeps all from creation."""
        return 0 if self.not_valid and not query.skip_invalid_items else self.total - self.not_valid


class Times(NamedTuple):
    """When an operation was submitted, started and finished; None for what is still to come."""

    submitted: str
    started: str | None = None
    finished: str | None = None


# --- ids -------------------------------------------------------------------------------------------------------------


def digest(*parts: JSON) -> str:
    """32 hexadecimal digits that depend on nothing but the values, the order of keys left aside."""
    return hashlib.blake2b(compact(list(parts), sort_keys=True), digest_size=16).hexdigest()


def item_id(pool_id: JSON, seed: str) -> str:
    """An id in the form of the API: the pool id as ten hexadecimal digits, `--`, and 24 digits of the seed.

    Where the pool id is not a decimal number, or one too large for that, the 24 digits stand alone.
    """
    pool_id = str(pool_id) if isinstance(pool_id, int) and abs(pool_id) < _LARGEST_OVERLAP else pool_id
    is_number = isinstance(pool_id, str) and pool_id.isascii() and pool_id.isdecimal()
    prefix = f"{int(str(pool_id)):010x}--" if is_number and len(str(pool_id)) <= _POOL_ID_DIGITS else ""
    return f"{prefix}{seed[:24]}"


def operation_id(query: Query, seed: str) -> str:
    """The client's own id of the operation, or a UUID from the seed."""
    return query.operation_id or str(UUID(seed, version=5))


# --- items -----------------------------------------------------------------------------------------------------------


def created(item: JSON, context: Context, id_: str, time: str) -> Body:
    """A valid item as the API answers with it.

    It has the overlap that the pool gave it, and what the API adds: ids, also those of the tasks inside a suite, the
    time, the remaining overlap. Keys that are unknown, null or not the client's to give are left out.
    """
    given = _kept(as_object(item), context.keys)
    overlap = _overlap(given, context)
    body: Body = {"id": id_, **given}
    if "tasks" in given:
        body["tasks"] = [
            _task(task, context, given["pool_id"], id_, n) for n, task in enumerate(as_list(given["tasks"]))
        ]
    if overlap is not None:
        body |= {"overlap": overlap, "remaining_overlap": overlap}
    return body | {"created": time}


def _task(task: JSON, context: Context, pool_id: JSON, suite_id: str, position: int) -> JSON:
    seed = digest(suite_id, position)
    return {"id": item_id(pool_id, seed), **_kept(as_object(task), known_keys(context.task_schema))}


def _kept(given: Mapping[str, JSON], keys: Mapping[str, Schema]) -> Body:
    return {
        key: value
        for key, value in given.items()
        if value is not None and key in keys and not keys[key].get("readOnly")
    }


def _overlap(given: Mapping[str, JSON], context: Context) -> int | None:
    """The overlap an item gets: its own, else that of the pool; none where it is infinite."""
    overlap = given.get("overlap")
    if overlap is None:
        overlap = None if given.get("infinite_overlap") else context.default_overlap
    if overlap is None:
        return None
    # A string of digits may be of any length, and Python counts to no more than some thousands of them.
    digits = overlap.lstrip("0")[:20] if isinstance(overlap, str) else cast("float", overlap)
    return max(0, min(int(digits), _LARGEST_OVERLAP))


# --- answers ---------------------------------------------------------------------------------------------------------


def batch(items: Mapping[int, Body], validation_errors: Mapping[str, JSON]) -> Body:
    """The answer to a list: what was created and what was not, by position."""
    by_position: Body = {str(position): item for position, item in items.items()}
    return {"items": by_position, "validation_errors": dict(validation_errors)}


def error(code: str, message: str, payload: JSON, request_id: str) -> Body:
    """The answer to a request that was refused."""
    return {"request_id": request_id, "code": code, "message": message, "payload": payload}


def validation_failed(payload: JSON, request_id: str) -> Body:
    """The answer to a request with something invalid in it."""
    return error("VALIDATION_ERROR", "Validation failed", payload, request_id)


def operation(context: Context, id_: str, times: Times, counts: Counts) -> Body:
    """An upload at any stage; how far it is, its times say.

    PENDING has only its time of submission, RUNNING has started, and with the time of the end come the counts, and
    SUCCESS or FAIL.
    """
    stage = _stage(context.query, times, counts)
    parameters: Body = {
        "open_pool": bool(context.query.open_pool),
        "allow_defaults": bool(context.query.allow_defaults),
        "skip_invalid_items": bool(context.query.skip_invalid_items),
    }
    body: Body = {"id": id_, "type": _OPERATIONS[context.kind], "status": stage}
    body |= {key: time for key, time in times._asdict().items() if time is not None}
    body |= {"progress": 100 if times.finished else 0, "parameters": parameters}
    return body | {"details": _details(context.query, counts)} if times.finished else body


def _stage(query: Query, times: Times, counts: Counts) -> str:
    if times.finished is None:
        return "PENDING" if times.started is None else "RUNNING"
    return "FAIL" if counts.not_valid and not query.skip_invalid_items else "SUCCESS"


def _details(query: Query, counts: Counts) -> Body:
    success = counts.success(query)
    return {
        "total_count": counts.total,
        "valid_count": counts.total - counts.not_valid,
        "not_valid_count": counts.not_valid,
        "success_count": success,
        "failed_count": counts.total - success,
    }


def log(
    context: Context, items: Sequence[JSON], problems: Sequence[Iterable[Problem]], ids: Mapping[int, str]
) -> list[Body]:
    """The log of an operation that has ended: an entry for each item that was created, or that was not valid.

    A valid item that was not created has none: no source shows one. `ids` has the created items by position.
    """
    type_ = _ENTRIES[context.kind]
    entries: list[Body] = []
    for n, (item, found) in enumerate(zip(items, problems, strict=True)):
        errors = as_errors(found)
        echo = item if isinstance(item, dict) else None
        if errors:
            entries.append(_entry(f"{type_}_VALIDATE", echo, cast("Body", errors), success=False))
        elif n in ids:
            entries.append(_entry(f"{type_}_CREATE", echo, {_ID_KEYS[context.kind]: ids[n]}, success=True))
    return entries


def _entry(type_: str, item: JSON, output: Body, *, success: bool) -> Body:
    return {"type": type_, "success": success, "input": item, "output": output}
