"""Cases of a command: folders that hold input files, the arguments, and exactly what is printed."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from validator.cli import main

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Printed(NamedTuple):
    """How a call ended."""

    exit: int
    stdout: str
    stderr: str


class Case(NamedTuple):
    """A folder: `case.json` has the arguments, the exit code, and the text of stdin; stdout and stderr are files."""

    folder: Path
    arguments: Sequence[str]
    stdin: str
    printed: Printed


def cases_in(name: str) -> list[Case]:
    """The cases in a folder of fixtures. There must be some: an empty folder would test nothing."""
    found = [_read(each.parent) for each in sorted((FIXTURES / name).glob("*/case.json"))]
    assert found, f"no cases in fixtures/{name}"
    return found


def _read(folder: Path) -> Case:
    said = json.loads((folder / "case.json").read_bytes())
    printed = Printed(said["exit"], _text(folder / "stdout"), _text(folder / "stderr"))
    return Case(folder, said["arguments"], said.get("stdin", ""), printed)


def _text(file: Path) -> str:
    return file.read_bytes().decode() if file.exists() else ""


def call(arguments: Sequence[str], folder: Path, stdin: bytes = b"") -> Printed:
    """Run the command in a folder, inside this process."""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="") for data in (stdin, b"", b"")]
    code: object = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["toloka-lint", *arguments])
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            main()
        except SystemExit as end:
            code = end.code
        finally:
            gc.enable()
    return Printed(code if isinstance(code, int) else 0, *map(_written, streams[1:]))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode()
