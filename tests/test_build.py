"""Answers of the API, made from their parts: items, batches, operations at each stage, logs and errors."""

from __future__ import annotations

from typing import Any

import pytest
from items import NEVER, PROJECT

from validator import Validator
from validator.contract import loader
from validator.contract.context import Context, Query
from validator.lint.linter import Linter
from validator.model import JSON
from validator.responses.build import (
    Counts,
    Times,
    batch,
    created,
    digest,
    error,
    item_id,
    log,
    operation,
    operation_id,
    validation_failed,
)

TASK = {"pool_id": "1", "input_values": {"image": "https://a/1.png"}, "overlap": 1}
DETAILS = ("total_count", "valid_count", "not_valid_count", "success_count", "failed_count")

SUBMITTED = {
    "id": NEVER,
    "type": "TASK.BATCH_CREATE",
    "status": "PENDING",
    "submitted": "2020-01-01T00:00:00",
    "progress": 0,
    "parameters": {"open_pool": False, "allow_defaults": False, "skip_invalid_items": False},
}
STARTED = SUBMITTED | {"status": "RUNNING", "started": "2020-01-01T00:00:01"}
FINISHED = STARTED | {
    "status": "FAIL",
    "finished": "2020-01-01T00:00:02",
    "progress": 100,
    "details": dict(zip(DETAILS, (3, 2, 1, 0, 3), strict=True)),
}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (Times("2020-01-01T00:00:00"), SUBMITTED),
        (Times("2020-01-01T00:00:00", "2020-01-01T00:00:01"), STARTED),
        (Times("2020-01-01T00:00:00", "2020-01-01T00:00:01", "2020-01-01T00:00:02"), FINISHED),
    ],
    ids=["PENDING", "RUNNING", "FAIL"],
)
def test_an_operation_at_each_stage(times: Times, expected: dict[str, object]) -> None:
    body = operation(Validator("tasks").context, NEVER, times, Counts(3, 1))

    assert body == expected
    assert Linter(Context(loader.load("2022-06"), "operation")).api_problems(body) == []


def test_a_log_has_what_was_created_and_what_was_not_valid() -> None:
    validator = Validator("tasks", project=PROJECT)
    bad = TASK | {"input_values": {}, "__item_idx": "1"}
    items: list[Any] = [TASK, bad, 5]
    problems = [Linter(validator.context).api_problems(each) for each in items]
    required = {"code": "VALUE_REQUIRED", "message": "Value must be present and not equal to null"}

    assert log(validator.context, items, problems, {0: "x"}) == [
        {"type": "TASK_CREATE", "success": True, "input": TASK, "output": {"task_id": "x"}},
        {"type": "TASK_VALIDATE", "success": False, "input": bad, "output": {"input_values.image": required}},
        {
            "type": "TASK_VALIDATE",
            "success": False,
            "input": None,
            "output": {"": {"code": "OBJECT_EXPECTED", "message": "Value must be an object"}},
        },
    ]


def test_a_valid_item_that_was_not_created_is_not_in_the_log() -> None:
    context = Validator("task-suites").context

    assert log(context, [{}], [[]], {}) == []
    assert log(context, [{}], [[]], {0: "x"}) == [
        {"type": "TASK_SUITE_CREATE", "success": True, "input": {}, "output": {"task_suite_id": "x"}}
    ]


@pytest.mark.parametrize(
    ("pool_id", "expected"),
    [
        ("38315862", "000248a756--" + "a" * 24),
        ("0", "0000000000--" + "a" * 24),
        ("999999999999", "e8d4a50fff--" + "a" * 24),
        ("9999999999999", "a" * 24),
        ("-1", "a" * 24),
        ("1_0", "a" * 24),
        ("²", "a" * 24),
        (" 1", "a" * 24),
        (1, "0000000001--" + "a" * 24),
        (None, "a" * 24),
    ],
)
def test_an_id_begins_with_the_pool_where_it_is_a_number(pool_id: Any, expected: str) -> None:
    assert item_id(pool_id, "a" * 32) == expected


