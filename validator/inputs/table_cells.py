"""One cell of a table: where it begins and ends, what its quotes mean, and its value by the type of its field.

The web interface reads a table as Super CSV does (its error messages are that library's): a quote opens or closes a
quoted stretch wherever it stands, two of them inside such a stretch are one character, and between quotes the
separator is text. Arrays follow the same rules inside the cell, with a comma for a separator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import isfinite

import orjson

from validator.contract.task_spec import Field
from validator.json_text.grammar import malformed
from validator.model import JSON

Range = tuple[int, int]
Read = Callable[[str], JSON]

QUOTE = '"'

# Beyond 18 digits orjson and the engines part ways on integers; as a float the number still is a whole one.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}").fullmatch
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?").fullmatch
_BOOLEANS = {"true": True, "false": False}


def split(text: str, separator: str) -> tuple[list[str], bool]:
    """The cells of a text with their quotes, and whether the last one has an open quote."""
    pieces = text.split(separator)
    if QUOTE not in text:
        return pieces, False
    cells: list[str] = []
    pending: list[str] = []
    for piece in pieces:
        is_odd = piece.count(QUOTE) % 2 == 1
        if pending or is_odd:
            pending.append(piece)
            if len(pending) == 1 or not is_odd:
                continue
            piece = separator.join(pending)  # noqa: PLW2901 - the pieces of one cell are one piece now
            pending.clear()
        cells.append(piece)
    return ([*cells, separator.join(pending)], True) if pending else (cells, False)


def unquoted(raw: str) -> str:
    """The text of a cell."""
    if QUOTE not in raw:
        return raw
    pieces = raw.split(QUOTE)
    # Every second piece stood between quotes. Nothing at all between two of those was a doubled quote.
    for n in range(2, len(pieces) - 1, 2):
        pieces[n] = pieces[n] or QUOTE
    return "".join(pieces)


def open_quote(raw: str, breaks: Sequence[str]) -> int | None:
    """Where a quote opens that cannot be meant as one.

    It is never closed; or the next quote closes it, but one of `breaks` stands between them and the two are not the
    ends of the cell. That is how an inch sign in each of two rows makes one row of them.
    """
    start = raw.find(QUOTE)
    while start >= 0:
        end = _closing(raw, start)
        if end < 0:
            return start
        is_whole = (start, end) == (0, len(raw) - 1)
        if not is_whole and any(raw.find(each, start, end) >= 0 for each in breaks):
            return start
        start = raw.find(QUOTE, end + 1)
    return None


def _closing(raw: str, start: int) -> int:
    end = raw.find(QUOTE, start + 1)
    while end >= 0 and raw.startswith(QUOTE, end + 1):
        end = raw.find(QUOTE, end + 2)
    return end


def element_range(raw: str, n: int) -> Range:
    """Where the n-th element of an array stands in a cell; the whole cell when there are not so many."""
    text, ranges = unquoted(raw), _ranges(raw)
    pieces = _elements(text)
    if n >= len(pieces):
        return 0, len(raw)
    start = sum(len(each) + 1 for each in pieces[:n])
    start += len(pieces[n]) - len(pieces[n].lstrip(" "))
    end = start + len(pieces[n].strip(" "))
    if start == end:
        place = ranges[start][0] if start < len(ranges) else len(raw)
        return place, place
    return ranges[start][0], ranges[end - 1][1]


def _ranges(raw: str) -> list[Range]:
    """Where each character of the cell's text stands in the cell."""
    ranges: list[Range] = []
    pieces, at = raw.split(QUOTE), 0
    for n, piece in enumerate(pieces):
        if not piece and n % 2 == 0 and 0 < n < len(pieces) - 1:
            ranges.append((at - 1, at + 1))
        ranges += [(place, place + 1) for place in range(at, at + len(piece))]
        at += len(piece) + 1
    return ranges


def reader(field: Field | None) -> Read:
    """What makes a value of a cell's text, by its field; text where nothing is known of the field.

    A text that does not read as its type is given back as it is, so that the contract's own error follows; only JSON
    has no such error, and raises orjson.JSONDecodeError.
    """
    if field is None:
        return str
    if not field.is_array:
        return _READ.get(field.type, str)
    return _json_array if field.type == "json" else _array_of(_READ.get(field.type, str))


def why_not_json(raw: str, read: Read) -> tuple[str, Range]:
    """Why `read` finds no JSON in a cell, and where in the cell."""
    whole = 0, len(raw)
    with suppress(orjson.JSONDecodeError):
        read(raw)
        return "Quotes are dropped from a cell that does not stand in quotes: quote it and double those inside", whole
    text = unquoted(raw).replace("\\,", " ,")  # of the same length, and the same JSON outside strings
    is_list = read is _json_array
    fault = malformed(f"[{text}]" if is_list else text)
    if fault is None:
        return "Not JSON", whole
    ranges, offset = _ranges(raw), max(fault.offset - is_list, 0)
    return fault.message, ranges[offset] if offset < len(ranges) else (len(raw), len(raw))


def has_elements(field: Field | None) -> bool:
    """Whether the cell is a list of elements that have a place of their own."""
    return field is not None and field.is_array and field.type != "json"


def whole_number(text: str) -> JSON:
    """A whole number, or the text as it is."""
    return int(text) if _INTEGER(text) else text


def _number(text: str) -> JSON:
    bare = text.strip(" ")
    if _INTEGER(bare):
        return int(bare)
    value = float(bare) if _NUMBER(bare) else float("inf")
    return value if isfinite(value) else text


def _boolean(text: str) -> JSON:
    # Spreadsheets write TRUE, and no source says that it is refused.
    return _BOOLEANS.get(text.strip(" ").lower(), text)


def _json(text: str) -> JSON:
    try:
        value: JSON = orjson.loads(text)
    except orjson.JSONDecodeError:
        # Training tasks have every comma inside an object written so.
        if "\\," not in text:
            raise
        value = orjson.loads(text.replace("\\,", ","))
    return value


def _json_array(text: str) -> JSON:
    return _json(f"[{text}]")


def _array_of(read: Read) -> Read:
    return lambda text: [read(_bare(each)) for each in _elements(text)]


def _elements(text: str) -> list[str]:
    elements, is_open = split(text, ",")
    return text.split(",") if is_open else elements


def _bare(element: str) -> str:
    bare = element.strip(" ")
    return unquoted(bare) if bare.count(QUOTE) % 2 == 0 else bare


_READ: dict[str, Read] = {"boolean": _boolean, "integer": _number, "float": _number, "json": _json}
