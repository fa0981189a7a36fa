"""Files with an item in each line: from blocks of lines to batches of items, and faults for lines that hold none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import orjson

from validator.inputs.json_values import BLANKS
from validator.inputs.place import Place
from validator.inputs.streams import Stream
from validator.model import JSON, Batch, Fault, Source

# From what is not blank to the end of its line.
_TEXT = re.compile(rb"[^ \t\r\n][^\n]*")


def read_lines(stream: Stream) -> Iterator[Batch | Fault]:
    """A file with one JSON item in each line. A line that is not JSON is a fault, and takes its position."""
    reader = LineReader(stream.offset)
    while block := stream.lines():
        yield from reader.read(stream.checked(block))
        if reader.is_over:
            return


class _Line(NamedTuple):
    """A line that is not blank: its text, without the line feed, its number and its offset in the file."""

    text: bytes
    number: int
    begin: int


class LineReader:
    """Reads lines, block by block, and knows how far it has come.

    Args:
        begin: The offset of the first line in the file.
    """

    def __init__(self, begin: int = 0) -> None:
        #: The position of the next item.
        self.index = 0
        #: Whether no more is to be read: the lines are no items.
        self.is_over = False
        self._line = 1
        self._begin = begin
        #: The likely encoding of the file, "" for UTF-8 that is damaged; None before the first bad byte.
        self._encoding: str | None = None

    def read(self, block: bytes) -> list[Batch | Fault]:
        """The items of the next lines, which must be whole."""
        texts = block.split(b"\n") if block.strip(BLANKS) else []
        if texts and not texts[-1]:
            texts.pop()
        try:
            items: list[JSON] = list(map(orjson.loads, texts))
        except orjson.JSONDecodeError:
            found = self._apart(block)
        else:
            line = self._line
            found = [Batch(self.index, items, lambda n: _of_line()(texts[n], line + n, items[n]), (block,))]
            self.index += len(items)
        self._line += len(texts) or block.count(b"\n")
        self._begin += len(block)
        return found

    def _apart(self, block: bytes) -> list[Batch | Fault]:
        """The same where some lines are blank or broken."""
        lines = self._lines(block)
        found: list[Batch | Fault] = []
        start = 0
        items: list[JSON] = []
        for n, each in enumerate(lines):
            try:
                items.append(orjson.loads(each.text))
            except orjson.JSONDecodeError:
                found += self._batch(items, lines[start:n])
                items, start = [], n + 1
                found.append(self._fault(each, lines[n:], block))
                if self.is_over:
                    return found
        return [*found, *self._batch(items, lines[start:])]

    def _lines(self, block: bytes) -> list[_Line]:
        """The lines that are not blank; to pass over blank ones takes no longer than to read them."""
        lines: list[_Line] = []
        number, counted = self._line, 0
        for match in _TEXT.finditer(block):
            begin = block.rfind(b"\n", 0, match.start()) + 1
            number += block.count(b"\n", counted, begin)
            counted = begin
            lines.append(_Line(block[begin : match.end()], number, self._begin + begin))
        return lines

    def _batch(self, items: list[JSON], lines: Sequence[_Line]) -> list[Batch]:
        if not items:
            return []
        first, self.index = self.index, self.index + len(items)
        texts = [each.text for each in lines]
        return [Batch(first, items, lambda n: _of_line()(lines[n].text, lines[n].number, items[n]), texts)]

    def _fault(self, line: _Line, lines: Sequence[_Line], block: bytes) -> Fault:
        from validator.inputs.faults import not_json, over_lines

        if self.index == 0 and (fault := over_lines([each.text for each in lines[:2]], line.number)):
            self.is_over = True
            return fault
        index, self.index = self.index, self.index + 1
        bad = _bad_byte(line.text)
        if bad is None:
            return not_json(line.text.rstrip(b"\r"), Place(line.begin, line.number), index)
        return self._not_utf8(line, bad, index, block)

    def _not_utf8(self, line: _Line, bad: int, index: int, block: bytes) -> Fault:
        """The fault of a line with a bad byte; where all are in another encoding, the first is enough to say so."""
        from validator.inputs.encodings import guess
        from validator.inputs.faults import not_utf8

        is_repeated = bool(self._encoding)
        if self._encoding is None:
            self._encoding = guess(b"\n".join(each for each in block.split(b"\n") if not each.isascii())) or ""
        fault = not_utf8(line.text, bad, Place(line.begin, line.number), index, self._encoding)
        return fault._replace(is_repeated=is_repeated)


def _bad_byte(text: bytes) -> int | None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


@cache
def _of_line() -> Callable[[bytes, int, JSON], Source]:
    from validator.inputs.faults import of_line

    return of_line
