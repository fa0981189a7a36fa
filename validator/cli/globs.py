"""Which files a glob names: `*`, `?`, `[…]` inside a name, `**` for any number of folders, as in .gitignore."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeAlias

#: What is left of a glob, name by name. After each name of a path a set of these is left; `()` means: it fits.
Steps: TypeAlias = "tuple[str, ...]"


def fits(glob: str, name: str) -> bool:
    """Whether a file fits a glob. `name` is relative to the folder of the glob, with `/` between the names.

    A glob without a slash looks for the name in every folder; a trailing slash stands for everything below.
    """
    left = {_steps(glob)}
    for each in name.split("/"):
        left = _after(left, each)
    return () in left


def found(glob: str, folder: Path) -> Iterator[str]:
    """The files below a folder that fit a glob.

    Folders that begin with a dot, and links to folders, are entered only where the glob spells out their name.
    """
    steps = _steps(glob)
    while steps[:1] == ("..",):
        folder, steps = folder / "..", steps[1:]
    return _found(str(folder), {steps})


def _steps(glob: str) -> Steps:
    steps = [each for each in glob.split("/") if each not in ("", ".")]
    if "/" not in glob.rstrip("/"):
        steps.insert(0, "**")
    if glob.endswith("/") or not steps:
        steps.append("**")
    # What stands for everything below a folder does not stand for the folder.
    return (*steps, "*") if steps[-1] == "**" else tuple(steps)


def _after(left: set[Steps], name: str) -> set[Steps]:
    """What is left of a glob after one more name of the path."""
    after: set[Steps] = set()
    for each in left:
        steps = each
        while steps[:1] == ("**",):
            if name != "..":
                after.add(steps)
            steps = steps[1:]
        if steps and (steps[0] == name or (name != ".." and fnmatchcase(name, steps[0]))):
            after.add(steps[1:])
    return after


def _found(folder: str, left: set[Steps]) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            after = _after(left, entry.name)
            if () in after and entry.is_file():
                yield entry.path
            elif after - {()} and entry.is_dir() and _is_entered(entry, left):
                yield from _found(entry.path, after)


def _is_entered(entry: os.DirEntry[str], left: set[Steps]) -> bool:
    is_plain = not entry.name.startswith(".") and not entry.is_symlink()
    return is_plain or any(steps[:1] == (entry.name,) for steps in left)
