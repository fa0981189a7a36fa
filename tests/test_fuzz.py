"""`toloka-lint fuzz`: the same bytes for the same seed, and labels that `check` agrees with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

FIXTURES = Path(__file__).parent.parent / "fixtures" / "fuzz"
PROJECT = str(FIXTURES / "every-attribute.json")


def _run(*arguments: str, folder: Path, hash_seed: int = 0) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "validator", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(FIXTURES.parent.parent), "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        check=False,
    )


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    arguments = ("fuzz", "tasks", "-n", "40", "--seed", "7", "--invalid", "0.5", "--project", PROJECT)

    one, two = (_run(*arguments, folder=tmp_path, hash_seed=each) for each in (1, 2))

    assert one.returncode == 0
    assert one.stderr == b""
    assert one.stdout == two.stdout
    assert one.stdout.count(b"\n") == 40


def test_more_items_begin_with_the_fewer(tmp_path: Path) -> None:
    few, many = (_run("fuzz", "task-suites", "-n", n, folder=tmp_path).stdout for n in ("5", "9"))

    assert many.startswith(few)
    assert many != few


def test_another_seed_gives_other_items(tmp_path: Path) -> None:
    one, two = (_run("fuzz", "tasks", "-n", "5", "--seed", each, folder=tmp_path).stdout for each in "12")

    assert one != two


@pytest.mark.parametrize("kind", ["tasks", "task-suites"])
@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
def test_the_labels_are_what_check_says(kind: str, contract: str, tmp_path: Path) -> None:
    known = ("--contract", contract, "--project", PROJECT, "--no-allow-defaults")
    made = _run(
        "fuzz", kind, "-n", "300", "--invalid", "0.5", "-o", "made.jsonl", "--labels", "labels.json", *known,
        folder=tmp_path,
    )  # fmt: skip
    checked = _run(
        "check", "made.jsonl", "--kind", kind, "--isolated", "--output-format", "validation-errors", *known,
        folder=tmp_path,
    )  # fmt: skip

    labels = (tmp_path / "labels.json").read_bytes()
    assert (made.returncode, made.stdout, made.stderr) == (0, b"", b"")
    assert checked.returncode == 1
    assert checked.stdout == labels
    assert 100 < len(orjson.loads(labels)) < 200


def test_valid_items_are_all_there_is_by_default(tmp_path: Path) -> None:
    _run("fuzz", "tasks", "-n", "50", "-o", "made.jsonl", "--labels", "labels.json", folder=tmp_path)
    checked = _run("check", "made.jsonl", "--isolated", "--kind", "tasks", folder=tmp_path)

    assert (tmp_path / "labels.json").read_bytes() == b"{}\n"
    assert checked.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("pool",), "toloka-lint: unknown kind 'pool'; known: tasks, task-suites\n"),
        (("tasks", "--project", "none.json"), "toloka-lint: none.json: there is no such file\n"),
        (
            ("tasks", "--labels", "x", "-o", "x"),
            "Error: items and labels cannot go to the same place: give --labels and -o different files\n",
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

    done = _run("fuzz", *arguments, folder=tmp_path)

    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().endswith(expected)
