"""Contracts are folders of schemas: found, read once, and filled so that each document stands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from validator.contract import loader
from validator.contract.loader import Contract, Limits
from validator.errors import UnknownNameError


def contract(**documents: Any) -> Contract:
    return Contract("ours", documents)


PARTS = {
    "definitions": {
        "overlap_rule": {"$comment": "open"},
        "id": {"type": "string", "title": "An id"},
        "ids": {"type": "array", "items": {"$ref": "#/definitions/id"}},
    }
}


def test_the_contracts_are_those_there_are_folders_for_and_one_is_the_default() -> None:
    assert loader.contract_names() == ("2022-06", "2023-06")
    assert loader.DEFAULT_CONTRACT in loader.contract_names()


def test_a_contract_is_read_once() -> None:
    assert loader.load("2022-06") is loader.load("2022-06")


def test_an_unknown_contract_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UnknownNameError) as caught:
        loader.load("2021-01")

    assert str(caught.value) == "unknown contract '2021-01'; known: 2022-06, 2023-06"


@pytest.mark.parametrize("name", ["", ".", "..", "../schemas/2022-06", "2022-06/"])
def test_a_name_is_not_a_path(name: str) -> None:
    with pytest.raises(UnknownNameError):
        loader.load(name)


def test_a_folder_is_a_contract_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "2031-01"
    folder.mkdir()
    (folder / "task.json").write_text('{"type": "object"}')
    (folder / "README.md").write_text("no schema")

    assert loader.read(folder) == Contract("2031-01", {"task": {"type": "object"}})


def test_limits_are_those_of_the_endpoint_that_takes_the_kind() -> None:
    limits = {"items_per_request": 1, "items_per_minute": 2, "items_per_day": 3}
    ours = contract(**{"task": {"x-limits": limits}, "task-suite": {"x-limits": {**limits, "input_values_bytes": 4}}})

    assert ours.limits("tasks") == Limits(1, 2, 3, None, None)
    assert ours.limits("task-suites") == Limits(1, 2, 3, 4, None)


def test_a_part_is_a_document_or_a_definition_in_it() -> None:
    ours = contract(parts=PARTS)

    assert ours.part("parts") == PARTS
    assert ours.part("parts", "id") == ours.slot("id") == {"type": "string", "title": "An id"}


def test_references_are_replaced_by_what_they_lead_to() -> None:
    ours = contract(
        parts=PARTS, task={"$id": "task.json", "properties": {"ids": {"$ref": "parts.json#/definitions/ids"}}}
    )

    expected = {"type": "array", "items": {"type": "string", "title": "An id"}}
    assert ours.filled("task") == {"properties": {"ids": expected}}


def test_a_title_beside_a_reference_is_about_this_use_of_it() -> None:
    here = {"$ref": "parts.json#/definitions/id", "title": "My id"}

    assert contract(parts=PARTS, task={"items": here}).filled("task") == {"items": {"type": "string", "title": "My id"}}


def test_a_document_inside_another_leaves_behind_what_is_about_a_document() -> None:
    inner = {"$schema": "d", "$id": "i", "definitions": {"a": {}}, "examples": [1], "type": "object"}
    ours = contract(task=inner, tasks={"$schema": "d", "items": {"$ref": "task.json"}})

    assert ours.filled("tasks") == {"$schema": "d", "items": {"type": "object"}}


def test_a_slot_is_filled_beside_what_the_contract_says_of_it() -> None:
    ours = contract(parts=PARTS, task={"allOf": [{"$ref": "parts.json#/definitions/overlap_rule"}], "examples": [1]})

    assert ours.filled("task") == {"allOf": [{"$comment": "open"}], "examples": [1]}
    filled = ours.filled("task", {"overlap_rule": {"required": ["overlap"]}})
    assert filled == {"allOf": [{"$comment": "open", "required": ["overlap"]}]}


@pytest.mark.parametrize("name", loader.contract_names())
def test_filling_changes_nothing_in_the_contract(name: str) -> None:
    ours = loader.load(name)
    before = json.dumps(ours.documents)
    for document in ours.documents:
        ours.filled(document, {"overlap_rule": {"required": ["overlap"]}})

    assert json.dumps(ours.documents) == before
