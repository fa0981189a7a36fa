"""The bytes of an input: opened, decompressed, read in blocks; and what keeps them from being read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import Any, BinaryIO, cast

from validator.inputs.names import CannotReadError, Input, reason

#: Files are read in blocks of about this many bytes: enough to make each call worth it, little enough for the cache.
BLOCK = 1 << 16
#: The most memory that one item may take, in bytes, where nothing else is said.
MAX_MEMORY = 1 << 30
# The most that the values of JSON take for each bracket, comma and colon of their text.
_OF_A_MARK = 72
# Shorter text is never counted.
_LITTLE = 1 << 24

_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_CUT = "is truncated; copy or create it again"

Read = Callable[[int], bytes]


class TooLargeError(CannotReadError):
    """A value that would take more memory than it may."""

    def __init__(self, file: str, needed: int, most: int) -> None:
        self.needed, self.most = needed, most
        why = f"holds a value that takes more than {size(most)} of memory; give more with --max-memory, or split it"
        super().__init__(file, why)


class Stream:
    """The bytes of one input, without compression, and what the reader has to say of them beside its findings.

    Args:
        name: The name that the input is shown by.
        read: Gives up to so many of the next bytes; none at the end.
        max_memory: The most memory that one item may take, in bytes.
    """

    def __init__(self, name: str, read: Read, max_memory: int = MAX_MEMORY) -> None:
        self.name, self.max_memory = name, max_memory
        #: Sentences about the file, such as what it was taken for.
        self.notes: list[str] = []
        #: How many bytes were dropped before the text: those of a byte order mark.
        self.offset = 0
        #: The header of a table in text, as the file has it, with its line break; rows end as it does.
        self.header = ""
        self._read = read
        self._head = b""

    def note(self, text: str) -> None:
        """Remember a sentence about the file."""
        self.notes.append(f"{self.name}: {text}")

    def peek(self, count: int) -> bytes:
        """The next bytes, which stay to be read; fewer only where the file ends."""
        pieces, found = [self._head], len(self._head)
        while found < count and (piece := self._read(max(count - found, BLOCK))):
            pieces.append(piece)
            found += len(piece)
        self._head = b"".join(pieces)
        return self._head

    def drop(self, count: int) -> None:
        """Leave out some of the bytes that were peeked at."""
        self._head = self._head[count:]
        self.offset += count

    def put_back(self, data: bytes) -> None:
        """Leave the last bytes that were read to be read again."""
        self._head = data + self._head

    def read(self, count: int = BLOCK) -> bytes:
        """The next bytes, at least one and about so many; none at the end."""
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._read(count)

    def lines(self) -> bytes:
        """The next lines, whole ones, about a block of them; the last line of a file may lack its line feed.

        Raises:
            TooLargeError: a line is too long.
        """
        pieces: list[bytes] = []
        length = 0
        while piece := self.read():
            cut = piece.rfind(b"\n") + 1
            if cut:
                self._head = piece[cut:]
                pieces.append(piece[:cut])
                break
            pieces.append(piece)
            length += len(piece)
            self.check(length)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def rest(self) -> bytes:
        """All bytes that are left.

        Raises:
            TooLargeError: they are too many for one value.
        """
        pieces: list[bytes] = []
        length = 0
        while piece := self.read(1 << 20):
            pieces.append(piece)
            length += len(piece)
            self.check(length)
        return self.checked(b"".join(pieces))

    def check(self, needed: int) -> None:
        """Refuse what takes more memory than it may.

        Raises:
            TooLargeError: it does.
        """
        if needed > self.max_memory:
            raise TooLargeError(self.name, needed, self.max_memory)

    def checked(self, text: bytes) -> bytes:
        """The text of a value itself, unless the value would take too much.

        Raises:
            TooLargeError: it would.
        """
        if len(text) > min(_LITTLE, self.max_memory):
            self.check(len(text) + _OF_A_MARK * sum(map(text.count, (b",", b":", b"[", b"{"))))
        return text


@contextmanager
def opened(
    source: Input, on_read: Callable[[int], None] | None = None, max_memory: int = MAX_MEMORY
) -> Iterator[Stream]:
    """The bytes of an input, decompressed. stdin is left open; `on_read` is told how many bytes of the file were read.

    Raises:
        CannotReadError: there is no such file, or it may not be read.
    """
    raw = sys.stdin.buffer if source.is_stdin else _open(source.name)
    try:
        with read_to_end(source.name):
            stream = _decompressed(source, raw, on_read, max_memory)
        yield stream
    finally:
        if not source.is_stdin:
            raw.close()


def _open(name: str) -> BinaryIO:
    try:
        return cast("BinaryIO", FilePath(name).open("rb", buffering=0))
    except (OSError, ValueError) as error:  # a name may hold what no name can
        raise CannotReadError(name, reason(error)) from None


def _decompressed(source: Input, raw: BinaryIO, on_read: Callable[[int], None] | None, max_memory: int) -> Stream:
    read: Read = getattr(raw, "read1", raw.read)
    if on_read:
        read = _counted(read, on_read)
    stream = Stream(source.name, read, max_memory)
    compression = source.compression
    if not compression:
        head = stream.peek(4)[:4]
        compression = next((each for magic, each in _MAGIC.items() if head.startswith(magic)), "")
        if not compression:
            return stream
        if source.type:
            stream.note(f"is compressed with {compression}, which its name does not say")
    inner = Stream(source.name, _decompressor(compression, source.name, stream), max_memory)
    inner.notes = stream.notes
    return inner


def _decompressor(compression: str, name: str, stream: Stream) -> Read:
    compressed = cast("BinaryIO", _Compressed(stream))
    if compression == "gzip":
        import gzip

        return cast("Read", gzip.GzipFile(fileobj=compressed, mode="rb").read1)
    return cast("Read", _zstd(name).ZstdFile(compressed, "rb").read1)


def _zstd(name: str) -> Any:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        raise CannotReadError(name, "is compressed with zstd; `pip install backports.zstd` brings its reader") from None
    return zstd


class _Compressed:
    """The stream in the form that libraries for compression read: they ask for as much as they need."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._rest = b""

    def read(self, count: int) -> bytes:
        """Up to so many of the next bytes."""
        data = self._rest or self._stream.read(count)
        self._rest = data[count:]
        return data[:count]


