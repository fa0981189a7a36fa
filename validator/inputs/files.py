"""Inputs: which files a run is about, how each is opened, and which reader it takes."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import BinaryIO, NamedTuple, cast

import orjson

from validator.contract.task_spec import TaskSpec
from validator.errors import CannotCheckError
from validator.inputs.json_files import read_json, read_lines
from validator.model import JSON, Batch, Fault

STDIN = "-"
GZIP = ".gz"
_NO_FILE = "there is no such file"


class Known(NamedTuple):
    """What a reader may know beside the bytes: a table's values are read by the fields of the project."""

    spec: TaskSpec | None = None
    pool_id: str | None = None


Reader = Callable[[BinaryIO, Known], Iterator[Batch | Fault]]


def _json(stream: BinaryIO, _: Known) -> Iterator[Batch | Fault]:
    return read_json(stream)


def _lines(stream: BinaryIO, _: Known) -> Iterator[Batch | Fault]:
    return read_lines(stream)


def _table(stream: BinaryIO, known: Known) -> Iterator[Batch | Fault]:
    from validator.inputs.table import POOL_OF_UPLOAD, read_table

    return read_table(stream, known.spec, known.pool_id or POOL_OF_UPLOAD)


TABLE = ".tsv"
#: The types of files with an item in each line.
LINES = (".jsonl", ".ndjson")
#: The reader of each file type.
READERS: dict[str, Reader] = {".json": _json, **dict.fromkeys(LINES, _lines), TABLE: _table}


