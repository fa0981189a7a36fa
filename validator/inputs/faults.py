"""Where items of JSON text stand, and the faults of text that is none.

Clean files never need this module, so that readers import it only when something is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.contract.codes import NULL_BODY
from validator.json_text.grammar import END, TEXT_AFTER, malformed
from validator.json_text.places import JSONSource, LineSource, SliceSource, Spot, item_ranges
from validator.model import JSON, ROOT, Fault, Problem, Source

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Elements:
    """The sources of the items of one JSON text; their places are looked for when the first is asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._whole: JSONSource | None = None
        self._ranges: list[tuple[int, int]] = []

    def __call__(self, n: int) -> Source:
        """The source of the n-th item."""
        if self._whole is None:
            self._whole = JSONSource(self._data.decode())
            self._ranges = list(item_ranges(self._whole.text))
        return SliceSource(self._whole, *self._ranges[n])


def of_line(data: bytes, line: int, item: JSON) -> Source:
    """The source of an item that stands alone in a line."""
    return LineSource(data.decode(), line, item)


def nothing() -> Fault:
    """The fault of a file without a value."""
    message = "Nothing there: JSON needs a value, as [] for a list without items"
    return Fault(Problem("TL901", ROOT, message), JSONSource(""))


def null_body(data: bytes) -> Fault:
    """The fault of a file that holds null."""
    return Fault(NULL_BODY, JSONSource(data.decode()), 0)


def byte_order_mark() -> Fault:
    """The fault of a mark that JSON must not have."""
    message = "Byte order mark before the text: JSON must not begin with one"
    return Fault(Problem("TL901", ROOT, message), JSONSource(""))


def not_json(data: bytes, line: int, index: int | None, begin: int) -> Fault:
    """Why the bytes are not JSON, and where; `begin` is their offset in the file."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return not_utf8(data, error.start, line, index, begin)
    fault = malformed(text)
    message, offset = (fault.message, fault.offset) if fault else ("Not JSON", 0)
    if message == TEXT_AFTER and index is None:
        message += ": several items make a list, or a .jsonl file with one in each line"
    elif message == TEXT_AFTER and text[offset:].strip() == ",":
        message += ": no comma stands between lines"
    return Fault(Problem("TL901", ROOT, message), Spot(JSONSource(text, line), offset), index)


def over_lines(texts: Sequence[bytes], line: int) -> Fault | None:
    """The fault of lines whose first item goes on in the second, so that the others are no items either."""
    first, *others = (text.decode(errors="replace") for text in texts if text.strip())
    fault = malformed(first)
    if not fault or not fault.message.endswith(END) or not others:
        return None
    if first.strip() != "[" and not malformed(others[0]):
        return None  # this one line was cut
    message = "The item goes on in the next line: write each in one line, or name the file .json if it is one value"
    return Fault(Problem("TL901", ROOT, message), Spot(JSONSource(first, line), fault.offset))


def not_utf8(data: bytes, position: int, line: int, index: int | None, begin: int) -> Fault:
    """The fault of a byte that is not UTF-8, at its line and column."""
    before = data[:position].decode()
    whole = JSONSource(before + data[position:].decode(errors="replace"), line)
    message = f"Byte 0x{data[position]:02x} at offset {begin + position:,} of the file is not UTF-8"
    if begin == position == 0 and data.startswith(_UTF16):
        message += ": this is UTF-16; save the file as UTF-8"
    return Fault(Problem("TL902", ROOT, message), Spot(whole, len(before)), index)
