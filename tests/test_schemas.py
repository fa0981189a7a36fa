"""The contracts are data: valid schemas that say in words what they ask, and name the errors that they know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from validator import Validator
from validator.contract.codes import API_CODES, KEYWORDS
from validator.contract.loader import DOCUMENTS, contract_names, load
from validator.contract.schemas import exported
from validator.engines import collector
from validator.engines.compiled import ENGINES, compiled

FOLDER = Path(__file__).parent.parent / "schemas"
FILES = sorted(FOLDER.glob("*/*.json"))
NAMES = {
    "batch", "created", "created-suite", "created-task", "error", "field-types", "headers", "operation",
    "operation-log", "parts", "pool", "project", "query", "task", "task-spec", "task-suite",
}  # fmt: skip
#: Keywords that ask nothing of a value.
WORDS = {
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "readOnly",
    "x-errors",
    "x-limits",
    "x-advised",
}
#: Keywords that hold other schemas, and never fail in their own name.
HOLDERS = {"$ref", "definitions", "properties", "patternProperties", "items", "allOf", "if", "then", "else", "const"}
#: What some dialects of regular expressions lack, or read in another way.
NOT_PORTABLE = re.compile(r"\\[^nrt.\\]|\(\?(?!!\\n\))|\[:|\[\[|&&|[*+?}][+]|\$(?!\(\?!\\n\)$)")

documents = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")


def read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.read_bytes())
    return data


def parts(schema: dict[str, Any], place: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every schema in a schema: its place, itself, and whether an editor shows its words."""
    for keyword in ("definitions", "properties", "patternProperties"):
        for name, each in schema.get(keyword, {}).items():
            yield f"{place}/{keyword}/{name}", each, True
            yield from parts(each, f"{place}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "if", "then", "else", "not"):
        if isinstance(schema.get(keyword), dict):
            yield f"{place}/{keyword}", schema[keyword], keyword in ("items", "additionalProperties")
            inner = parts(schema[keyword], f"{place}/{keyword}")
            # A condition says nothing of its own.
            yield from ((a, b, c and keyword in ("items", "additionalProperties")) for a, b, c in inner)
    for n, each in enumerate(schema.get("allOf", ())):
        yield f"{place}/allOf/{n}", each, False
        yield from parts(each, f"{place}/allOf/{n}")


def all_parts(file: Path) -> list[tuple[str, dict[str, Any], bool]]:
    schema = read(file)
    return [("", schema, True), *parts(schema)]


def test_both_contracts_have_the_same_documents() -> None:
    assert {each: {file.stem for file in (FOLDER / each).iterdir()} for each in contract_names()} == {
        "2022-06": NAMES,
        "2023-06": NAMES,
    }


@documents
def test_a_document_is_a_valid_schema(file: Path) -> None:
    schema = read(file)

    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"] == f"https://toloka-lint.invalid/{file.parent.name}/{file.name}"


@documents
def test_a_document_is_written_as_the_others(file: Path) -> None:
    assert file.read_text() == json.dumps(read(file), indent=2, ensure_ascii=False) + "\n"


@documents
def test_every_part_says_in_words_what_it_is(file: Path) -> None:
    for place, schema, is_shown in all_parts(file):
        if "$ref" in schema:
            assert set(schema) <= {"$ref", "title", "description"}, place
        elif is_shown:
            title, description = schema["title"], schema["description"]
            assert re.fullmatch(r"[A-Z][^.]*", title), place
            assert re.fullmatch(r"\S.*\.", description), place
            assert len(description.split()) >= 3, place
            assert description.rstrip(".").casefold() != title.casefold(), place


@documents
def test_every_keyword_has_an_error(file: Path) -> None:
    for place, schema, _ in all_parts(file):
        assert set(schema) - WORDS - HOLDERS <= set(KEYWORDS), place


@documents
def test_every_keyword_is_one_that_the_collector_looks_at(file: Path) -> None:
    for place, schema, _ in all_parts(file):
        assert set(schema) - WORDS - {"definitions", "$ref"} <= collector.KEYWORDS, place


@documents
def test_annotations_name_known_codes_beside_the_keyword_they_are_about(file: Path) -> None:
    for place, schema, _ in all_parts(file):
        for keyword, annotation in schema.get("x-errors", {}).items():
            assert keyword in schema, place
            assert keyword in KEYWORDS, place
            assert annotation, place
            assert set(annotation) <= {"code", "message", "params"}, place
            assert annotation.get("code", "VALUE_REQUIRED") in API_CODES, place


@documents
def test_no_error_shows_a_pattern_of_the_contract(file: Path) -> None:
    for place, schema, is_shown in all_parts(file):
        assert "pattern" not in schema or not is_shown or "pattern" in schema.get("x-errors", {}), place


@documents
def test_patterns_are_portable(file: Path) -> None:
    found = [
        each
        for _, schema, _ in all_parts(file)
        for each in (schema.get("pattern"), *schema.get("patternProperties", ()))
    ]
    for pattern in filter(None, found):
        re.compile(pattern)
        assert not NOT_PORTABLE.search(pattern), pattern


@documents
def test_references_lead_somewhere(file: Path) -> None:
    for place, schema, _ in all_parts(file):
        if "$ref" in schema:
            name, _, pointer = schema["$ref"].partition("#/definitions/")
            target = read(file.parent / name)
            assert not pointer or pointer in target["definitions"], place


@documents
def test_defaults_and_examples_are_valid(file: Path) -> None:
    filled = load(file.parent.name).filled(file.stem)
    for place, schema, _ in [*parts(read(file)), ("", filled | {"examples": read(file).get("examples", [])}, True)]:
        for value in [*schema.get("examples", ()), *([schema["default"]] if "default" in schema else ())]:
            assert jsonschema.Draft7Validator(exported(schema)).is_valid(value), place


@pytest.mark.parametrize(
    ("contract", "kind", "limits"),
    [
        ("2022-06", "tasks", (5_000, 100_000, 2_000_000, None, None)),
        ("2022-06", "task-suites", (5_000, 100_000, 2_000_000, None, None)),
        ("2023-06", "tasks", (5_000, 200_000, 4_000_000, 1_048_576, 4_194_304)),
        ("2023-06", "task-suites", (5_000, 100_000, 2_000_000, 1_048_576, 4_194_304)),
    ],
)
def test_limits_are_data(contract: str, kind: str, limits: tuple[int | None, ...]) -> None:
    found = load(contract).limits(kind)

    assert limits == (
        found.items_per_request,
        found.items_per_minute,
        found.items_per_day,
        found.input_values_bytes,
        found.output_values_bytes,
    )


@pytest.mark.parametrize("contract", contract_names())
@pytest.mark.parametrize("document", sorted({*DOCUMENTS.values(), "task-spec", "headers", "query"}))
def test_a_filled_document_stands_alone(contract: str, document: str) -> None:
    schema = load(contract).filled(document)

    jsonschema.Draft7Validator.check_schema(schema)
    assert '"$ref"' not in json.dumps(schema)
    for engine in ENGINES:
        compiled(schema, engine)


PROJECT = {
    "task_spec": {
        "input_spec": {
            "at": {"type": "array_coordinates", "required": False},
            "u": {"type": "url"},
            "?": {"type": "?"},
        },
        "output_spec": {"r": {"type": "string", "pattern": r"\w+", "allowed_values": ["a"]}, "j": {"type": "json"}},
    }
}


@pytest.mark.parametrize("contract", contract_names())
@pytest.mark.parametrize("kind", ["tasks", "task-suites"])
def test_a_schema_filled_from_a_project_stands_alone(contract: str, kind: str) -> None:
    schema = Validator(kind, contract=contract, project=PROJECT, allow_defaults=False).schema

    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert '"$ref"' not in json.dumps(schema)
    assert '"x-' not in json.dumps(schema)


def test_a_field_is_shown_by_its_name_and_its_elements_by_their_type() -> None:
    at = Validator("tasks", project=PROJECT).schema["properties"]["input_values"]["properties"]["at"]

    assert (at["title"], at["items"]["title"]) == ("at", "Coordinates")
