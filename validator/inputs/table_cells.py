"""One cell of a table: where it begins and ends, what its quotes mean, and its value by the type of its field.

The web interface reads a table as Super CSV does (its error messages are that library's): a quote opens or closes a
quoted stretch wherever it is, two of them inside such a stretch are one character, and between quotes the separator is
text. Arrays follow the same rules inside the cell, with a comma for a separator; a backslash before a comma makes it
part of an element.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import isfinite

import orjson

from validator.contract.task_spec import Field
from validator.model import JSON

Range = tuple[int, int]
Read = Callable[[str], JSON]

QUOTE = '"'
_COMMA = ","
_ESCAPED_COMMA = "\\,"

# Beyond 18 digits orjson and the engines part ways on integers; as a float the number still is a whole one.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}").fullmatch
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?").fullmatch
_LARGEST = 10.0**18
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
    """The text of a cell. A line break in it is a line feed, whatever it is in the file."""
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if QUOTE not in raw:
        return raw
    pieces = raw.split(QUOTE)
    # Every second piece is between quotes. Nothing at all between two of those is a doubled quote.
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
    pieces = elements(text)
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
        ranges += [(place, place + 1) for place in range(at, at + len(piece)) if raw[place : place + 2] != "\r\n"]
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


def why_not_json(raw: str, read: Read) -> tuple[str, str | None, Range]:
    """Why `read` finds no JSON in a cell, what to do about it, and where in the cell it is."""
    from validator.json_text.syntax import mistake

    whole = 0, len(raw)
    with suppress(orjson.JSONDecodeError):
        read(raw)
        return "Quotes are dropped from a cell without quotes around it", "quote it and double those inside", whole
    text = unquoted(raw).replace(_ESCAPED_COMMA, " ,")  # of the same length, and the same JSON outside strings
    is_list = read is _json_array
    found = mistake(f"[{text}]" if is_list else text)
    if found is None:
        return "Not JSON", None, whole
    ranges, offset = _ranges(raw), max(found.offset - is_list, 0)
    return found.message, found.hint, ranges[offset] if offset < len(ranges) else (len(raw), len(raw))


def has_elements(field: Field | None) -> bool:
    """Whether the cell is a list of elements that have a place of their own."""
    return field is not None and field.is_array and field.type != "json"


def whole_number(text: str) -> JSON:
    """The whole number that a text stands for, however it is written; else what `number` makes of it."""
    bare = text.strip(" ")
    if _INTEGER(bare):
        return int(bare)
    value = number(text)
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST else value


def number(text: str) -> JSON:
    """A number, or the text as it is."""
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
        if _ESCAPED_COMMA not in text:
            raise
        value = orjson.loads(text.replace(_ESCAPED_COMMA, _COMMA))
    return value


def _json_array(text: str) -> JSON:
    return _json(f"[{text}]")


def _array_of(read: Read) -> Read:
    return lambda text: [read(bare(each)) for each in elements(text)]


def elements(text: str) -> list[str]:
    """The elements of an array, as they are written; all of them, in the order of the text, make it up again."""
    pieces, is_open = split(text, _COMMA)
    if is_open:
        pieces = text.split(_COMMA)
    if _ESCAPED_COMMA not in text:
        return pieces
    joined = pieces[:1]
    for each in pieces[1:]:
        if joined[-1].endswith("\\"):
            joined[-1] += _COMMA + each
        else:
            joined.append(each)
    return joined


def bare(element: str) -> str:
    """The text of an element."""
    text = element.strip(" ")
    if QUOTE not in text:
        return text.replace(_ESCAPED_COMMA, _COMMA)
    return unquoted(text) if text.count(QUOTE) % 2 == 0 else text


_READ: dict[str, Read] = {"boolean": _boolean, "integer": whole_number, "float": number, "json": _json}
