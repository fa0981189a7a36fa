"""Contexts: what is known beside an item decides its schema, its limits and where its overlap comes from."""

from __future__ import annotations

from typing import Any

import pytest

from validator.contract import loader, task_spec
from validator.contract.context import Context, Query
from validator.engines.compiled import compiled
from validator.model import JSON, ROOT, Path

OLD, NEW = map(loader.load, ("2022-06", "2023-06"))
SPEC = task_spec.read({"input_spec": {"image": {"type": "url"}}, "output_spec": {"result": {"type": "string"}}})
TASK: dict[str, JSON] = {"pool_id": "1", "input_values": {"image": "https://a/1"}, "overlap": 1}


def is_valid(item: Any, kind: str = "tasks", **known: Any) -> bool:
    return compiled(Context(OLD, kind, **known).schema).is_valid(item)


@pytest.mark.parametrize("kind", loader.DOCUMENTS)
def test_only_tasks_and_suites_are_sent(kind: str) -> None:
    assert Context(OLD, kind).is_request is (kind in ("tasks", "task-suites"))


def test_limits_are_those_of_the_contract() -> None:
    assert Context(OLD, "tasks").limits == OLD.limits("tasks")
    assert Context(NEW, "task-suites").limits == NEW.limits("task-suites")


def test_the_fields_of_a_project_fill_the_schema() -> None:
    odd: dict[str, JSON] = {**TASK, "input_values": {"imagis": 1}}

    assert (is_valid(TASK, spec=SPEC), is_valid(odd), is_valid(odd, spec=SPEC)) == (True, True, False)


def test_a_response_has_the_schema_of_its_kind_or_of_another_document() -> None:
    assert Context(OLD, "batch").schema["title"] == OLD.filled("batch")["title"]
    assert Context(OLD, "project", document="task-spec").schema["title"] == OLD.filled("task-spec")["title"]


@pytest.mark.parametrize(("is_required", "allow_defaults"), [(True, False), (False, True)])
def test_an_overlap_is_required_where_no_default_is_allowed(*, is_required: bool, allow_defaults: bool) -> None:
    query, without = Query(allow_defaults=allow_defaults), {"pool_id": "1", "input_values": {}}

    assert (Context(OLD, "tasks", query=query).overlap == "required") is is_required
    assert is_valid(without, query=query) is not is_required


def test_nothing_is_said_of_the_overlap_where_nothing_is_known() -> None:
    assert Context(OLD, "tasks").overlap == "undecided"
    assert Context(OLD, "batch").overlap == "supplied"


@pytest.mark.parametrize("default", [None, True, "3", [3]])
def test_a_default_that_is_no_number_is_none(default: JSON) -> None:
    pool: dict[str, JSON] = {"defaults": {"default_overlap_for_new_tasks": default}}

    assert Context(OLD, "tasks", pool=pool).default_overlap is None


def test_each_kind_has_its_own_default_overlap() -> None:
    pool: dict[str, JSON] = {"defaults": {"default_overlap_for_new_tasks": 3, "default_overlap_for_new_task_suites": 2}}

    found = [Context(OLD, kind, pool=pool).default_overlap for kind in ("tasks", "task-suites", "batch")]
    assert found == [3, 2, None]


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        (None, False),
        ({}, False),
        ({"type": "TRAINING"}, True),
        ({"type": "REGULAR", "training": False}, False),
        ({"training": True}, True),
        ({"task_suites_required_to_pass": 1}, True),
    ],
)
def test_a_training_is_known_by_its_marks(pool: dict[str, JSON] | None, *, expected: bool) -> None:
    assert Context(OLD, "tasks", pool=pool).is_training_pool is expected


@pytest.mark.parametrize(
    ("kind", "item", "expected"),
    [
        ("tasks", TASK, [(ROOT, TASK)]),
        ("tasks", {"tasks": [TASK]}, [(ROOT, {"tasks": [TASK]})]),
        ("tasks", 5, []),
        ("task-suites", {"tasks": [TASK, 5, {}]}, [(Path(("tasks", 0)), TASK), (Path(("tasks", 2)), {})]),
        ("task-suites", {"tasks": {}}, []),
        ("task-suites", [TASK], []),
    ],
)
def test_the_tasks_of_an_item_are_itself_or_those_inside(kind: str, item: JSON, expected: list[Any]) -> None:
    assert list(Context(OLD, kind).tasks(item)) == expected


def test_keys_and_the_schema_of_a_task_are_those_of_the_kind() -> None:
    task, suite = Context(OLD, "tasks"), Context(OLD, "task-suites")

    assert {"input_values", "pool_id"} <= task.keys.keys()
    assert {"tasks", "pool_id"} <= suite.keys.keys()
    assert task.task_schema == task.schema
    assert "input_values" in suite.task_schema["properties"]
