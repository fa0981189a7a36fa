"""`assert_uploadable`: what pytest shows when a payload cannot be uploaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from command_line import python

from validator.testing import assert_uploadable

PROJECT = {"input_spec": {"image": {"type": "url"}}, "output_spec": {"ok": {"type": "boolean"}}}
TASK = {"pool_id": "1", "input_values": {"image": "https://example.com/1.jpg"}, "overlap": 1}

FAILING = """
from validator.testing import assert_uploadable

PROJECT = {"input_spec": {"image": {"type": "url"}}}


def test_one_task():
    assert_uploadable({"pool_id": "1", "input_values": {"image": None}, "overlap": 1}, project=PROJECT)


def test_a_list():
    tasks = [{"pool_id": "1", "input_values": {"image": f"https://example.com/{n}"}, "overlap": n} for n in range(3)]
    tasks[2]["input_values"]["imagis"] = 1
    assert_uploadable(tasks, kind="tasks", project=PROJECT)


def test_a_suite():
    assert_uploadable({"pool_id": "1", "overlap": 1, "tasks": [{"baseline_solutions": [], "input_values": {}}]})
"""

SHOWN = {
    "test_one_task": """\
AssertionError: these tasks cannot be uploaded: 1 error
payload: error VALUE_REQUIRED input_values.image: Value must be present and not equal to null
""",
    "test_a_list": """\
AssertionError: these tasks cannot be uploaded: 2 errors
payload[0]: error VALUE_LESS_THAN_MIN overlap: Value must be greater or equal to 1 (is 0)
payload[2]: error VALUE_NOT_ALLOWED input_values.imagis: Unknown field name (is 1)
""",
    "test_a_suite": """\
AssertionError: these task-suites cannot be uploaded: 1 error
payload: error VALUE_NOT_ALLOWED tasks.0.baseline_solutions: Value must not be present here (is [])
""",
}


def test_pytest_shows_a_line_for_each_finding(tmp_path: Path) -> None:
    (tmp_path / "test_upload.py").write_text(FAILING)
    done = python(["-m", "pytest", "-p", "no:cacheprovider", "test_upload.py"], tmp_path)
    sections = re.split(r"^_+ (\w+) _+$", done.stdout, flags=re.MULTILINE)
    shown = {
        name: "".join(f"{line}\n" for line in re.findall(r"^E +(.*)$", text, re.MULTILINE))
        for name, text in zip(sections[1::2], sections[2::2], strict=True)
    }

    assert shown == SHOWN
    assert "validator/testing.py" not in done.stdout  # the helper's own lines are no news
    assert "3 failed" in done.stdout


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(TASK, id="one task"),
        pytest.param([TASK, TASK], id="a list, with a warning"),
        pytest.param(iter([TASK]), id="an iterable"),
        pytest.param([], id="no tasks"),
        pytest.param({"pool_id": "1", "tasks": [], "overlap": 1}, id="a suite"),
    ],
)
def test_what_can_be_uploaded_passes(payload: Any) -> None:
    assert_uploadable(payload, project=PROJECT)


def test_the_kind_may_be_said() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_uploadable(TASK, kind="task-suites")

    assert str(caught.value).splitlines() == [
        "these task-suites cannot be uploaded: 1 error",
        "payload: warning TL101 input_values: Unknown key 'input_values' of a task suite",
        "payload: error VALUE_REQUIRED tasks: Value must be present and not equal to null",
    ]


def test_many_findings_are_cut() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_uploadable([5] * 60)

    lines = str(caught.value).splitlines()
    assert lines[0] == "these tasks cannot be uploaded: 60 errors"
    assert lines[1] == "payload[0]: error OBJECT_EXPECTED: Value must be an object (is 5)"
    assert lines[51:] == ["… and 10 more"]


def test_options_reach_the_validator() -> None:
    with pytest.raises(AssertionError, match="error VALUE_REQUIRED overlap: "):
        assert_uploadable({**TASK, "overlap": None}, allow_defaults=False)


def test_a_value_that_json_cannot_hold_is_an_error_of_its_own() -> None:
    with pytest.raises(ValueError, match=r"payload\.overlap is nan"):
        assert_uploadable({**TASK, "overlap": float("nan")})
