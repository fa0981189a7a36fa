"""What the library and the formats say beside the items: of the project, and of files that could not be read."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import toloka_lint

from validator import Validator

TASK = {"pool_id": "1", "input_values": {"a": "x"}, "overlap": 3}


def test_lint_tells_what_is_wrong_with_the_project() -> None:
    project = {"input_spec": {"a": {"type": "string", "pattern": "(", "min_length": 5, "max_length": 2}}}

    found = Validator("tasks", project=project).lint([TASK | {"input_values": {"a": "1234567"}}])

    assert [(each.kind, each.index, each.code, str(each.path)) for each in found] == [
        ("project", None, "VALUE_GREATER_THAN_MAX", "input_spec.a.min_length"),
        ("project", None, "INVALID_REGEX_SYNTAX", "input_spec.a.pattern"),
        ("tasks", 0, "STRING_LENGTH_GREATER_THAN_MAX", "input_values.a"),
    ]


def test_sarif_tells_that_a_file_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "tasks.json").write_text(json.dumps(TASK))
    arguments = ["check", "--isolated", "--output-format", "sarif", "tasks.json"]

    whole = toloka_lint(arguments, tmp_path, b"")
    partial = toloka_lint([*arguments, "missing.json"], tmp_path, b"")

    assert [json.loads(each.stdout)["runs"][0]["invocations"] for each in (whole, partial)] == [
        [{"executionSuccessful": True}],
        [{"executionSuccessful": False}],
    ]
    assert (whole.exit, partial.exit) == (0, 2)


def test_names_of_files_send_nothing_to_the_terminal(tmp_path: Path) -> None:
    done = toloka_lint(["check", "--isolated", "x\x1b[31m\nred.json"], tmp_path, b"")

    assert (done.exit, done.stderr) == (2, "toloka-lint: x\\x1b[31m\\nred.json: there is no such file\n")
