"""The lines of a table: decoded, numbered, read a block at a time, and looked at before they are taken."""

from __future__ import annotations

import re
from typing import NamedTuple

from validator.inputs.streams import Stream

#: How lines end: Java's readLine, which Super CSV reads with, takes a lone carriage return too.
BREAK = re.compile(r"(\r\n|\r|\n)")
_BREAK = re.compile(rb"(\r\n|\r|\n)")


class BadByte(NamedTuple):
    """A byte that is not UTF-8: its value, its offset in the file, and its column in the line from 1."""

    value: int
    offset: int
    column: int


class Lines:
    """Lines without their breaks. Bytes that are not UTF-8 become lone surrogates, and `bad` knows of them."""

    def __init__(self, stream: Stream) -> None:
        #: The number of the next line, from 1.
        self.number = 1
        #: The first bad byte of each line that has one, by the number of the line; those before `number` are forgotten.
        self.bad: dict[int, BadByte] = {}
        #: The likely encoding of the file, "" for UTF-8 that is damaged; None before the first bad byte.
        self.encoding: str | None = None
        #: Whether a fault has named that encoding.
        self.is_encoding_known = False
        self.stream = stream
        self._block: list[str] = []
        self._breaks: list[str] = []
        self._next = 0
        self._offset = stream.offset

    def ahead(self, n: int = 0) -> str | None:
        """The n-th line after the next one, or None when the file ends before it."""
        while self._next + n >= len(self._block):
            if not self._fill():
                return None
        return self._block[self._next + n]

    def joined(self, count: int) -> str:
        """The text of the next lines, which were looked at, with all breaks but the last."""
        first, last = self._next, self._next + count - 1
        pairs = zip(self._block[first:last], self._breaks[first:last], strict=True)
        return "".join(part for pair in pairs for part in pair) + self._block[last]

    def skip(self, count: int) -> None:
        """Take the next lines."""
        for line in range(self.number, self.number + count) if self.bad else ():
            self.bad.pop(line, None)
        self.number += count
        self._next += count

    @property
    def last_break(self) -> str:
        """The break at the end of the line that was taken last."""
        return self._breaks[self._next - 1]

    def skip_empty(self) -> None:
        """Take the empty lines that come next."""
        while self.ahead() == "":
            end = self._next
            while end < len(self._block) and not self._block[end]:
                end += 1
            self.skip(end - self._next)

    def _fill(self) -> bool:
        """Read more lines; whether there were any."""
        data = self._read()
        while data and self._next == len(self._block) and not data.strip(b"\r\n"):
            # Empty lines where no row has begun: there may be very many.
            self.number += len(_BREAK.findall(data)) if b"\r" in data else data.count(b"\n")
            self._offset += len(data)
            data = self._read()
        if not data:
            return False
        taken = max(0, self._next - 1)  # the break of the last one may be asked for
        del self._block[:taken], self._breaks[:taken]
        self._next -= taken
        lines, breaks = self._decoded(data)
        self._block += lines
        self._breaks += breaks
        self._offset += len(data)
        return True

    def _read(self) -> bytes:
        """The next whole lines."""
        pieces: list[bytes] = []
        length = 0
        while piece := self.stream.read():
            while piece.endswith(b"\r") and (more := self.stream.read(1)):
                piece += more
            cut = max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1
            if cut:
                pieces.append(piece[:cut])
                self.stream.put_back(piece[cut:])
                break
            pieces.append(piece)
            length += len(piece)
            self.stream.check(length)
        return b"".join(pieces)

    def _decoded(self, data: bytes) -> tuple[list[str], list[str]]:
        """Lines and their breaks; that of the last line of a file may be missing."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("utf-8", "surrogateescape")
            self._note_bad(data)
        if "\r" in text:
            parts = BREAK.split(text)
            lines, breaks = parts[::2], parts[1::2]
        else:
            lines = text.split("\n")
            breaks = ["\n"] * (len(lines) - 1)
        if lines[-1]:
            breaks.append("")
        else:
            lines.pop()
        return lines, breaks

    def _note_bad(self, data: bytes) -> None:
        number, offset = self.number + len(self._block) - self._next, self._offset
        parts = _BREAK.split(data)
        bad: list[bytes] = []
        for n, (line, end) in enumerate(zip(parts[::2], [*parts[1::2], b""], strict=True), number):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                column = len(line[: error.start].decode()) + 1
                self.bad[n] = BadByte(line[error.start], offset + error.start, column)
                bad.append(line)
            offset += len(line) + len(end)
        if self.encoding is None:
            from validator.inputs.encodings import guess

            self.encoding = guess(b"\n".join(bad)) or ""
