"""Cases of a command: folders with the input files, the arguments, and exactly what is printed."""

from __future__ import annotations

import gc
import json
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from validator.cli import main

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Done(NamedTuple):
    code: int
    stdout: str
    stderr: str


def run(*arguments: str, capfd: pytest.CaptureFixture[str]) -> Done:
    """Run the command line in this process, as the console script does."""
    capfd.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["toloka-lint", *arguments])
        code = _exit_code()
    return Done(code, *capfd.readouterr())


def _exit_code() -> int:
    try:
        with pytest.raises(SystemExit) as stopped:
            main()
    finally:
        gc.enable()  # the command line does without it
    return stopped.value.code if isinstance(stopped.value.code, int) else 0


def cases(folder: str) -> list[Path]:
    """The cases in a folder of fixtures. There must be some: an empty list would test nothing."""
    found = sorted(each for each in (FIXTURES / folder).iterdir() if each.is_dir())
    assert found, f"no cases in fixtures/{folder}"
    return found


def expected(case: Path) -> Done:
    said = json.loads((case / "case.json").read_text("utf-8"))
    return Done(said["exit"], _text(case / "stdout"), _text(case / "stderr"))


def run_case(case: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> Done:
    """What the case's command does in a copy of its folder."""
    shutil.copytree(case, folder, dirs_exist_ok=True)
    arguments = json.loads((case / "case.json").read_text("utf-8"))["arguments"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "120")
        return run(*arguments, capfd=capfd)


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""
