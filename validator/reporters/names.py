"""File names as code hosts want them: relative to the current directory, with forward slashes."""

from __future__ import annotations

from pathlib import Path, PurePath

_STDIN = {"-", "<stdin>"}


def relative(name: str) -> str:
    """The name from the current directory, where the file is inside it; a lone surrogate as its escape."""
    if name in _STDIN:
        return "stdin"
    path, here = PurePath(name.encode(errors="backslashreplace").decode()), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def uri(name: str) -> str:
    """The same as the reference of a URI; a file elsewhere gets an absolute one."""
    from urllib.parse import quote  # only one format needs it, and start-up time counts

    path = PurePath(relative(name))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
