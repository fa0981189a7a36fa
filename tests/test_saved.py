"""Saved responses: JSON, JSON lines, or what Python prints, with text around it or without; and nothing is run."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import orjson
import pytest
from command_line import toloka_lint
from hypothesis import given, settings
from items import Request, requests

from validator.inputs.names import CannotReadError
from validator.model import JSON
from validator.responses.saved import parsed, received
from validator.responses.server_errors import Claim, claims_of

MUST = {"code": "VALUE_REQUIRED", "message": "May not be null"}


@settings(deadline=None)
@given(requests())
def test_what_python_prints_is_read_as_what_json_says(request: Request) -> None:
    body = request.validator.predict(request.payload)["body"]

    assert parsed(repr(body).encode(), "r") == parsed(orjson.dumps(body), "r") == body


@pytest.mark.parametrize(
    "text",
    [
        "TaskBatchCreateResult(items={}, validation_errors={'1': {'a': {'code': 'X', 'message': 'm'}}})",
        "OrderedDict({'1': OrderedDict({'a': kit.errors.FieldError(code='X', message='m')})})",
        "{1: {'a': {'code': 'X', 'message': 'm'}}}",
        "('1',) {'1': {'a': {'code': 'X', 'message': 'm'}}}",
        'Error details:\n{"1": {"a": {"code": "X", "message": "m"}}}\n',
        '\ufeff{"1": {"a": {"code": "X", "message": "m"}}}',
        r"{'1': {'a': {'code': 'X', 'message': 'm', 'hint': '\d'}}}",
    ],
)
def test_what_a_client_prints_is_read(text: str) -> None:
    assert claims_of(parsed(text.encode(), "r"), "r") == [Claim(1, "a", "X", "m")]


@pytest.mark.parametrize(
    "text",
    [
        "f(1)(1)",
        "{'1': f(1, 2)}",
        "{'1': f(**{})}",
        "{'1': {1, 2}}",
        "{'1': b'x'}",
        "{'1': 1 + x}",
        "__import__('os').system('true')",
        "(" * 10_000,
        "{" * 10_000 + "}",
        "\0",
        "'" + "x" * 10,
    ],
)
def test_what_is_no_printed_value_is_refused(text: str) -> None:
    with pytest.raises(CannotReadError, match="neither JSON nor a printed Python value"):
        parsed(text.encode(), "r")


def test_a_compressed_response_may_be_named_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"pool_id": "1"}\n')
    (tmp_path / "R.JSON.GZ").write_bytes(gzip.compress(json.dumps({"0": {"pool_id": MUST}}).encode()))

    done = toloka_lint(["locate", "--isolated", "-q", "a.jsonl", "--response", "R.JSON.GZ"], tmp_path)

    assert done == (1, "a.jsonl:1:13: error VALUE_REQUIRED pool_id: May not be null\n", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', {"a": 1}),
        ("[1]\n[2]\n\n", [[1], [2]]),
        ("{'a': None, 'b': (True, 1.5)}", {"a": None, "b": [True, 1.5]}),
        ("Decimal('0.01')", "0.01"),
        ("400 Bad Request {'a': 1} (see above)", {"a": 1}),
        ("\ufeff 5 ", 5),
    ],
)
def test_a_value_is_found_in_what_was_saved(text: str, expected: JSON) -> None:
    assert parsed(text.encode(), "r") == expected


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff", "byte 0 is not UTF-8"),
        (b'{"a": "\xff"}', "byte 7 is not UTF-8"),
        (b"<html>", "is neither JSON nor a printed Python value"),
    ],
)
def test_what_holds_no_value_is_refused_with_the_reason_and_what_to_give(data: bytes, why: str) -> None:
    with pytest.raises(CannotReadError) as caught:
        parsed(data, "r.json")

    advice = "give the body of the response, or what the client's exception prints of it"
    assert str(caught.value) == f"r.json: {why}; {advice}"


def test_a_file_is_read_compressed_or_not(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}')
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b'{"a": 1}'))

    assert received(str(tmp_path / "a.json")) == received(str(tmp_path / "a.json.gz")) == {"a": 1}
