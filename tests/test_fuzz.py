"""`toloka-lint fuzz`: the same bytes for the same seed, and labels that `check` agrees with."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from command_line import FIXTURES, in_a_process, toloka_lint

PROJECT = str(FIXTURES / "fuzz" / "every-attribute.json")


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    arguments = ("fuzz", "tasks", "-n", "40", "--seed", "7", "--invalid", "0.5", "--project", PROJECT)

    one, two = (in_a_process(arguments, tmp_path, PYTHONHASHSEED=each) for each in "12")

    assert one == two
    assert (one.exit, one.stdout.count("\n"), one.stderr) == (0, 40, "")


def test_more_items_begin_with_the_fewer(tmp_path: Path) -> None:
    few, many = (toloka_lint(["fuzz", "task-suites", "-n", n], tmp_path).stdout for n in ("5", "9"))

    assert many.startswith(few)
    assert many != few


def test_another_seed_gives_other_items(tmp_path: Path) -> None:
    one, two = (toloka_lint(["fuzz", "tasks", "-n", "5", "--seed", each], tmp_path).stdout for each in "12")

    assert one != two


@pytest.mark.parametrize("kind", ["tasks", "task-suites"])
@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
def test_the_labels_are_what_check_says(kind: str, contract: str, tmp_path: Path) -> None:
    known = ("--contract", contract, "--project", PROJECT, "--no-allow-defaults")
    making = ("fuzz", kind, "-n", "300", "--invalid", "0.5", "-o", "made.jsonl", "--labels", "labels.json")
    checking = ("check", "made.jsonl", "--kind", kind, "--isolated", "--output-format", "validation-errors")
    made, checked = (toloka_lint([*arguments, *known], tmp_path) for arguments in (making, checking))

    labels = (tmp_path / "labels.json").read_text("utf-8")
    assert made == (0, "", "")
    assert (checked.exit, checked.stdout) == (1, labels)
    assert 100 < len(orjson.loads(labels)) < 200


def test_valid_items_are_all_there_is_by_default(tmp_path: Path) -> None:
    toloka_lint(["fuzz", "tasks", "-n", "50", "-o", "made.jsonl", "--labels", "labels.json"], tmp_path)
    checked = toloka_lint(["check", "made.jsonl", "--isolated", "--kind", "tasks"], tmp_path)

    assert (tmp_path / "labels.json").read_bytes() == b"{}\n"
    assert checked.exit == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("pool",), "toloka-lint: KIND: unknown kind 'pool'; known: tasks, task-suites\n"),
        (("tasks", "--project", "none.json"), "toloka-lint: none.json: there is no such file\n"),
        (
            ("tasks", "--labels", "x", "-o", "./x"),
            "toloka-lint: items and labels cannot go to the same place: give --labels and -o different files\n",
        ),
        (
            ("tasks", "--project", "nothing.json"),
            "no value can be valid, or none was found; mend the attributes of the field in the project\n",
        ),
    ],
)
def test_what_cannot_run_says_why(arguments: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    (tmp_path / "nothing.json").write_text(
        '{"input_spec": {"x": {"type": "array_string", "min_size": 2, "max_size": 1}}}'
    )

    done = toloka_lint(["fuzz", *arguments], tmp_path)

    assert (done.exit, done.stdout) == (2, "")
    assert done.stderr.endswith(expected)
