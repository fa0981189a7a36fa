"""Kinds are recognised by keys: of the API's documents, of the client's, and of tasks that have a key of another."""

from __future__ import annotations

from typing import Any

import pytest

from validator.contract import loader
from validator.contract.kinds import document_of, kind_of
from validator.contract.loader import DOCUMENTS

#: A value, and its kind where it is all there is in the file, and where it is one of several.
VALUES: list[tuple[Any, str, str]] = [
    ({"pool_id": "1", "input_values": {}}, "tasks", "tasks"),
    ({"pool_id": "1", "tasks": []}, "task-suites", "task-suites"),
    ({"tasks": []}, "task-suites", "task-suites"),
    ({"task_spec": {}}, "project", "project"),
    ({"input_spec": {}}, "project", "project"),
    ({"output_spec": {}}, "project", "project"),
    ({"defaults": {}}, "pool", "pool"),
    ({"mixer_config": {}}, "pool", "pool"),
    ({"reward_per_assignment": 0.01}, "pool", "pool"),
    ({"private_name": "x"}, "pool", "pool"),
    ({"task_suites_required_to_pass": 1}, "pool", "pool"),
    ({"type": "TASK_CREATE", "success": True}, "operation-log", "operation-log"),
    # Only where the value is alone: a list of these is no document of the API.
    ({"items": {}}, "batch", "tasks"),
    ({"validation_errors": {}}, "batch", "tasks"),
    ({"type": "TASK.BATCH_CREATE", "status": "RUNNING", "submitted": "2022"}, "operation", "tasks"),
    ({"code": "VALIDATION_ERROR", "message": "Validation failed"}, "error", "tasks"),
    ({"id": "1", "created": "2022", "pool_id": "1"}, "created", "tasks"),
    # Some keys of a kind are not all.
    ({"id": "1", "pool_id": "1"}, "tasks", "tasks"),
    ({"type": "TASK.BATCH_CREATE", "status": "RUNNING"}, "tasks", "tasks"),
    ({"type": "TASK_CREATE"}, "tasks", "tasks"),
    ({"code": "VALIDATION_ERROR"}, "tasks", "tasks"),
    # Values that are no objects, and objects that say nothing.
    ({}, "tasks", "tasks"),
    (None, "tasks", "tasks"),
    ("items", "tasks", "tasks"),
    (["items"], "tasks", "tasks"),
]


@pytest.mark.parametrize(("value", "alone", "among_others"), VALUES)
def test_a_value_is_recognised_by_its_keys(value: Any, alone: str, among_others: str) -> None:
    assert kind_of(value, is_alone=True) == alone
    assert kind_of(value, is_alone=False) == among_others


KEYS_OF_OTHERS = [
    {"items": {}},
    {"validation_errors": {}},
    {"type": "x", "status": "x", "details": {}},
    {"code": "x", "message": "x"},
    {"type": "x", "success": True},
    {"task_spec": {}},
    {"defaults": {}},
]


@pytest.mark.parametrize("is_alone", [True, False])
@pytest.mark.parametrize("keys", KEYS_OF_OTHERS, ids="-".join)
@pytest.mark.parametrize(
    ("item", "kind"), [({"pool_id": "1"}, "tasks"), ({"input_values": {}}, "tasks"), ({"tasks": []}, "task-suites")]
)
def test_what_is_sent_stays_what_it_is_whatever_other_keys_it_has(
    item: dict[str, Any], kind: str, keys: dict[str, Any], *, is_alone: bool
) -> None:
    assert kind_of({**keys, **item}, is_alone=is_alone) == kind


@pytest.mark.parametrize("contract", loader.contract_names())
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_examples_of_a_contract_are_recognised(contract: str, kind: str) -> None:
    examples = loader.load(contract).documents[DOCUMENTS[kind]].get("examples", [])
    values = [value for each in examples for value in (each if isinstance(each, list) else [each])]

    assert {kind_of(each, is_alone=True) for each in values} <= {kind}


@pytest.mark.parametrize(
    ("kind", "value", "document"),
    [
        ("project", {"input_spec": {}, "output_spec": {}}, "task-spec"),
        ("project", {"output_spec": {}}, "task-spec"),
        ("project", {"task_spec": {}, "input_spec": {}}, "project"),
        ("project", {}, "project"),
        ("project", ["input_spec"], "project"),
        ("tasks", {"input_spec": {}}, "task"),
        ("task-suites", {}, "task-suite"),
    ],
)
def test_a_task_spec_may_stand_without_its_project(kind: str, value: Any, document: str) -> None:
    assert document_of(kind, value) == document
