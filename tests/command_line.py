"""The command line under test: run in a folder, inside the test's own process or in one of its own."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

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


def in_bash(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script of bash in a folder; `python -m validator` in it is this one."""
    return subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode()