class CannotReadError(CannotCheckError):
    """A file that cannot be read: `file` is its name as it was given."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(file, why)

    def __str__(self) -> str:
        return f"{self.file}: {self.why}"


class Input(NamedTuple):
    """One file to check: the name it is shown by, and its type, a key of READERS; "" for one to be guessed."""

    name: str
    type: str
    is_stdin: bool = False
    is_compressed: bool = False

    @property
    def is_one_request(self) -> bool:
        """Whether the file is the body of one request; the others are data sets that take several."""
        return self.type == ".json"


def input_of(name: str, stdin_name: str | None = None) -> Input:
    """The input that a command line names; `-` is stdin, which `stdin_name` gives a name and so a type.

    Raises:
        CannotReadError: the name does not tell what type of file it is.
    """
    if not name:
        raise CannotReadError("''", "an empty name is no file")
    is_stdin = name == STDIN
    if is_stdin and stdin_name is None:
        return Input("<stdin>", "", is_stdin=True)
    shown = stdin_name if is_stdin and stdin_name else name
    is_compressed = shown.lower().endswith(GZIP)
    type_ = FilePath(shown[: -len(GZIP)] if is_compressed else shown).suffix.lower()
    if type_ not in READERS:
        raise CannotReadError(shown, _no_reader(shown, type_, is_stdin=is_stdin))
    return Input(shown, type_, is_stdin, is_compressed)


def _no_reader(name: str, type_: str, *, is_stdin: bool) -> str:
    known = f"{', '.join(READERS)}, each also with {GZIP}"
    if not is_stdin and FilePath(name).is_dir():
        return f"there is no file to check in this folder; known types: {known}"
    if not is_stdin and not FilePath(name).exists():
        return _NO_FILE
    return f"unknown file type {type_!r}; known: {known}" if type_ else f"a name without a file type; known: {known}"


def expanded(names: Iterable[str]) -> list[str]:
    """The files that the names stand for: a folder stands for all files in it that have a known type, if any has."""
    return [file for name in names for file in (name and FilePath(name).is_dir() and _inside(name)) or [name]]


def _inside(folder: str) -> list[str]:
    files = sorted(each for each in FilePath(folder).rglob("*") if each.is_file())
    return [str(each) for each in files if is_known_type(each.name) and not _is_hidden(each.relative_to(folder))]


def is_known_type(name: str) -> bool:
    """Whether a file of this name has a reader."""
    return name.lower().removesuffix(GZIP).endswith(tuple(READERS))


def _is_hidden(path: FilePath) -> bool:
    return any(part.startswith(".") for part in path.parts)


@contextmanager
def opened(source: Input, on_read: Callable[[int], None] | None = None) -> Iterator[BinaryIO]:
    """The bytes of an input, decompressed. stdin is left open; `on_read` is told how many bytes of the file were read.

    Raises:
        CannotReadError: there is no such file, or it may not be read.
    """
    try:
        raw = sys.stdin.buffer if source.is_stdin else FilePath(source.name).open("rb")  # noqa: SIM115 - closed below
    except IsADirectoryError:
        raise CannotReadError(source.name, "is a folder; name the files, or the folder alone") from None
    except OSError as error:
        raise CannotReadError(source.name, _reason(error)) from None
    stream = cast("BinaryIO", _Counted(raw, on_read)) if on_read else raw
    try:
        yield _decompressed(stream) if source.is_compressed else stream
    finally:
        if not source.is_stdin:
            raw.close()


def _decompressed(stream: BinaryIO) -> BinaryIO:
    import gzip

    return cast("BinaryIO", gzip.GzipFile(fileobj=stream))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _NO_FILE
    return (error.strerror or str(error)).lower()


def batches(source: Input, stream: BinaryIO, known: Known | None = None) -> Iterator[Batch | Fault]:
    """What the input's reader makes of it.

    Raises:
        CannotReadError: reading failed on the way, as in a compressed file that was cut.
    """
    with read_to_end(source.name):
        yield from READERS[source.type](stream, known or Known())


@contextmanager
def read_to_end(name: str) -> Iterator[None]:
    """Says of a file what kept it from being read to its end.

    Raises:
        CannotReadError: something did.
    """
    try:
        yield
    except Exception as error:
        why = _why_cut(error)
        if why is None:
            raise
        raise CannotReadError(name, why) from None


def _why_cut(error: Exception) -> str | None:
    """Why a file was not read to its end; None for what has nothing to do with the file."""
    import gzip
    import zlib

    if isinstance(error, EOFError):
        return "was cut: it ends amid compressed text; copy or make it anew"
    if isinstance(error, gzip.BadGzipFile):
        return "is not what gzip makes; if it is plain text, its name must not end in .gz"
    if isinstance(error, zlib.error):
        return "is damaged: the compressed text in it makes no sense; copy or make it anew"
    return f"cannot be read to its end: {_reason(error)}" if isinstance(error, OSError) else None


#: How what is not JSON begins, and the name it should be given.
_NO_JSON = (
    (re.compile(rb"\x1f\x8b"), "compressed", "tasks.jsonl.gz"),
    (re.compile(rb"(?:\xef\xbb\xbf)?(?:INPUT|GOLDEN|HINT|TASK):"), "a table", "tasks.tsv"),
)


def guessed(source: Input, stream: BinaryIO) -> tuple[Input, BinaryIO]:
    """The input with its type, where it has none: JSON lines if the first line is a value and more follows.

    Raises:
        CannotReadError: it is no JSON, but something else that is known.
    """
    if source.type:
        return source, stream
    first = stream.readline()
    for begins, what, name in _NO_JSON:
        if begins.match(first):
            raise CannotReadError(source.name, f"is {what}; give it a name, as --stdin-filename {name}")
    second = stream.readline() if _is_value(first) else b""
    while second and not second.strip():
        second = stream.readline()
    type_ = ".jsonl" if second else ".json"
    rest = cast("BinaryIO", _Joined(first + second, stream))
    return Input(source.name, type_, source.is_stdin, source.is_compressed), rest


def _is_value(line: bytes) -> bool:
    try:
        orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return False
    return True


class _Counted(io.RawIOBase):
    """A stream that tells how much was read from it."""

    def __init__(self, stream: BinaryIO, on_read: Callable[[int], None]) -> None:
        self._stream = stream
        self._on_read = on_read

    def fileno(self) -> int:
        return self._stream.fileno()

    def read(self, size: int | None = -1) -> bytes:
        data = self._stream.read(-1 if size is None else size)
        self._on_read(len(data))
        return data

    def readline(self, size: int | None = -1) -> bytes:
        line = self._stream.readline(-1 if size is None else size)
        self._on_read(len(line))
        return line

    def readlines(self, hint: int | None = -1) -> list[bytes]:
        lines = self._stream.readlines(-1 if hint is None else hint)
        self._on_read(sum(map(len, lines)))
        return lines


class _Joined(io.RawIOBase):
    """A stream with some bytes put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            return self._head.read() + self._rest.read()
        return self._head.read(size) or self._rest.read(size)

    def readline(self, size: int | None = -1) -> bytes:
        line = self._head.readline(-1 if size is None else size)
        return line if line.endswith(b"\n") else line + self._rest.readline()

    def readlines(self, hint: int | None = -1) -> list[bytes]:
        lines = self._head.readlines()
        return lines or self._rest.readlines(hint or -1)


def read_document(name: str, what: str) -> JSON:
    """The JSON value in a project's or pool's file.

    Raises:
        CannotReadError: the file is not there or does not hold JSON.
    """
    try:
        data = FilePath(name).read_bytes()
    except IsADirectoryError:
        raise CannotReadError(name, f"is a folder; name the file with the {what}") from None
    except OSError as error:
        raise CannotReadError(name, _reason(error)) from None
    if not data.strip():
        raise CannotReadError(name, f"is empty; give the {what} as the API returns it")
    try:
        value: JSON = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise CannotReadError(
            name, f"is not JSON: {_why(data, error)}; give the {what} as the API returns it"
        ) from None
    return value


def _why(data: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as undecodable:
        return f"byte {undecodable.start} is not UTF-8"
    from validator.json_text.grammar import malformed
    from validator.json_text.places import line_column

    fault = malformed(text)
    if fault is None:
        return error.msg
    line, column = line_column(text, fault.offset)
    return f"line {line}, column {column}: {fault.message}"
