"""From names to inputs: what each name stands for, of what type it is, and which of them are the same file."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import NamedTuple

from validator.errors import CannotCheckError

STDIN = "-"
#: The types of inputs, by the ends of their names.
TYPES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".tsv": "tsv", ".csv": "csv", ".xlsx": "xlsx"}
#: The types that are tables.
TABLES = ("tsv", "csv", "xlsx")
#: The kinds of compression, by the ends of names; they stand behind the type.
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
#: The type of an input whose content tells.
ANY = ""

_NO_FILE = "there is no such file"
_KNOWN = f"{', '.join(TYPES)}, each also with {' or '.join(COMPRESSIONS)}"


class CannotReadError(CannotCheckError):
    """A file that cannot be read: `file` is its name as it was given."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(file, why)

    def __str__(self) -> str:
        return f"{self.file}: {self.why}"


class Input(NamedTuple):
    """One file to check: the name it is shown by, its type (ANY where its content tells), how it is compressed."""

    name: str
    type: str = ANY
    is_stdin: bool = False
    compression: str = ""
    #: Whether the type was said by the user, so that nothing else tells.
    is_forced: bool = False

    @property
    def is_one_request(self) -> bool:
        """Whether the file is the body of one request; the others are data sets that take several."""
        return self.type == "json"

    @property
    def is_table(self) -> bool:
        """Whether rows become its items."""
        return self.type in TABLES


class Expanded(NamedTuple):
    """The inputs that names stand for, what is to be said of them, and why others cannot be read."""

    inputs: list[Input]
    notes: list[str]
    errors: list[CannotReadError]


def expanded(names: Iterable[str], stdin_name: str | None = None, type_: str = ANY) -> Expanded:
    """The inputs of a command line: a folder stands for all files of known types in it, and no file comes twice."""
    found = Expanded([], [], [])
    seen: set[tuple[int, int]] = set()
    for name in names:
        for file in _inside(name, found) if _is_folder(name) else [name]:
            try:
                source = input_of(file, stdin_name, type_)
            except CannotReadError as error:
                found.errors.append(error)
                continue
            identity = _identity(source)
            if identity is None or identity not in seen:
                found.inputs.append(source)
            if identity:
                seen.add(identity)
    return found


def input_of(name: str, stdin_name: str | None = None, type_: str = ANY) -> Input:
    """The input that a command line names; `-` is stdin, which `stdin_name` gives a name and so a type.

    Raises:
        CannotReadError: there is no such file, or its name does not tell what type it is of.
    """
    if not name:
        raise CannotReadError("''", "an empty name is no file")
    is_stdin = name == STDIN
    if is_stdin and not stdin_name:
        return Input("<stdin>", type_, is_stdin=True, is_forced=bool(type_))
    shown = stdin_name if is_stdin and stdin_name else name
    compression, of_name, suffix = _parts(shown)
    if type_:
        return Input(shown, type_, is_stdin, compression, is_forced=True)
    mode = None if is_stdin else _mode(name)
    if of_name is None and suffix and (is_stdin or (mode is not None and stat.S_ISREG(mode))):
        raise CannotReadError(shown, f"unknown file type {suffix!r}; known: {_KNOWN}")
    return Input(shown, of_name or ANY, is_stdin, compression)


def compression_of(name: str) -> str:
    """How a file of this name is compressed, "" for not at all."""
    return COMPRESSIONS.get(FilePath(name).suffix.lower(), "")


def is_known_type(name: str) -> bool:
    """Whether a file of this name has a reader."""
    return _parts(name)[1] is not None


def _parts(name: str) -> tuple[str, str | None, str]:
    """How a file is compressed, its type (None for an unknown one), and the end of the name that says so."""
    compression = compression_of(name)
    path = FilePath(FilePath(name).stem if compression else name)
    suffix = path.suffix.lower()
    if not suffix and path.name.lower() in TYPES:
        suffix = path.name.lower()  # pathlib takes the whole of `.json` for a name
    return compression, TYPES.get(suffix), suffix


def _mode(name: str) -> int | None:
    """What kind of file it is; None for one that opening will complain of.

    Raises:
        CannotReadError: the name leads to nothing.
    """
    try:
        mode = FilePath(name).stat().st_mode
    except (OSError, ValueError) as error:
        raise CannotReadError(name, reason(error)) from None
    if stat.S_ISDIR(mode):
        raise CannotReadError(name, "is a folder; name a file in it")
    return mode


def reason(error: OSError | ValueError) -> str:
    """Why a file cannot be opened, in a few words."""
    if isinstance(error, FileNotFoundError):
        return _NO_FILE
    if isinstance(error, IsADirectoryError):
        return "is a folder; name a file in it"
    return (getattr(error, "strerror", None) or str(error)).lower()


def _is_folder(name: str) -> bool:
    try:
        return name not in {"", STDIN} and stat.S_ISDIR(FilePath(name).stat().st_mode)
    except (OSError, ValueError):
        return False  # input_of says why


def _inside(folder: str, found: Expanded) -> list[str]:
    """The files of known types in a folder, in order."""
    files: list[str] = []
    skipped: Counter[str] = Counter()

    def complain(error: OSError) -> None:
        found.errors.append(CannotReadError(str(error.filename or folder), reason(error)))

    before = len(found.errors)
    for parent, folders, names in os.walk(folder, onerror=complain):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in names:
            path = FilePath(parent, name)
            if name.startswith("."):
                continue
            if not is_known_type(name):
                skipped[path.suffix.lower() or "without a type"] += 1
                continue
            try:
                if stat.S_ISREG(path.stat().st_mode):
                    files.append(str(path))
            except OSError as error:
                complain(error)
    if files and skipped:
        found.notes.append(_about_skipped(folder, skipped))
    if not files and len(found.errors) == before:
        found.errors.append(CannotReadError(folder, f"there is no file to check in this folder; known types: {_KNOWN}"))
    return sorted(files, key=FilePath)


def _about_skipped(folder: str, skipped: Counter[str]) -> str:
    total = skipped.total()
    types = ", ".join(each for each, _ in skipped.most_common(5)) + (", …" if len(skipped) > 5 else "")  # noqa: PLR2004 - enough to know which
    return f"{folder}: {total:,} {'file' if total == 1 else 'files'} of other types skipped ({types})"


def _identity(source: Input) -> tuple[int, int] | None:
    """What two names of one file share; None where nothing can be known."""
    try:
        status = os.fstat(0) if source.is_stdin else FilePath(source.name).stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None
