"""Where output goes: to a stream, piece by piece, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from validator.inputs.names import CannotReadError

_PIECE = 1 << 16
#: The folders in which Unix shows the open descriptors of a process, by number.
_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(?P<process>\d+)(/task/\d+)?/fd")
_MOST_LINKS = 40


class CannotWriteError(CannotReadError):
    """The output file cannot be written."""


def is_stdout(file: str | None) -> bool:
    """Whether output that goes there goes to stdout."""
    return file is None or file == "-" or _descriptor(file) == 1


def place(file: str | None) -> str:
    """The same for all names of one place."""
    return "-" if file is None or is_stdout(file) else os.path.realpath(file)


def refuse_to_overwrite(output: str | None, *inputs: object) -> None:
    """See that the output is none of the files that are read; None among these stands for what was not given.

    Raises:
        CannotWriteError: it is one of them.
    """
    if output is None or output == "-":
        return
    target = os.path.realpath(output)
    if os.path.exists(target) and not os.path.isfile(target):  # noqa: PTH110, PTH113 - these never raise
        return  # what is written to a device is not read from it
    if any(each is not None and str(each) != "-" and os.path.realpath(str(each)) == target for each in inputs):
        raise CannotWriteError(output, "is also an input; write to another file")


@contextmanager
def writer(file: str | None, before: Callable[[], None] = lambda: None) -> Iterator[Callable[[str], object]]:
    """A function that writes text as UTF-8, to stdout or to the file; `before` is called before a stream gets some.

    Raises:
        CannotWriteError: the file cannot be written; what stood there before still does.
        OSError: stdout or stderr cannot be written to.
    """
    stream = _standard(file)
    if stream is None and file is not None:
        with _opened(file) as opened, _buffered(lambda data: _write(file, opened, data)) as write:
            yield write
    elif stream is not None:
        with _buffered(stream.buffer.write, before) as write:
            yield write
        stream.buffer.flush()


def _standard(file: str | None) -> TextIO | None:
    """The standard stream that a name stands for, however it is spelled; None for a file."""
    if is_stdout(file):
        return sys.stdout
    return sys.stderr if file is not None and _descriptor(file) == 2 else None  # noqa: PLR2004 - its number


@contextmanager
def _buffered(
    put: Callable[[bytes], object], before: Callable[[], None] = lambda: None
) -> Iterator[Callable[[str], object]]:
    pieces: list[str] = []
    size = 0

    def flush() -> None:
        nonlocal size
        if pieces:
            before()
        # A lone surrogate can only come from a file name; it is shown by its number.
        put("".join(pieces).encode("utf-8", "backslashreplace"))
        pieces.clear()
        size = 0

    def write(text: str) -> None:
        nonlocal size
        pieces.append(text)
        size += len(text)
        if size >= _PIECE:
            flush()

    try:
        yield write
    finally:
        flush()


def _write(file: str, stream: BinaryIO, data: bytes) -> None:
    with _named(file):
        stream.write(data)


@contextmanager
def _named(file: str) -> Iterator[None]:
    """Say of which file it is that it cannot be written; a reader that left is passed on."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWriteError(file, f"cannot be written: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    target = Path(os.path.realpath(file))
    if target.is_symlink():
        raise CannotWriteError(file, "cannot be written: it is a link that leads back to itself")
    with _named(file):
        stream = _of_descriptor(file) or _of_device(target)
    if stream is None:
        with _replacing(file, target) as temporary:
            yield temporary
        return
    try:
        yield stream
    finally:
        with _named(file):
            stream.close()


def _of_descriptor(file: str) -> BinaryIO | None:
    """What an open descriptor leads to, as `/dev/fd/63` does: written on where it stands, and never replaced."""
    number = _descriptor(file)
    if number is None:
        return None
    if number < 0:
        return Path(file).open("ab")  # of another process
    return os.fdopen(os.dup(number), "wb")


def _of_device(target: Path) -> BinaryIO | None:
    """A device or a pipe: only a file can be replaced."""
    return target.open("wb") if target.exists() and not target.is_file() else None


def _descriptor(file: str) -> int | None:
    """The number of the descriptor that a name leads to, -1 for one of another process; None where it leads to none."""
    name = os.path.abspath(file)  # noqa: PTH100 - links stay
    for _ in range(_MOST_LINKS):
        folder, last = os.path.split(name)
        found = _DESCRIPTORS.fullmatch(os.path.realpath(folder)) if last.isdecimal() else None
        if found:
            return int(last) if found["process"] in (None, str(os.getpid())) else -1
        if not os.path.islink(name):  # noqa: PTH114 - a name that is too long is no link
            return None
        name = os.path.join(folder, os.readlink(name))  # noqa: PTH115, PTH118 - links stay
    return None


@contextmanager
def _replacing(file: str, target: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place and the mode of the target in the end, and leaves nothing if there is no end."""
    # The name is known before there is such a file: a signal at any time finds what to remove.
    temporary = target.parent / f".toloka-lint-{os.urandom(8).hex()}"
    try:
        with _named(file):
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
            first_mode = 0o666 if mode is None else 0o600
            stream = open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, first_mode))  # noqa: SIM115
        try:
            yield stream
        finally:
            with _named(file):
                stream.close()
        with _named(file):
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
