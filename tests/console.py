"""The console blocks of a page of the documentation: the page with what their commands print now."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from command_line import FIXTURES, ROOT

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"in `(\S+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def replayed(page: str, folder: Path, *fixtures: str) -> str:
    """The page with what its commands print now, in a folder with the files that it shows and those of fixtures."""
    for each in fixtures:
        shutil.copytree(FIXTURES / each, folder, dirs_exist_ok=True)
    for name, text in FILE.findall(page):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return BLOCK.sub(lambda block: "".join(_run(each, folder) for each in commands(block[0])), page)


def commands(block: str) -> list[str]:
    """The commands in a console block."""
    return re.findall(r"^\$ (.*)\n", block, re.MULTILINE)


def _run(command: str, folder: Path) -> str:
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
    return f"$ {command}\n{done.stdout}"
