"""The command line under test, and its cases: folders of files, a command among them, and exactly what comes of it.

In the folder of a case, `case.json` has the `arguments` and the `exit` code; `stdin`, `stdout` and `stderr` are files,
where they are not empty; `written` holds the files that the command leaves; all else is what the command finds there.
In `case.json` may stand too: `about`, in words; `process`, true where the case needs one of its own; `stderr_contains`,
in place of the file, where the words are those of the library that parses the arguments. VERSION stands for ours.
"""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from validator import __version__
from validator.cli import main

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"


class Outcome(NamedTuple):
    """How a call ended."""

    exit: object
    stdout: str = ""
    stderr: str = ""


def toloka_lint(arguments: Sequence[str], folder: Path, stdin: bytes = b"") -> Outcome:
    """Run the command in a folder, inside the test's own process: as `python -m validator`, only quicker."""
    out, err, before = _stream(), _stream(), Path.cwd()
    code: object = 0
    os.chdir(folder)
    try:
        with (
            mock.patch.object(sys, "argv", ["toloka-lint", *arguments]),
            mock.patch.dict(os.environ, COLUMNS="80"),
            mock.patch.object(sys, "stdin", _stream(stdin)),
            mock.patch.object(sys, "stdout", out),
            mock.patch.object(sys, "stderr", err),
        ):
            main()
    except SystemExit as end:
        code = end.code
    finally:
        os.chdir(before)
        gc.enable()
    return Outcome(code, _text(out), _text(err))


def python(arguments: Sequence[str], folder: Path = ROOT, stdin: bytes = b"", **environment: str) -> Outcome:
    """Run a Python of its own in a folder; its `validator` is this one, installed or not."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_a_process(arguments: Sequence[str], folder: Path, stdin: bytes = b"", **environment: str) -> Outcome:
    """Run the command in a folder, in a process of its own."""
    return python(["-m", "validator", *arguments], folder, stdin, **environment)


class Case(NamedTuple):
    """A folder, with what its `case.json` says."""

    folder: Path
    arguments: Sequence[str]
    exit: int
    about: str = ""
    process: bool = False
    stderr_contains: str = ""

    def __str__(self) -> str:
        return self.folder.name

    @property
    def expected(self) -> tuple[Outcome, Mapping[str, str]]:
        """What is printed, and the texts of the files that are written."""
        stderr = self.stderr_contains or self._held("stderr").decode()
        return Outcome(self.exit, self._held("stdout").decode(), stderr), self._written(self.folder / "written")

    def run(self, folder: Path, *more: str) -> tuple[Outcome, Mapping[str, str]]:
        """The same of the command, with more arguments if there are any, in a copy of the case."""
        ours = shutil.ignore_patterns("case.json", "stdin", "stdout", "stderr", "written")
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, ignore=ours)
        run = in_a_process if self.process else toloka_lint
        code, stdout, stderr = run([*self.arguments, *more], folder, self._held("stdin"))
        if self.stderr_contains in stderr and "Traceback" not in stderr:
            stderr = self.stderr_contains or stderr
        return Outcome(code, stdout.replace(f'"{__version__}"', '"VERSION"'), stderr), self._written(folder)

    def _written(self, folder: Path) -> Mapping[str, str]:
        return {each.name: (folder / each.name).read_text("utf-8") for each in self.folder.glob("written/*")}

    def _held(self, name: str) -> bytes:
        file = self.folder / name
        return file.read_bytes() if file.exists() else b""


def cases_in(name: str) -> list[Case]:
    """The cases in a folder of fixtures. There must be some: an empty folder would test nothing."""
    folders = sorted((FIXTURES / name).iterdir())
    assert folders, f"no cases in fixtures/{name}"
    return [Case(each, **json.loads((each / "case.json").read_bytes())) for each in folders]


def _stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode()
