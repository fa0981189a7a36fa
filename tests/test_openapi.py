"""The OpenAPI document: valid, complete, and with the verdicts of the contract it is made from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import toloka_lint
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from validator import Validator
from validator.contract import loader, task_spec
from validator.contract.loader import Contract
from validator.contract.openapi import Builder, document
from validator.contract.schemas import rewritten

CONTRACTS = loader.contract_names()
PROJECT = {
    "input_spec": {"image": {"type": "url"}, "constructor": {"type": "string", "required": False, "pattern": "[a-z]+"}},
    "output_spec": {"label": {"type": "string", "allowed_values": ["cat", "dog"]}},
}


def made(contract: str = "2022-06", project: Any = None) -> dict[str, Any]:
    loaded = loader.load(contract)
    return document(loaded, task_spec.slots(task_spec.read(project), loaded) if project else None)


@pytest.mark.parametrize("project", [None, PROJECT])
@pytest.mark.parametrize("contract", CONTRACTS)
def test_it_is_valid(contract: str, project: Any) -> None:
    assert list(OpenAPIV31SpecValidator(made(contract, project)).iter_errors()) == []


def test_a_broken_one_would_be_noticed() -> None:
    broken = made()
    del broken["paths"]["/tasks"]["post"]["responses"]["201"]["description"]

    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_command_prints_it(contract: str, tmp_path: Path) -> None:
    done = toloka_lint(["schema", "--openapi", "--contract", contract], tmp_path)

    assert (done.exit, done.stderr) == (0, "")
    assert json.loads(done.stdout) == made(contract)


def test_it_has_these_endpoints_and_answers() -> None:
    endpoints = {
        (path, method): list(operation["responses"])
        for path, methods in made()["paths"].items()
        for method, operation in methods.items()
    }

    uploaded = ["201", "202", "400", "401", "403", "409", "413", "415", "429"]
    read = ["200", "401", "403", "404", "429"]
    assert endpoints == {
        ("/tasks", "post"): uploaded,
        ("/task-suites", "post"): uploaded,
        ("/operations/{id}", "get"): read,
        ("/operations/{id}/log", "get"): read,
    }


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("path", ["/tasks", "/task-suites"])
def test_an_upload_has_every_query_parameter(path: str, contract: str) -> None:
    whole = made(contract)
    parameters = [resolved(whole, each) for each in whole["paths"][path]["post"]["parameters"]]

    assert {each["name"]: each["schema"]["type"] for each in parameters} == {
        **dict.fromkeys(("async_mode", "allow_defaults", "skip_invalid_items", "open_pool"), "boolean"),
        "operation_id": "string",
    }
    assert all(each["in"] == "query" and each["description"] for each in parameters)


@pytest.mark.parametrize(
    ("contract", "header", "verdict"),
    [
        ("2022-06", "OAuth t0ken", True),
        ("2022-06", "ApiKey t0ken", False),
        ("2023-06", "ApiKey t0ken", True),
    ],
)
def test_the_token_is_that_of_the_contract(contract: str, header: str, verdict: bool) -> None:  # noqa: FBT001
    scheme = made(contract)["components"]["securitySchemes"]["token"]

    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "Authorization")
    assert Draft202012Validator(scheme["x-schema"]).is_valid(header) is verdict


def test_limits_are_those_of_the_endpoint() -> None:
    tasks, suites = (made("2023-06")["paths"][path]["post"] for path in ("/tasks", "/task-suites"))

    assert "200,000 tasks a minute at most and 4,000,000 a day" in tasks["description"]
    assert "100,000 task suites a minute at most and 2,000,000 a day" in suites["description"]
    assert "5,000 items, 1,048,576 bytes of all input_values" in tasks["responses"]["413"]["description"]


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_schema_has_a_title_and_is_used(contract: str) -> None:
    whole = made(contract)
    schemas = whole["components"]["schemas"]
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(whole)))

    assert set(schemas) == used
    assert [name for name, schema in schemas.items() if not (schema.get("title") and schema.get("description"))] == []


SHARED = {
    *("$schema", "$id", "$ref", "title", "description", "default", "examples", "readOnly", "definitions", "type"),
    *("required", "properties", "patternProperties", "additionalProperties", "items", "allOf", "not", "if", "then"),
    *("else", "enum", "const", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"),
    *("$comment", "uniqueItems", "x-errors", "x-limits", "x-advised"),
}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_contracts_keep_to_keywords_that_mean_the_same_in_both_dialects(contract: str) -> None:
    seen: set[str] = set()

    def see(node: dict[str, Any]) -> dict[str, Any]:
        seen.update(node)
        assert not isinstance(node.get("items"), list)
        return node

    for schema in loader.load(contract).documents.values():
        rewritten(schema, see)

    assert seen - SHARED == set()


@pytest.mark.parametrize("contract", CONTRACTS)
def test_examples_fit_the_schemas_beside_them(contract: str) -> None:
    whole = made(contract)
    bodies = [(path, media) for path, media in media_types(whole) if "examples" in media]

    assert len(bodies) == 6
    for path, media in bodies:
        for example in media["examples"].values():
            assert list(validator_of(whole, media["schema"]).iter_errors(example["value"])) == [], path


def test_with_a_project_there_are_no_examples_of_another() -> None:
    assert [path for path, media in media_types(made(project=PROJECT)) if "examples" in media] == []
    assert "examples" not in made(project=PROJECT)["components"]["schemas"]["Task"]


TASK = {"pool_id": "1", "input_values": {"image": "www"}, "overlap": 3}
BODIES: list[Any] = [
    TASK,
    [TASK, TASK],
    [],
    None,
    "task",
    TASK | {"pool_id": 1},
    [TASK, TASK | {"overlap": 0}],
    TASK | {"overlap": None, "infinite_overlap": True},
    TASK | {"input_values": {"image": "ftp"}},
    TASK | {"input_values": {"image": "www", "constructor": "abc"}},
    TASK | {"input_values": {"image": "www", "constructor": "abc\n"}},
    TASK | {"input_values": {"image": "www", "imagis": 1}},
    TASK | {"known_solutions": [{"output_values": {"label": "cow"}}]},
    TASK | {"reserved_for": ["a", "a"]},
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_body_has_the_verdict_of_the_validator(contract: str, body: Any) -> None:
    whole = made(contract, PROJECT)
    schema = whole["paths"]["/tasks"]["post"]["requestBody"]["content"]["application/json"]["schema"]

    verdict = validator_of(whole, schema).is_valid(body)

    ours = Validator("tasks", contract=contract, project=PROJECT)
    assert verdict is (isinstance(body, (dict, list)) and ours.is_valid(body))


def test_more_endpoints_can_be_added() -> None:
    builder = Builder(loader.load("2022-06"))
    builder.add_get("/pools/{id}", "getPool", "A pool", builder.components.ref("pool"), [], tag="pools")
    whole = builder.document(servers=({"url": "http://localhost:8000"},))

    assert list(OpenAPIV31SpecValidator(whole).iter_errors()) == []
    assert list(whole["paths"]) == ["/pools/{id}"]
    assert {"Pool", "Error"} <= set(whole["components"]["schemas"])
    assert whole["servers"] == [{"url": "http://localhost:8000"}]


def test_names_that_meet_are_told_apart() -> None:
    ours = loader.load("2022-06")
    parts = ours.documents["parts"]
    parts = parts | {"definitions": parts["definitions"] | {"task": {"title": "Part", "type": "string"}}}
    components = Builder(Contract("mine", {**ours.documents, "parts": parts})).components

    assert components.ref("task") == {"$ref": "#/components/schemas/Task"}
    assert components.ref("parts", "task") == {"$ref": "#/components/schemas/PartsTask"}


def media_types(whole: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path, methods in whole["paths"].items():
        for operation in methods.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            found += [(path, media) for body in bodies for media in body.get("content", {}).values()]
    return found


def resolved(whole: dict[str, Any], node: dict[str, Any]) -> Any:
    for step in node["$ref"].removeprefix("#/").split("/"):
        whole = whole[step]
    return whole


def validator_of(whole: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": whole["components"]})
