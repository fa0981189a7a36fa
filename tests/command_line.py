"""The command line, run inside the test's own process: as `python -m validator`, only quicker."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from validator.cli import main


class Outcome(NamedTuple):
    """How a call ended."""

    exit: object
    stdout: str
    stderr: str


def toloka_lint(arguments: Sequence[str], folder: Path, stdin: bytes = b"") -> Outcome:
    """Run the command in a folder."""
    out, err, before = _stream(), _stream(), Path.cwd()
    code: object = 0
    os.chdir(folder)
    try:
        with (
            mock.patch.object(sys, "argv", ["toloka-lint", *arguments]),
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


def _stream(data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode()