def _counted(read: Read, on_read: Callable[[int], None]) -> Read:
    def counting(count: int) -> bytes:
        data = read(count)
        on_read(len(data))
        return data

    return counting


@contextmanager
def read_to_end(name: str) -> Iterator[None]:
    """Say of a file what kept it from being read to its end.

    Raises:
        CannotReadError: something did.
    """
    try:
        yield
    except MemoryError:
        raise out_of_memory(name) from None
    except Exception as error:
        why = _why_cut(error)
        if why is None:
            raise
        raise CannotReadError(name, why) from None


def out_of_memory(name: str) -> CannotReadError:
    """What to say of a file when there is no memory left."""
    return CannotReadError(name, "takes more memory than there is; split the file, or check it on a larger machine")


def _why_cut(error: Exception) -> str | None:
    """Why a file was not read to its end; None for what has nothing to do with the file."""
    if isinstance(error, EOFError):
        return _CUT
    if isinstance(error, OSError) and type(error).__name__ == "BadGzipFile":
        return "is not a gzip file; if it is plain text, its name must not end in .gz"
    if type(error).__module__ == "zlib":
        return "is a damaged gzip file; copy or create it again"
    if type(error).__name__ == "ZstdError":
        return "is not a zstd file, or a damaged one; copy or create it again"
    return f"cannot be read to its end: {reason(error)}" if isinstance(error, OSError) else None


def size(count: int) -> str:
    """A number of bytes in words, as 1 GiB."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return f"{count} bytes"
