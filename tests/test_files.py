"""Each case is a folder in fixtures/files: files, the arguments of the command, and exactly what it prints.

`process` says that the case is run in a process of its own, as `python -m validator`; `stderr_contains` stands in
place of `stderr` where the words are those of the library that parses the arguments; `files` are those that the
command writes; VERSION stands for that of the program.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command_line import Outcome, toloka_lint

from validator import __version__

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "files"
CASES = sorted(FOLDER.iterdir())
NEEDED = {"about", "args", "stdin", "exit", "stdout"}
OTHER = {"stderr", "stderr_contains", "files", "process"}


def read(folder: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((folder / "case.json").read_bytes())
    return case


def in_a_process(arguments: list[str], folder: Path, stdin: bytes) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "validator", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_command_prints_exactly_this(folder: Path, tmp_path: Path) -> None:
    case = read(folder)
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "case.json").unlink()
    stdin = (tmp_path / case["stdin"]).read_bytes() if case["stdin"] else b""
    run = in_a_process if case.get("process") else toloka_lint

    done = run(case["args"], tmp_path, stdin)

    assert done.stdout.replace(f'"{__version__}"', '"VERSION"') == case["stdout"]
    assert done.exit == case["exit"]
    assert "Traceback" not in done.stderr
    if "stderr" in case:
        assert done.stderr == case["stderr"]
    else:
        assert case["stderr_contains"] in done.stderr
    written = {name: (tmp_path / name).read_text() for name in case.get("files", {})}
    assert written == case.get("files", {})


def test_cases_are_well_formed() -> None:
    """An empty folder fails."""
    assert len(CASES) > 100
    for folder in CASES:
        keys = set(read(folder))

        assert keys >= NEEDED, folder
        assert keys <= NEEDED | OTHER, folder
        assert len(keys & {"stderr", "stderr_contains"}) == 1, folder


def test_there_are_cases_of_every_exit_code_and_through_a_process() -> None:
    cases = [read(each) for each in CASES]

    assert {each["exit"] for each in cases} == {0, 1, 2}
    assert {each["exit"] for each in cases if each.get("process")} == {0, 1, 2}
