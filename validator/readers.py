"""Readers: from the bytes of a file to batches of items, and faults where there is no item to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import orjson

from validator.model import JSON, ROOT, Batch, Fault, Problem, Source
from validator.positions import JSONSource, SliceSource, Spot, item_ranges
from validator.problems import NULL_BODY
from validator.syntax import TEXT_AFTER, malformed

_NOTHING = Problem("TL901", ROOT, "Nothing there: JSON needs a value, as [] for a list without items")
BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: Lines are read in pieces of about this many bytes: enough to make each call worth it, little enough for the cache.
PIECE = 1 << 16


def read_json(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON value: a list of items, or one item alone. A list is one batch."""
    data = stream.read()
    begin = 0
    if data.startswith(BOM):
        data, begin = data[len(BOM) :], len(BOM)
        yield _bom()
    try:
        value: JSON = orjson.loads(data)
    except orjson.JSONDecodeError:
        yield _fault(data, 1, None, begin) if data.strip(b" \t\r\n") else Fault(_NOTHING, JSONSource(""))
        return
    if value is None:
        yield Fault(NULL_BODY, JSONSource(data.decode()), 0)
        return
    items: list[JSON] = value if isinstance(value, list) else [value]
    yield Batch(0, items, _Elements(data), (data,), is_alone=not isinstance(value, list))


class _Elements:
    """The sources of the items of one JSON text; their places are looked for when the first is asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._whole: JSONSource | None = None
        self._ranges: list[tuple[int, int]] = []

    def __call__(self, n: int) -> Source:
        if self._whole is None:
            self._whole = JSONSource(self._data.decode())
            self._ranges = list(item_ranges(self._whole.text))
        return SliceSource(self._whole, *self._ranges[n])


def read_lines(stream: BinaryIO) -> Iterator[Batch | Fault]:
    """A file with one JSON item in each line. A line that is not JSON is a fault, and takes its position."""
    line, index, begin = 1, 0, 0
    while texts := stream.readlines(PIECE):
        if line == 1 and texts[0].startswith(BOM):
            texts[0], begin = texts[0][len(BOM) :], len(BOM)
            yield _bom()
        for batch in _batches(index, texts, line, begin):
            yield batch
            index += len(batch.items) if isinstance(batch, Batch) else 1
        line += len(texts)
        begin += sum(map(len, texts))


def _batches(index: int, texts: Sequence[bytes], line: int, begin: int) -> Iterator[Batch | Fault]:
    try:
        items: list[JSON] = list(map(orjson.loads, texts))
    except orjson.JSONDecodeError:
        yield from _with_faults(index, texts, line, begin)
    else:
        yield _batch(index, items, texts, line)


def _with_faults(index: int, texts: Sequence[bytes], line: int, begin: int) -> Iterator[Batch | Fault]:
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
                # Without its line break: what is missing at the end is missing in this line.
                yield _fault(text.rstrip(b"\r\n"), line + n, index, begin)
                index += 1
        else:
            items.append(item)
        begin += len(text)
    yield from so_far(len(texts))


def _batch(first: int, items: list[JSON], texts: Sequence[bytes], line: int) -> Batch:
    return Batch(first, items, lambda n: JSONSource(texts[n].decode(), line + n), texts)


def _bom() -> Fault:
    message = "Byte order mark before the text: JSON must not begin with one"
    return Fault(Problem("TL901", ROOT, message), JSONSource(""))


def _fault(data: bytes, line: int, index: int | None, begin: int) -> Fault:
    """Why the bytes are not JSON, and where; `begin` is their offset in the file."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return not_utf8(data, error.start, line, index, begin)
    fault = malformed(text)
    message, offset = (fault.message, fault.offset) if fault else ("Not JSON", 0)
    if message == TEXT_AFTER and index is None:
        message += ": several items make a list, or a .jsonl file with one in each line"
    return Fault(Problem("TL901", ROOT, message), Spot(JSONSource(text, line), offset), index)


def not_utf8(data: bytes, position: int, line: int, index: int | None, begin: int) -> Fault:
    """The fault of a byte that is not UTF-8, at its line and column."""
    before = data[:position].decode()
    whole = JSONSource(before + data[position:].decode(errors="replace"), line)
    message = f"Byte 0x{data[position]:02x} at offset {begin + position:,} of the file is not UTF-8"
    if begin == position == 0 and data.startswith(_UTF16):
        message += ": this is UTF-16; save the file as UTF-8"
    return Fault(Problem("TL902", ROOT, message), Spot(whole, len(before)), index)
