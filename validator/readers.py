"""Readers: from the bytes of a file to batches of items, and faults where there is no item to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import orjson

from validator.model import JSON, ROOT, Batch, Fault, Problem, Source
from validator.positions import JSONSource, Text, item_ranges, malformed

BOM = b"\xef\xbb\xbf"
#: Lines are read in pieces of about this many bytes: enough to make each call worth it, little enough for the cache.
PIECE = 1 << 16


def read_json(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON value: a list of items, or one item alone. A list is one batch."""
    data = stream.read()
    if data.startswith(BOM):
        data = data[len(BOM) :]
        yield _bom()
    if not data.strip(b" \t\r\n"):
        return
    try:
        value: JSON = orjson.loads(data)
    except orjson.JSONDecodeError:
        yield _fault(data, 1, None)
        return
    items = value if isinstance(value, list) else [value]
    yield Batch(0, items, _Elements(data), (data,))


class _Elements:
    """The sources of the items of one JSON text; their places are looked for when the first is asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._text: Text | None = None
        self._ranges: list[tuple[int, int]] = []

    def __call__(self, n: int) -> Source:
        if self._text is None:
            self._text = Text(self._data.decode())
            self._ranges = list(item_ranges(self._text.text))
        return JSONSource(self._text, *self._ranges[n])


def read_lines(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON item in each line. A line that is not JSON is a fault, and takes its position."""
    line, index = 1, 0
    while texts := stream.readlines(PIECE):
        if line == 1 and texts[0].startswith(BOM):
            texts[0] = texts[0][len(BOM) :]
            yield _bom()
        try:
            batches: Iterator[Batch | Fault] = iter((_batch(index, list(map(orjson.loads, texts)), texts, line),))
        except orjson.JSONDecodeError:
            batches = _with_faults(index, texts, line)
        for batch in batches:
            yield batch
            index += len(batch.items) if isinstance(batch, Batch) else 1
        line += len(texts)


def _with_faults(index: int, texts: Sequence[bytes], line: int) -> Iterator[Batch | Fault]:
    """The same, line by line: blank lines are skipped, and broken ones become faults."""
    items: list[JSON] = []
    start = 0

    def so_far(end: int) -> Iterator[Batch]:
        nonlocal items, index
        if items:
            yield _batch(index, items, texts[start:end], line + start)
            index += len(items)
            items = []

    for n, text in enumerate(texts):
        try:
            item: JSON = orjson.loads(text)
        except orjson.JSONDecodeError:
            yield from so_far(n)
            start = n + 1
            if text.strip(b" \t\r\n"):
                yield _fault(text, line + n, index)
                index += 1
        else:
            items.append(item)
    yield from so_far(len(texts))


def _batch(first: int, items: list[JSON], texts: Sequence[bytes], line: int) -> Batch:
    return Batch(first, items, lambda n: JSONSource(Text(texts[n].decode(), line + n)), texts)


def _bom() -> Fault:
    message = "Byte order mark before the text: JSON must not begin with one"
    return Fault(Problem("TL901", ROOT, message), JSONSource(Text("")))


def _fault(data: bytes, line: int, index: int | None) -> Fault:
    """Why the bytes are not JSON, and where."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, line, index)
    fault = malformed(text)
    message, offset = (fault.message, fault.offset) if fault else ("Not JSON", 0)
    return Fault(Problem("TL901", ROOT, message), JSONSource(Text(text, line), offset, offset), index)


def _not_utf8(data: bytes, position: int, line: int, index: int | None) -> Fault:
    # Latin-1 gives each byte one character, so that the position of the byte is that of its character.
    before = data[:position].decode()
    text = before + data[position:].decode("utf-8", "replace")
    message = f"Byte 0x{data[position]:02x} is not UTF-8"
    return Fault(Problem("TL902", ROOT, message), JSONSource(Text(text, line), len(before), len(before)), index)
