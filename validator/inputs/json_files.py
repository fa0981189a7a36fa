"""Readers: from the bytes of a file to batches of items, and faults where there is no item to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import BinaryIO

import orjson

from validator.model import JSON, Batch, Fault, Source

BOM = b"\xef\xbb\xbf"
#: Lines are read in pieces of about this many bytes: enough to make each call worth it, little enough for the cache.
PIECE = 1 << 16


def read_json(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON value: a list of items, or one item alone. A list is one batch."""
    data = stream.read()
    begin = 0
    if data.startswith(BOM):
        data, begin = data[len(BOM) :], len(BOM)
        from validator.inputs.faults import byte_order_mark

        yield byte_order_mark()
    try:
        value: JSON = orjson.loads(data)
    except orjson.JSONDecodeError:
        from validator.inputs.faults import not_json, nothing

        yield not_json(data, 1, None, begin) if data.strip(b" \t\r\n") else nothing()
        return
    if value is None:
        from validator.inputs.faults import null_body

        yield null_body(data)
        return
    items: list[JSON] = value if isinstance(value, list) else [value]
    yield Batch(0, items, _elements(data), (data,), is_alone=not isinstance(value, list))


def _elements(data: bytes) -> Callable[[int], Source]:
    found: Callable[[int], Source] | None = None

    def source(n: int) -> Source:
        nonlocal found
        if found is None:
            from validator.inputs.faults import Elements

            found = Elements(data)
        return found(n)

    return source


def read_lines(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON item in each line. A line that is not JSON is a fault, and takes its position."""
    reader = LineReader()
    while not reader.is_over and (block := stream.read(PIECE)):
        yield from reader.read(block + stream.readline())  # no line is cut


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
            from validator.inputs.faults import byte_order_mark

            yield byte_order_mark()
        for batch in _batches(self.index, block, self.line, self.begin):
            yield batch
            if isinstance(batch, Fault) and batch.index is None:
                self.is_over = True
                return
            self.index += len(batch.items) if isinstance(batch, Batch) else 1
        self.line += block.count(b"\n")
        self.begin += len(block)


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
                from validator.inputs.faults import not_json, over_lines

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
    from validator.inputs.faults import of_line

    return of_line
