"""Plays what a page of the documentation shows: its console blocks, in a folder with the files of fixtures/readme."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def play(page: str, folder: Path) -> None:
    """Run each command of the page and compare what it prints with what the page shows."""
    shutil.copytree(ROOT / "fixtures" / "readme", folder, dirs_exist_ok=True)
    commands = [shown for block in CONSOLE.findall(page) for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert commands
    for command, _, expected in (shown.partition("\n") for shown in commands):
        assert (command, _output(command, folder)) == (command, expected)


def _output(command: str, folder: Path) -> str:
    done = subprocess.run(  # noqa: S602 - the commands of the documentation
        command,
        shell=True,
        cwd=folder,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout
