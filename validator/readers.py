"""Readers: from the bytes of a file to batches of items, and faults where there is no item to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import BinaryIO, TypeAlias

import orjson

from validator.model import JSON, Batch, Fault, Read, Skimmed, Source, Vouched

#: Tells what is known of whole lines, of which the first has this number, or None.
Skim: TypeAlias = "Callable[[bytes, int], Skimmed | None]"

BOM = b"\xef\xbb\xbf"
#: Lines are read in pieces of about this many bytes: enough to make each call worth it, little enough for the cache.
PIECE = 1 << 16
#: Bytes of a block that is skimmed: more, because none of its items need a place in the cache.
_SKIMMED = 1 << 18


def read_json(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON value: a list of items, or one item alone. A list is one batch."""
    data = stream.read()
    begin = 0
    if data.startswith(BOM):
        data, begin = data[len(BOM) :], len(BOM)
        from validator.faults import byte_order_mark

        yield byte_order_mark()
    try:
        value: JSON = orjson.loads(data)
    except orjson.JSONDecodeError:
        from validator.faults import not_json, nothing

        yield not_json(data, 1, None, begin) if data.strip(b" \t\r\n") else nothing()
        return
    if value is None:
        from validator.faults import null_body

        yield null_body(data)
        return
    items: list[JSON] = value if isinstance(value, list) else [value]
    yield Batch(0, items, _elements(data), (data,), is_alone=not isinstance(value, list))


def _elements(data: bytes) -> Callable[[int], Source]:
    found: Callable[[int], Source] | None = None

    def source(n: int) -> Source:
        nonlocal found
        if found is None:
            from validator.faults import Elements

            found = Elements(data)
        return found(n)

    return source


def read_lines(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON item in each line. A line that is not JSON is a fault, and takes its position."""
    reader = LineReader()
    while not reader.is_over and (block := stream.read(PIECE)):
        yield from reader.read(block + stream.readline())  # no line is cut


def skim_lines(stream: BinaryIO, skim: Skim) -> Iterator[Read]:
    """The same; blocks of which `skim` knows enough come as one Vouched, with few of their lines parsed.

    It is not asked about the first block.
    """
    reader = LineReader()
    size = PIECE
    while not reader.is_over and (block := stream.read(size)):
        block += stream.readline()
        skimmed = skim(block, reader.line) if reader.begin else None
        size = _SKIMMED if skimmed else PIECE
        if skimmed:
            yield reader.vouched(skimmed, partial(bytes, block))  # this block, not the one that is next
            reader.skip(skimmed.look.total, len(block))
        else:
            yield from reader.read(block)


class LineReader:
    """Reads lines, block by block, and knows how far it has come."""

    def __init__(self, index: int = 0, begin: int = 0) -> None:
        #: The number of the next line, from 1.
        self.line = 1
        #: The position of the next item.
        self.index = index
        #: The offset of the next line.
        self.begin = begin
        #: Whether no more is to be read: the lines are no items.
        self.is_over = False

    def read(self, block: bytes) -> Iterator[Batch | Fault]:
        """The items of the next lines, which must be whole."""
        if self.begin == 0 and block.startswith(BOM):
            block, self.begin = block[len(BOM) :], len(BOM)
            from validator.faults import byte_order_mark

            yield byte_order_mark()
        for batch in _batches(self.index, block, self.line, self.begin):
            yield batch
            if isinstance(batch, Fault) and batch.index is None:
                self.is_over = True
                return
            self.index += len(batch.items) if isinstance(batch, Batch) else 1
        self.line += block.count(b"\n")
        self.begin += len(block)

    def vouched(self, skimmed: Skimmed, read: Callable[[], bytes]) -> Vouched:
        """The next items, of which this is known.

        Args:
            skimmed: What is known.
            read: Reads the bytes of their lines, when one is asked for.
        """
        look, parsed, known = skimmed
        lines = Lines(read, self.index, self.line, parsed)
        return Vouched(self.index, look, lines.one, lines.text, known)

    def skip(self, lines: int, size: int) -> None:
        """Go past so many lines, an item in each, and their bytes."""
        self.line += lines
        self.index += lines
        self.begin += size


class Lines:
    """Whole lines that were looked at ahead, for those of them that must be read all the same."""

    def __init__(
        self, read: Callable[[], bytes], index: int, line: int, parsed: Mapping[int, tuple[str, JSON]]
    ) -> None:
        self._read = read
        self._index, self._line = index, line
        self._parsed = parsed

    def one(self, n: int) -> Batch:
        """The n-th item, alone.

        Raises:
            IndexError: there are not so many lines.
            orjson.JSONDecodeError: it is not JSON.
        """
        if n in self._parsed:
            text, item = self._parsed[n]
            line = text.encode()
        else:
            line = self._lines[n]
            item = orjson.loads(line)
        return _batch(self._index + n, [item], [line], self._line + n, (line,))

    def text(self, n: int) -> tuple[str, int]:
        """The text of the n-th item, and the number of its line.

        Raises:
            IndexError: there are not so many lines.
            UnicodeDecodeError: it is not UTF-8.
        """
        text = self._parsed[n][0] if n in self._parsed else self._lines[n].decode()
        return text, self._line + n

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._read().removesuffix(b"\n").split(b"\n")


def of_lines(parsed: Sequence[tuple[str, JSON]]) -> Batch:
    """Lines and the items in them, as if they stood alone in a file."""
    lines = [text.encode() for text, _ in parsed]
    return _batch(0, [item for _, item in parsed], lines, 1, lines)


def _batches(index: int, block: bytes, line: int, begin: int) -> Iterator[Batch | Fault]:
    texts = block.removesuffix(b"\n").split(b"\n")
    try:
        items: list[JSON] = list(map(orjson.loads, texts))
    except orjson.JSONDecodeError:
        yield from _with_faults(index, texts, line, begin)
    else:
        yield _batch(index, items, texts, line, (block,))


def _with_faults(index: int, texts: Sequence[bytes], line: int, begin: int) -> Iterator[Batch | Fault]:
    """The same, line by line: blank lines are skipped, and broken ones become faults."""
    items: list[JSON] = []
    start = 0

    def so_far(end: int) -> Iterator[Batch]:
        nonlocal items, index
        if items:
            lines = texts[start:end]
            yield _batch(index, items, lines, line + start, lines)
            index += len(items)
            items = []

    for n, text in enumerate(texts):
        try:
            item: JSON = orjson.loads(text)
        except orjson.JSONDecodeError:
            yield from so_far(n)
            start = n + 1
            if text.strip(b" \t\r\n"):
                from validator.faults import not_json, over_lines

                if index == 0 and (fault := over_lines(texts[n:], line + n)):
                    yield fault
                    return
                yield not_json(text.rstrip(b"\r"), line + n, index, begin)
                index += 1
        else:
            items.append(item)
        begin += len(text) + 1
    yield from so_far(len(texts))


def _batch(first: int, items: list[JSON], lines: Sequence[bytes], line: int, texts: Sequence[bytes]) -> Batch:
    return Batch(first, items, lambda n: _of_line()(lines[n], line + n, items[n]), texts)


@cache
def _of_line() -> Callable[[bytes, int, JSON], Source]:
    from validator.faults import of_line

    return of_line
