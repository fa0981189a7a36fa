"""What the server would answer to a request: the status and the body, with ids and times that are always the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from validator.contract.codes import API_CODES, NULL_BODY
from validator.contract.context import Context, Query
from validator.engines.error_mapping import as_errors
from validator.lint.linter import Linter
from validator.model import JSON, ROOT, Problem, as_list, as_object
from validator.responses.build import (
    Answer,
    Body,
    Counts,
    Times,
    batch,
    created,
    digest,
    error,
    item_id,
    operation,
    operation_id,
    validation_failed,
)
from validator.rules.sizes import value_bytes

#: The moment at which everything predicted happens.
TIME = "2022-06-19T00:00:00"

_CREATED, _ACCEPTED, _BAD_REQUEST, _TOO_LARGE = 201, 202, 400, 413


def predicted(linter: Linter, items: Sequence[JSON], *, is_alone: bool) -> Answer:
    """The answer to a request with these items; `is_alone` says that its body is one object and no list."""
    context = linter.context
    request_id = digest(context.kind, list(items))
    if answer := refusal(linter, items, request_id, is_alone=is_alone):
        return answer
    found = {n: problems for n, item in enumerate(items) if (problems := linter.api_problems(item))}
    if context.query.async_mode:
        counts = Counts(len(items), len(found))
        body = operation(context, operation_id(context.query, request_id), Times(TIME, TIME, TIME), counts)
        return Answer(_ACCEPTED, body)
    if answer := rejection(context.query, found, request_id, is_alone=is_alone):
        return answer
    made = {n: _made(item, context, n) for n, item in enumerate(items) if n not in found}
    return creation(made, found, is_alone=is_alone)


def refusal(linter: Linter, items: Sequence[JSON], request_id: str, *, is_alone: bool) -> Answer | None:
    """What a request is answered with whose items are not even looked at.

    The first of these that is true decides: the query is wrong, or there is no body (400); a synchronous request has
    more tasks than the contract allows (413); more bytes than that (400).
    """
    context = linter.context
    if refused := [*linter.query_problems(), *_about_body(items, is_alone=is_alone)]:
        return Answer(_BAD_REQUEST, validation_failed(_errors(refused), request_id))
    if not context.query.async_mode and (message := _too_many(context, items)):
        return Answer(_TOO_LARGE, error("ENTITY_TOO_LARGE", message, None, request_id))
    if oversize := list(_too_large(context, items)):
        return Answer(_BAD_REQUEST, validation_failed(_errors(oversize), request_id))
    return None


def rejection(
    query: Query, found: Mapping[int, Sequence[Problem]], request_id: str, *, is_alone: bool
) -> Answer | None:
    """The answer to a synchronous request that creates nothing because of its invalid items, given by position."""
    if not found or (query.skip_invalid_items and not is_alone):
        return None
    payload = _errors(found[0]) if is_alone else cast("JSON", _by_position(found))
    return Answer(_BAD_REQUEST, validation_failed(payload, request_id))


def creation(made: Mapping[int, Body], found: Mapping[int, Sequence[Problem]], *, is_alone: bool) -> Answer:
    """The answer to a synchronous request that created these items, and not those with problems."""
    return Answer(_CREATED, made[0] if is_alone else batch(made, _by_position(found)))


def _by_position(found: Mapping[int, Sequence[Problem]]) -> dict[str, JSON]:
    return {str(n): _errors(problems) for n, problems in found.items()}


def is_refusal(answer: Answer) -> bool:
    """Whether anything of the request would not be created."""
    failed = as_object(answer.body.get("details")).get("failed_count")
    return answer.status >= _BAD_REQUEST or bool(answer.body.get("validation_errors")) or bool(failed)


def _made(item: JSON, context: Context, position: int) -> dict[str, JSON]:
    pool_id = as_object(item).get("pool_id")
    return created(item, context, item_id(pool_id, digest(item, position)), TIME)


def _errors(problems: Sequence[Problem]) -> JSON:
    return cast("JSON", as_errors(problems))


def _about_body(items: Sequence[JSON], *, is_alone: bool) -> Iterator[Problem]:
    if is_alone and items[0] is None:
        yield NULL_BODY


def _too_many(context: Context, items: Sequence[JSON]) -> str | None:
    count, limit = sum(_tasks(context, item) for item in items), context.limits.items_per_request
    return f"{count:,} tasks in one synchronous request, more than {limit:,}" if count > limit else None


def _tasks(context: Context, item: JSON) -> int:
    """How many tasks an item is: those inside a suite are counted."""
    return len(as_list(as_object(item).get("tasks"))) if context.kind == "task-suites" else 1


def _too_large(context: Context, items: Sequence[JSON]) -> Iterator[Problem]:
    limits = context.limits
    if limits.input_values_bytes is None and limits.output_values_bytes is None:
        return
    sizes = [value_bytes(item, context) for item in items]
    inputs, outputs = (sum(each) for each in zip(*sizes, strict=True)) if sizes else (0, 0)
    for key, size, limit in (
        ("input_values", inputs, limits.input_values_bytes),
        ("output_values", outputs, limits.output_values_bytes),
    ):
        if limit is not None and size > limit:
            code = "OBJECT_SIZE_BYTES_GREATER_THAN_MAX"
            yield Problem(code, ROOT / key, API_CODES[code].message.format(size, limit), (size, limit))
