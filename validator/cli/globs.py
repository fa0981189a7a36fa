"""Which files patterns name, written as in .gitignore: the last one that fits a file decides, and `!` takes back.

Unlike git's, a pattern takes back files of a folder that another one names.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

#: Whether a pattern fits any file is looked for among this many.
_LOOKED_AT = 5_000
_WILD = frozenset("*?[\\")


@dataclass(frozen=True)
class Globs:
    """Patterns relative to a folder; files outside it fit none.

    Raises:
        ValueError: there is a pattern that means nothing, as `!` alone; it is the argument.
    """

    #: As in .gitignore; they may begin with `./` too.
    given: Sequence[str]
    folder: Path

    def __post_init__(self) -> None:
        self._compiled  # noqa: B018 - what means nothing is refused now

    @cached_property
    def patterns(self) -> Sequence[str]:
        """Those that are applied."""
        return [each for each in self.given if not _leads_out(each)]

    @cached_property
    def outside(self) -> Sequence[str]:
        """Those that are not: they lead out of the folder."""
        return [each for each in self.given if _leads_out(each)]

    @cached_property
    def _compiled(self) -> Sequence[GitIgnoreSpecPattern]:
        return list(map(_compiled, self.patterns))

    def deciding(self, name: str) -> str | None:
        """The pattern that names a file, None where none does; `name` is relative, with `/` between the names."""
        if name == ".." or name.startswith("../"):
            return None
        for pattern, compiled in zip(reversed(self.patterns), reversed(self._compiled), strict=True):
            if compiled.match_file(name) is not None:
                return pattern if compiled.include else None
        return None

    def skips(self, name: str) -> bool:
        """Whether a file is named, or with `/` at its end all that a folder holds; False where that is not certain."""
        if name.endswith("/") and any(each.startswith("!") for each in self.patterns):
            return False
        return self.deciding(name) is not None

    def found(self, skips: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
        """The files in the folder that are named, but for those that are skipped, each with the pattern.

        Folders that begin with a dot, and links to folders, are entered only where a pattern begins with their names.
        """
        starts = {_start(each) for each in self.patterns if not each.startswith("!")}
        for name in (name for start in sorted(starts) for name in _walked(self.folder, start, skips)):
            pattern = self.deciding(name)
            if pattern is not None:
                yield name, pattern

    def idle(self, names: Iterable[str]) -> list[str]:
        """The patterns that fit none of these files and, as far as a short look shows, no other in the folder."""
        left = dict(zip(self.patterns, self._compiled, strict=True))
        _cross_out(left, names)
        for start in {_start(each): None for each in left}:
            walked = _walked(self.folder, start, lambda _: False)
            _cross_out(left, islice(walked, _LOOKED_AT))
            if next(walked, None) is not None:  # there is more than is looked at
                left = {pattern: each for pattern, each in left.items() if _start(pattern) != start}
        # Folders with a dot are not looked into.
        return [each for each in left if not (each.startswith(".") and (self.folder / each).exists())]


def _cross_out(left: dict[str, GitIgnoreSpecPattern], names: Iterable[str]) -> None:
    """Remove the patterns that fit one of the names, until none is left."""
    for name in names if left else ():
        for pattern in [each for each, compiled in left.items() if compiled.match_file(name) is not None]:
            del left[pattern]
        if not left:
            return


def _compiled(pattern: str) -> GitIgnoreSpecPattern:
    # Only a run that has patterns pays for the library.
    from pathspec import GitIgnoreSpec

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `[[` is no set in a set
            [compiled] = GitIgnoreSpec.from_lines([_normal(pattern)]).patterns
    except (ValueError, re.error):
        raise ValueError(pattern) from None
    if compiled.include is None:  # a comment
        raise ValueError(pattern)
    return compiled


def _bare(pattern: str) -> str:
    return pattern.removeprefix("!")


def _leads_out(pattern: str) -> bool:
    return ".." in _bare(pattern).split("/")


def _normal(pattern: str) -> str:
    """The pattern as git would have it: without `.` and empty names."""
    bare = _bare(pattern)
    first = "/" if bare.startswith(("/", "./")) else ""
    names = [each for each in bare.split("/") if each not in ("", ".")]
    mark = pattern[: len(pattern) - len(bare)]
    return f"{mark}{first}{'/'.join(names)}{'/' * bare.endswith('/')}" if names or not bare else f"{mark}/**"


def _start(pattern: str) -> str:
    """The names that a pattern begins with and that have no wildcard; none where it fits in any folder."""
    names = _bare(_normal(pattern)).rstrip("/").split("/")
    if len(names) == 1:
        return ""
    wild = next((n for n, each in enumerate(names) if _WILD.intersection(each)), len(names))
    return "/".join(names[:wild]).strip("/")


def _walked(folder: Path, start: str, skips: Callable[[str], bool]) -> Iterator[str]:
    """The files at or below a start in a folder, relative to the folder."""
    if start and os.path.isfile(folder / start):  # noqa: PTH113 - a name that is too long is no file
        yield start
    pending = [start]
    while pending:
        inside = pending.pop()
        with suppress(OSError), os.scandir(folder / inside) as entries:
            for entry in entries:
                name = f"{inside}/{entry.name}" if inside else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and not skips(f"{name}/"):
                        pending.append(name)
                elif os.path.isfile(entry.path) and not skips(name):  # noqa: PTH113 - a link in a circle is no file
                    yield name