@pytest.mark.parametrize(
    ("query", "counts", "status", "details"),
    [
        (Query(), Counts(3, 0), "SUCCESS", (3, 3, 0, 3, 0)),
        (Query(), Counts(3, 1), "FAIL", (3, 2, 1, 0, 3)),
        (Query(skip_invalid_items=True), Counts(3, 1), "SUCCESS", (3, 2, 1, 2, 1)),
        (Query(skip_invalid_items=True), Counts(3, 3), "SUCCESS", (3, 0, 3, 0, 3)),
        (Query(skip_invalid_items=False), Counts(0, 0), "SUCCESS", (0, 0, 0, 0, 0)),
    ],
)
def test_one_invalid_item_fails_an_operation_unless_such_are_skipped(
    query: Query, counts: Counts, status: str, details: tuple[int, ...]
) -> None:
    context = Context(loader.load("2022-06"), "task-suites", query=query)
    body = operation(context, NEVER, Times("a", "b", "c"), counts)

    assert body["type"] == "TASK_SUITE.BATCH_CREATE"
    assert (body["status"], body["details"]) == (status, dict(zip(DETAILS, details, strict=True)))


def test_the_parameters_of_an_operation_are_those_of_its_query() -> None:
    query = Query(async_mode=True, allow_defaults=True, skip_invalid_items=True, open_pool=True)
    body = operation(Context(loader.load("2022-06"), "tasks", query=query), NEVER, Times("a"), Counts(1, 0))

    assert body["parameters"] == {"open_pool": True, "allow_defaults": True, "skip_invalid_items": True}


def made(item: dict[str, JSON], kind: str = "tasks", **pool: JSON) -> dict[str, JSON]:
    return created(item, Context(loader.load("2022-06"), kind, pool={"defaults": pool}), "ID", "TIME")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"overlap": 2}, {"overlap": 2, "remaining_overlap": 2}),
        ({"overlap": "0" * 30 + "7"}, {"overlap": 7, "remaining_overlap": 7}),
        ({"overlap": "9" * 5_000}, {"overlap": 2**63 - 1, "remaining_overlap": 2**63 - 1}),
        ({}, {"overlap": 5, "remaining_overlap": 5}),
        ({"overlap": None}, {"overlap": 5, "remaining_overlap": 5}),
        ({"infinite_overlap": True}, {"infinite_overlap": True}),
        ({"infinite_overlap": True, "overlap": 2}, {"infinite_overlap": True, "overlap": 2, "remaining_overlap": 2}),
    ],
)
def test_a_created_item_has_its_own_overlap_or_that_of_the_pool(
    item: dict[str, JSON], expected: dict[str, JSON]
) -> None:
    sent: dict[str, JSON] = {"pool_id": "1", **item}

    assert made(sent, default_overlap_for_new_tasks=5) == {"id": "ID", "pool_id": "1", **expected, "created": "TIME"}


def test_a_created_item_has_none_of_what_is_unknown_null_or_not_the_clients_to_give() -> None:
    sent: dict[str, JSON] = {"pool_id": "1", "odd": 1, "origin_task_id": None, "id": "mine", "created": "mine"}

    assert made(sent) == {"id": "ID", "pool_id": "1", "created": "TIME"}


def test_each_task_inside_a_created_suite_has_an_id_of_its_own() -> None:
    suite: dict[str, JSON] = {
        "pool_id": "21",
        "tasks": [{"input_values": {"a": 1}}, {"input_values": None, "odd": 1}],
        "overlap": 1,
    }
    first, second = (item_id("21", digest("ID", n)) for n in range(2))

    assert made(suite, "task-suites") == {
        "id": "ID",
        "pool_id": "21",
        "tasks": [{"id": first, "input_values": {"a": 1}}, {"id": second}],
        "overlap": 1,
        "remaining_overlap": 1,
        "created": "TIME",
    }
    assert first != second


def test_a_digest_depends_on_values_and_not_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    others: list[JSON] = [1, "1", [1], {"1": 1}, None, True, [[1]]]
    assert len({digest(each) for each in others}) == len(others)
    assert len(digest()) == 32


def test_an_operation_has_the_clients_id_or_one_that_its_seed_makes() -> None:
    assert operation_id(Query(operation_id=NEVER), "a" * 32) == NEVER
    assert operation_id(Query(), "a" * 32) == "aaaaaaaa-aaaa-5aaa-aaaa-aaaaaaaaaaaa"


def test_a_batch_is_by_position_as_text() -> None:
    assert batch({0: {"id": "a"}, 10: {"id": "b"}}, {"1": {"": 1}}) == {
        "items": {"0": {"id": "a"}, "10": {"id": "b"}},
        "validation_errors": {"1": {"": 1}},
    }


def test_an_error_has_a_request_id_a_code_a_message_and_a_payload() -> None:
    assert error("A", "m", None, "r") == {"request_id": "r", "code": "A", "message": "m", "payload": None}
    assert validation_failed({"a": 1}, "r") == error("VALIDATION_ERROR", "Validation failed", {"a": 1}, "r")
