"""The lines of a file: decoded, numbered, read a piece at a time, and looked at before they are taken."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

from validator.inputs.json_files import BOM, PIECE


class BadByte(NamedTuple):
    """A byte that is not UTF-8: its value, its offset in the file, and its column in the line from 1."""

    value: int
    offset: int
    column: int


class Lines:
    """Lines without their breaks (LF or CR LF). Bytes that are not UTF-8 become U+FFFD, and `bad` knows of them."""

    def __init__(self, stream: BinaryIO) -> None:
        #: The number of the next line, from 1.
        self.number = 1
        #: The first bad byte of each line that has one, by the number of the line; those before `number` are forgotten.
        self.bad: dict[int, BadByte] = {}
        self._stream = stream
        self._block: list[str] = []
        self._next = 0
        self._offset = 0

    def ahead(self, n: int = 0) -> str | None:
        """The n-th line after the next one, or None when the file ends before it."""
        while self._next + n >= len(self._block):
            if not self._fill():
                return None
        return self._block[self._next + n]

    def skip(self, n: int) -> None:
        """Take so many lines."""
        for line in range(self.number, self.number + n) if self.bad else ():
            self.bad.pop(line, None)
        self.number += n
        self._next += n

    def _fill(self) -> bool:
        data = b"".join(self._stream.readlines(PIECE))
        if not data:
            return False
        del self._block[: self._next]
        self._next = 0
        if self._offset == 0 and data.startswith(BOM):
            self._offset = len(BOM)
            data = data[len(BOM) :]
        self._block += self._decoded(data)
        self._offset += len(data)
        return True

    def _decoded(self, data: bytes) -> list[str]:
        try:
            lines = data.decode().removesuffix("\n").split("\n")
        except UnicodeDecodeError:
            lines = self._decoded_apart(data)
        return [each.removesuffix("\r") for each in lines] if b"\r" in data else lines

    def _decoded_apart(self, data: bytes) -> list[str]:
        lines, number, offset = [], self.number + len(self._block), self._offset
        for n, line in enumerate(data.removesuffix(b"\n").split(b"\n"), number):
            try:
                lines.append(line.decode())
            except UnicodeDecodeError as error:
                column = len(line[: error.start].decode()) + 1
                self.bad[n] = BadByte(line[error.start], offset + error.start, column)
                lines.append(line.decode("utf-8", "replace"))
            offset += len(line) + 1
        return lines
