"""File names as code hosts want them: relative to the current directory, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

_STDIN = {"-", "<stdin>"}


def relative(name: str) -> str:
    """The name from the current directory, where the file is inside it; a lone surrogate as its escape."""
    return _from_here(name.encode(errors="backslashreplace").decode()).as_posix()


def uri(name: str) -> str:
    """The same as the reference of a URI, in which any byte can stand; a file elsewhere gets an absolute one."""
    from urllib.parse import quote  # only one format needs it, and start-up time counts

    path = _from_here(name)
    try:
        return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    except UnicodeEncodeError:  # no name of a file has such a surrogate
        return quote(relative(name))


def _from_here(name: str) -> PurePath:
    if name in _STDIN:
        return PurePath("stdin")
    path, here = PurePath(name), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
