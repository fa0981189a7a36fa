"""Cases of a command: folders that hold input files, the arguments, and exactly what is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from command_line import Outcome

FIXTURES = Path(__file__).parent.parent / "fixtures"


class Case(NamedTuple):
    """A folder: `case.json` has the arguments, the exit code, and the text of stdin; stdout and stderr are files."""

    folder: Path
    arguments: Sequence[str]
    stdin: str
    printed: Outcome


def cases_in(name: str) -> list[Case]:
    """The cases in a folder of fixtures. There must be some: an empty folder would test nothing."""
    found = [_read(each.parent) for each in sorted((FIXTURES / name).glob("*/case.json"))]
    assert found, f"no cases in fixtures/{name}"
    return found


def _read(folder: Path) -> Case:
    said = json.loads((folder / "case.json").read_bytes())
    printed = Outcome(said["exit"], _text(folder / "stdout"), _text(folder / "stderr"))
    return Case(folder, said["arguments"], said.get("stdin", ""), printed)


def _text(file: Path) -> str:
    return file.read_bytes().decode() if file.exists() else ""
