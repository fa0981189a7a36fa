"""The console blocks of a page of the documentation: what they show, and what their commands do print."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from command_line import FIXTURES, ROOT

BLOCK = re.compile(r"^```console\n.*?^```$", re.DOTALL | re.MULTILINE)


def blocks(page: str) -> list[str]:
    """The blocks, in their fences: each is a page of its own."""
    return BLOCK.findall(page)


def shown(page: str) -> list[tuple[str, str]]:
    """The commands of a page, each with what stands under it."""
    commands = [each for block in blocks(page) for each in re.split(r"^\$ ", block[:-3], flags=re.MULTILINE)[1:]]
    return [(command, printed) for command, _, printed in (each.partition("\n") for each in commands)]


def played(page: str, folder: Path) -> list[tuple[str, str]]:
    """The commands of a page, each with what it prints in this folder, where the files of fixtures/readme are."""
    shutil.copytree(FIXTURES / "readme", folder, dirs_exist_ok=True)
    return [(command, _printed(command, folder)) for command, _ in shown(page)]


def _printed(command: str, folder: Path) -> str:
    done = subprocess.run(  # noqa: S602 - the commands of the documentation
        command,
        shell=True,
        cwd=folder,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout
