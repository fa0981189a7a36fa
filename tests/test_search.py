"""Searches of the sandbox: which query parameters there are, how they are read, and what they ask for."""

from __future__ import annotations

import pytest

from validator.contract import loader
from validator.model import JSON, Path
from validator.sandbox.search import Search, parameters, problems_of, read_parameters, search_of
from validator.sandbox.store import Condition

CONTRACT = loader.load("2022-06")
BY_ID = ("id", False)


def test_a_list_is_searched_by_what_the_official_client_sends() -> None:
    ranges = {f"{name}_{each}" for name in ("id", "created", "overlap") for each in ("lt", "lte", "gt", "gte")}

    assert parameters(CONTRACT, "tasks").keys() == {"pool_id", "overlap", "sort", "limit"} | ranges
    assert parameters(CONTRACT, "task-suites").keys() - parameters(CONTRACT, "tasks").keys() == {"task_id"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"pool_id": "21"}, {"pool_id": "21"}),
        ({"limit": "10", "overlap_gte": "3"}, {"limit": 10, "overlap_gte": 3}),
        ({"limit": "-1"}, {"limit": -1}),
        ({"limit": "ten"}, {"limit": "ten"}),
        ({"limit": "1.0"}, {"limit": "1.0"}),
        ({"limit": "9" * 5_000}, {"limit": "9" * 5_000}),
        ({"limit": "\u0661"}, {"limit": "\u0661"}),
        ({"unknown": "1"}, {}),
    ],
)
def test_a_parameter_is_read_as_its_schema_wants_or_stays_text(
    given: dict[str, str], expected: dict[str, JSON]
) -> None:
    assert read_parameters(given, parameters(CONTRACT, "tasks")) == expected


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("FALSE", False), ("yes", "yes"), ("1", "1")])
def test_a_boolean_may_be_written_in_any_case(text: str, expected: JSON) -> None:
    assert read_parameters({"open_pool": text}, {"open_pool": {"type": "boolean"}}) == {"open_pool": expected}


@pytest.mark.parametrize(
    ("values", "path", "code"),
    [
        ({"limit": 0}, "limit", "VALUE_LESS_THAN_MIN"),
        ({"limit": 100_001}, "limit", "VALUE_GREATER_THAN_MAX"),
        ({"limit": "ten"}, "limit", "INTEGER_EXPECTED"),
        ({"overlap": -1}, "overlap", "VALUE_LESS_THAN_MIN"),
        ({"sort": "overlap"}, "sort", "PATTERN_MISMATCH"),
        ({"sort": "id,"}, "sort", "PATTERN_MISMATCH"),
        ({"created_gt": "yesterday"}, "created_gt", "INVALID_DATE_TIME_SYNTAX"),
    ],
)
def test_what_the_api_would_refuse_is_a_problem(values: dict[str, JSON], path: str, code: str) -> None:
    (found,) = problems_of(values, parameters(CONTRACT, "tasks"))

    assert (found.path, found.code) == (Path((path,)), code)


def test_what_the_api_takes_is_no_problem() -> None:
    values: dict[str, JSON] = {
        "pool_id": "21",
        "overlap_gte": 3,
        "created_lt": "2022-01-01T00:00:00.123",
        "sort": "-created,id",
        "limit": 100_000,
    }

    assert problems_of(values, parameters(CONTRACT, "tasks")) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Search([], [BY_ID, BY_ID], 50)),
        ({"limit": 2}, Search([], [BY_ID, BY_ID], 2)),
        ({"sort": "-created"}, Search([], [("created", True), BY_ID], 50)),
        ({"sort": "created,-id"}, Search([], [("created", False), ("id", True), BY_ID], 50)),
        ({"pool_id": "21"}, Search([Condition("pool_id", "=", "21")], [BY_ID, BY_ID], 50)),
        ({"task_id": "x"}, Search([Condition("task_id", "=", "x")], [BY_ID, BY_ID], 50)),
        ({"overlap": 3}, Search([Condition("overlap", "=", 3)], [BY_ID, BY_ID], 50)),
        ({"id_lt": "x"}, Search([Condition("id", "<", "x")], [BY_ID, BY_ID], 50)),
        ({"overlap_lte": 3}, Search([Condition("overlap", "<=", 3)], [BY_ID, BY_ID], 50)),
        ({"overlap_gt": 3}, Search([Condition("overlap", ">", 3)], [BY_ID, BY_ID], 50)),
        ({"overlap_gte": 3}, Search([Condition("overlap", ">=", 3)], [BY_ID, BY_ID], 50)),
    ],
)  # fmt: skip
def test_parameters_are_conditions_an_order_and_a_limit(values: dict[str, JSON], expected: Search) -> None:
    assert search_of(values) == expected


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ("2022-01-01T00:00:00", "2022-01-01T00:00:00.000000"),
        ("2022-01-01T00:00:00.5", "2022-01-01T00:00:00.500000"),
        ("2022-01-01T00:00:00.123", "2022-01-01T00:00:00.123000"),
        ("2022-01-01T00:00:00.0004", "2022-01-01T00:00:00.000400"),
        ("2022-01-01T00:00:00.123456", "2022-01-01T00:00:00.123456"),
    ],
)
def test_a_time_is_compared_with_the_six_digits_of_those_that_are_kept(time: str, kept: str) -> None:
    assert search_of({"created_gte": time}).conditions == [Condition("created", ">=", kept)]
