"""Schemas that are printed: each is one of draft-07, and says of a payload what the check says."""

from __future__ import annotations

import json
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from command_line import ROOT, Outcome, toloka_lint
from console import replayed

from validator import Validator
from validator.cli.config_file import config_schema
from validator.cli.schema import SCHEMAS
from validator.contract import loader
from validator.contract.schemas import exported, of_body, of_list
from validator.engines.compiled import ENGINES

CONTRACTS = loader.contract_names()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["tasks", "--zzz"], "there is no option --zzz; see toloka-lint schema --help"),
        (["tasks", "pool"], "got unexpected extra argument (pool); see toloka-lint schema --help"),
        (["configuration", "--list"], "a configuration is one table: leave out --list and --body"),
        (
            ["configuration", "--project", "p.json"],
            "--project fills the schemas of tasks and task-suites; that of configuration is fixed",
        ),
    ],
)
def test_what_is_no_option_is_refused(arguments: list[str], expected: str, tmp_path: Path) -> None:
    assert toloka_lint(["schema", *arguments], tmp_path) == Outcome(2, "", f"toloka-lint: {expected}\n")


def test_that_of_the_configuration_is_printed(tmp_path: Path) -> None:
    done = toloka_lint(["schema", "configuration"], tmp_path)

    assert (done.exit, json.loads(done.stdout), done.stderr) == (0, exported(config_schema()), "")


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("kind", SCHEMAS)
@pytest.mark.parametrize("shape", [[], ["--list"], ["--body"]])
def test_every_schema_is_one_of_draft_07_and_needs_no_other_file(
    kind: str, contract: str, shape: list[str], tmp_path: Path
) -> None:
    done = toloka_lint(["schema", kind, "--contract", contract, *shape], tmp_path)
    schema = json.loads(done.stdout)

    jsonschema.Draft7Validator.check_schema(schema)
    assert (done.exit, done.stderr) == (0, "")
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert set(references(schema)) == ({"#/definitions/item"} if shape == ["--body"] else set())
    assert not [key for key in keys(schema) if key.startswith("x-") or key == "$id"]


def test_what_is_printed_is_what_the_library_gives(tmp_path: Path) -> None:
    done = toloka_lint(["schema", "task-suites", "--no-allow-defaults"], tmp_path)

    assert json.loads(done.stdout) == Validator("task-suites", allow_defaults=False).schema


def test_a_file_is_written_and_nothing_printed(tmp_path: Path) -> None:
    done = toloka_lint(["schema", "pool", "-o", str(tmp_path / "pool.json")], tmp_path)

    assert (done.exit, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "pool.json").read_text()) == exported(loader.load("2022-06").filled("pool"))


ITEM = {"pool_id": "1", "input_values": {}}
BODIES = [(ITEM, True, False), ([ITEM], True, True), ([], True, True), ([ITEM, {}], False, False), (None, False, False)]


@pytest.mark.parametrize(("body", "is_body", "is_list"), BODIES)
def test_a_body_is_one_item_or_a_list(body: Any, is_body: bool, is_list: bool) -> None:  # noqa: FBT001
    schema = Validator("tasks").schema

    assert jsonschema.Draft7Validator(of_body(schema)).is_valid(body) is is_body
    assert jsonschema.Draft7Validator(of_list(schema)).is_valid(body) is is_list


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_examples_of_a_document_are_valid(contract: str) -> None:
    documents = loader.load(contract).documents
    examples = {name: schema["examples"] for name, schema in documents.items() if "examples" in schema}

    assert {"task", "task-suite", "batch", "operation", "operation-log", "error"} <= set(examples)
    for name, values in examples.items():
        schema = loader.load(contract).filled(name)
        assert [list(jsonschema.Draft7Validator(schema).iter_errors(each)) for each in values] == [[]] * len(values)


def test_the_examples_of_the_contract_are_left_out_where_a_project_decides() -> None:
    project = {"input_spec": {"image": {"type": "url"}}, "output_spec": {}}

    assert "examples" in Validator("tasks").schema
    assert "examples" not in Validator("tasks", project=project).schema


INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty"]


@pytest.mark.parametrize("name", INHERITED)
def test_names_that_javascript_inherits_stand_in_no_keyword_that_would_look_them_up(name: str) -> None:
    project = {"input_spec": {name: {"type": "string"}, "b": {"type": "integer"}}, "output_spec": {}}
    validator = Validator("tasks", project=project)
    plain = jsonschema.Draft7Validator(validator.schema)

    inputs = validator.schema["properties"]["input_values"]
    assert name not in inputs["properties"]
    assert name not in inputs["required"]
    values: list[Any] = [
        {name: "x", "b": 1},
        {"b": 1},
        {name: 1, "b": 1},
        {name: "x"},
        {f"{name}\n": "x", "b": 1},
        None,
    ]
    for value, verdict in zip(values, [True, False, False, False, False, False], strict=True):
        item = {"pool_id": "1", "input_values": value}
        assert (plain.is_valid(item), validator.is_valid(item)) == (verdict, verdict)


def test_values_that_are_one_number_are_allowed_once() -> None:
    project = {"input_spec": {"a": {"type": "float", "allowed_values": [1, 1.0, 2, 0.5]}}, "output_spec": {}}
    validator = Validator("tasks", project=project)

    assert validator.schema["properties"]["input_values"]["properties"]["a"]["enum"] == [1, 2, 0.5]
    jsonschema.Draft7Validator.check_schema(validator.schema)


def test_payloads_have_one_verdict_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    # The benchmark asks ajv too; here there is what needs no network.
    monkeypatch.syspath_prepend(ROOT / "benchmarks" / "verdicts")
    payload_cases = import_module("payloads").cases
    count = 0
    for case in list(payload_cases(seed=7, count=400))[::5]:
        payloads = [orjson.loads(json.dumps(each)) for each in case.payloads]
        validators = [engine(case.context.schema).is_valid for engine in ENGINES.values()]
        validators.append(jsonschema.Draft7Validator(exported(case.context.schema)).is_valid)
        one, *others = [list(map(is_valid, payloads)) for is_valid in validators]
        assert others == [one, one], case.name
        count += len(payloads)
    assert count >= 2000


def test_the_page_about_editors_does_what_it_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "editors.md").read_text()
    replayed(page, tmp_path, "readme")

    settings = json.loads(page.split("```json\n")[1].split("```")[0])
    attached = settings["json.schemas"][0]
    schema = jsonschema.Draft7Validator(json.loads((tmp_path / attached["url"]).read_text()))
    faults = {tuple(error.path)[:2] for error in schema.iter_errors(json.loads((tmp_path / "tasks.json").read_text()))}
    assert any(fnmatch("tasks.json", pattern) for pattern in attached["fileMatch"])
    assert faults == {(1, "input_values"), (1, "known_solutions")}
    assert json.loads((tmp_path / "openapi.json").read_text())["info"]["version"] == "2023-06"


def references(schema: Any) -> list[str]:
    return [each["$ref"] for each in nodes(schema) if "$ref" in each]


def keys(schema: Any) -> list[str]:
    return [key for each in nodes(schema) for key in each]


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for each in value for node in nodes(each)]
    if isinstance(value, dict):
        return [value, *(node for each in value.values() for node in nodes(each))]
    return []
