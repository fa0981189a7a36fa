"""Schemas as values: every subschema is rewritten, and nothing that only looks like one; what is exported is plain."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from validator.contract.schemas import exported, known_keys, of_body, of_list, reference, rewritten, without

DIALECT = "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("#/definitions/id", ("task", "id")),
        ("parts.json#/definitions/id", ("parts", "id")),
        ("parts.json", ("parts", "")),
        ("#", ("task", "")),
    ],
)
def test_a_reference_leads_to_a_document_and_a_part_of_it(to: str, expected: tuple[str, str]) -> None:
    assert reference({"$ref": to}, "task") == expected


EVERYWHERE: dict[str, Any] = {
    "properties": {"a": {"n": 1}, "n": {}},
    "patternProperties": {"^n": {"n": 1}},
    "definitions": {"n": {"n": 1}},
    "allOf": [{"n": 1}, True],
    **{key: {"n": 1} for key in ("items", "if", "then", "else", "not", "contains", "propertyNames")},
    "additionalProperties": False,
}
DATA: dict[str, Any] = {"enum": [{"n": 1}], "const": {"n": 1}, "default": {"n": 1}, "x-limits": {"n": 1}}


def test_keywords_are_removed_from_every_subschema_and_from_no_data() -> None:
    expected = {
        "properties": {"a": {}, "n": {}},
        "patternProperties": {"^n": {}},
        "definitions": {"n": {}},
        "allOf": [{}, True],
        **{key: {} for key in ("items", "if", "then", "else", "not", "contains", "propertyNames")},
        "additionalProperties": False,
    }

    assert without({"n": 1, **EVERYWHERE, **DATA}, lambda key: key == "n") == expected | DATA


def test_the_innermost_is_rewritten_first_and_the_original_stays() -> None:
    schema = {"title": "a", "items": {"title": "b", "not": {"title": "c"}}}
    seen: list[str] = []

    rewritten(schema, lambda node: seen.append(node["title"]) or {"title": node["title"].upper()})  # type: ignore[func-returns-value]

    assert seen == ["c", "b", "a"]
    assert schema == {"title": "a", "items": {"title": "b", "not": {"title": "c"}}}


def test_an_exported_schema_has_neither_our_annotations_nor_comments() -> None:
    schema = {"x-errors": {}, "$comment": "ours", "items": {"x-limits": {}, "type": "string"}}

    assert exported(schema) == {"items": {"type": "string"}}


def test_what_javascript_inherits_is_named_by_no_keyword_that_looks_it_up() -> None:
    schema = {"properties": {"toString": {"type": "string"}, "b": {}}, "required": ["toString", "b"]}
    plain = exported(schema)

    assert plain["properties"] == {"b": {}}
    assert plain["required"] == ["b"]
    valid = [jsonschema.Draft7Validator(each).is_valid for each in (schema, plain)]
    values: list[Any] = [{}, {"b": 1}, {"b": 1, "toString": 1}, {"b": 1, "toString": "x"}, [], None]
    assert [valid[0](each) for each in values] == [valid[1](each) for each in values]


def test_a_schema_without_inherited_names_stays_as_it_is() -> None:
    schema = {"properties": {"a": {"required": ["b"]}}, "required": ["a"]}

    assert exported(schema) == schema


def test_a_list_and_a_body_are_made_of_one_item() -> None:
    one = {"$schema": DIALECT, "title": "Task", "type": "object"}
    item = {"title": "Task", "type": "object"}
    here = {"$ref": "#/definitions/item"}

    assert of_list(one) == {"$schema": DIALECT, "title": "Task: a list", "type": "array", "items": item}
    assert of_body(one) == {
        "$schema": DIALECT,
        "title": "Task: one or a list",
        "if": {"type": "array"},
        "then": {"type": "array", "items": here},
        "else": here,
        "definitions": {"item": item},
    }
    assert of_list({"$schema": DIALECT})["title"] == "Item: a list"


def test_known_keys_are_the_properties() -> None:
    assert known_keys({"properties": {"a": {"type": "string"}}}) == {"a": {"type": "string"}}
    assert known_keys({}) == {}
