"""Every example of the reference page: what it shows is what the program says of it.

The request there is not JSON as it is printed: both the printed and the mended text are kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import toloka_lint

from validator import Validator

FOLDER = Path(__file__).parent.parent / "fixtures" / "reference-page"
RESPONSES = sorted(each.name for each in FOLDER.glob("response-*.json"))


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_bytes())


def written(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, indent=2).encode()


def test_the_request_as_printed_is_not_json_at_its_trailing_comma() -> None:
    text = (FOLDER / "request-as-printed.json").read_text()
    column = text.index("}, ]") + 2

    done = toloka_lint(["check", "-q", "--isolated", "request-as-printed.json"], FOLDER)

    message = f"request-as-printed.json:1:{column}: error TL901: Trailing comma before ]: remove the comma\n"
    assert done == (1, message, "")


def test_the_mended_request_is_the_printed_one_without_the_comma() -> None:
    printed = (FOLDER / "request-as-printed.json").read_text()

    assert json.loads(printed.replace("}, ]", "} ]")) == read("request.json")


@pytest.mark.parametrize("engine", ["rust", "python"])
@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
def test_the_mended_request_would_be_accepted(contract: str, engine: str) -> None:
    validator = Validator("tasks", contract=contract, project=read("project.json"), engine=engine)

    assert validator.validation_errors(read("request.json")) == {}
    assert validator.is_valid(read("request.json"))


def test_the_command_finds_no_fault_in_the_mended_request() -> None:
    done = toloka_lint(
        ["check", "-q", "--isolated", "--project", "project.json", "--fail-on", "warning", "request.json"], FOLDER
    )

    assert (done.exit, done.stderr) == (0, "")


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
def test_each_response_is_recognised_and_clean(name: str, contract: str) -> None:
    done = toloka_lint(["check", "-q", "--isolated", "--contract", contract, "--fail-on", "info", name], FOLDER)

    assert done == (0, "", "")


def test_all_three_responses_of_the_page_are_here() -> None:
    assert RESPONSES == ["response-batch.json", "response-operation-failed.json", "response-operation-running.json"]


@pytest.mark.parametrize("engine", ["rust", "python"])
@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
def test_a_request_that_deserves_the_printed_answer_gets_it(contract: str, engine: str) -> None:
    validator = Validator("tasks", contract=contract, project=read("rejected-project.json"), engine=engine)

    found = validator.validation_errors(read("rejected-request.json"))

    assert written(found) == written(read("response-batch.json")["validation_errors"])


def test_the_command_prints_the_printed_answer() -> None:
    options = ["check", "-q", "--isolated", "--project", "rejected-project.json"]
    done = toloka_lint([*options, "--output-format", "validation-errors", "rejected-request.json"], FOLDER)

    assert done.exit == 1
    assert written(json.loads(done.stdout)) == written(read("response-batch.json")["validation_errors"])
