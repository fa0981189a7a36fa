"""Texts that are kept in files, and made anew by what they describe: cases, pages of the documentation."""

from __future__ import annotations

import os
from pathlib import Path

HINT = "the file is not what is made; UPDATE=1 pytest writes it anew"


def kept(file: Path, made: str) -> str:
    """The text of the file. With `UPDATE=1` in the environment it becomes what is made, and git shows the change."""
    if os.environ.get("UPDATE") == "1":
        file.write_bytes(made.encode())
    return file.read_bytes().decode()
