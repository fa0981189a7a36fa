"""Where output goes: stdout in pieces, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from validator.inputs.files import CannotReadError

_PIECE = 1 << 16


class CannotWriteError(CannotReadError):
    """The output file cannot be written."""


def refuse_to_overwrite(output: str | None, *inputs: object) -> None:
    """See that the output is none of the files that are read; None among these stands for what was not given.

    Raises:
        CannotWriteError: it is one of them.
    """
    if output is None or output == "-":
        return
    target = Path(output).resolve()
    if any(each is not None and str(each) != "-" and Path(str(each)).resolve() == target for each in inputs):
        raise CannotWriteError(output, "is also an input; write to another file")


@contextmanager
def writer(file: str | None, before: Callable[[], None] = lambda: None) -> Iterator[Callable[[str], object]]:
    """A function that writes text as UTF-8, to stdout or to the file; `before` is called before stdout gets some.

    Raises:
        CannotWriteError: the file cannot be written; what stood there before still does.
    """
    if file is None or file == "-":
        with _buffered(sys.stdout.buffer, before) as write:
            yield write
        sys.stdout.buffer.flush()
        return
    try:
        with _opened(Path(file)) as stream, _buffered(stream) as write:
            yield write
    except OSError as error:
        raise CannotWriteError(file, f"cannot be written: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def _buffered(stream: BinaryIO, before: Callable[[], None] = lambda: None) -> Iterator[Callable[[str], object]]:
    pieces: list[str] = []
    size = 0

    def flush() -> None:
        nonlocal size
        if pieces:
            before()
        # A lone surrogate can only come from a file name; it is shown by its number.
        stream.write("".join(pieces).encode("utf-8", "backslashreplace"))
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


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    target = file.resolve()
    if target.exists() and not target.is_file():
        # A device or a pipe is written to; only a file can be replaced.
        with target.open("wb") as stream:
            yield stream
        return
    with _replacing(target) as stream:
        yield stream


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
