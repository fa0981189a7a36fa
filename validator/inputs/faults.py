"""Where items of JSON text stand, and the faults of text that is none.

Clean files never need this module, so that readers import it only when something is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.contract.codes import NULL_BODY
from validator.inputs.encodings import guess
from validator.inputs.place import Place
from validator.json_text.places import JSONSource, LineSource, SliceSource, Spot, element_ranges, item_ranges
from validator.json_text.syntax import BLANKS, TEXT_AFTER, Mistake, mistake
from validator.model import JSON, ROOT, Fault, Problem, Source

_ESCAPED = "surrogateescape"


class Elements:
    """The sources of the items of one JSON text; their places are looked for when the first is asked.

    Args:
        data: One JSON value: a list of the items, or the only item. With `is_inside`, the items with commas between.
        place: Where the text begins in the file.
        is_inside: Whether the text is a part of the inside of a list.
    """

    def __init__(self, data: bytes, place: Place, *, is_inside: bool = False) -> None:
        self._data, self._place, self._is_inside = data, place, is_inside
        self._whole: JSONSource | None = None
        self._ranges: list[tuple[int, int]] = []

    def __call__(self, n: int) -> Source:
        """The source of the n-th item."""
        if self._whole is None:
            self._whole = JSONSource(self._data.decode(), *self._place[1:])
            self._ranges = list((element_ranges if self._is_inside else item_ranges)(self._whole.text))
        return SliceSource(self._whole, *self._ranges[n])


def of_line(data: bytes, line: int, item: JSON) -> Source:
    """The source of an item that stands alone in a line."""
    return LineSource(data.decode(), line, item)


def of_file(code: str, message: str, hint: str | None = None) -> Fault:
    """A fault of a file as a whole."""
    return Fault(Problem(code, ROOT, message, hint=hint), JSONSource(""))


def empty() -> Fault:
    """The fault of a file without a value."""
    return of_file("TL901", "The file is empty: JSON needs a value, such as [] for an empty list")


def null_body(data: bytes, place: Place) -> Fault:
    """The fault of a file that holds null."""
    return Fault(NULL_BODY, JSONSource(data.decode(), *place[1:]), 0)


def byte_order_mark() -> Fault:
    """The fault of a mark that JSON should not have; the text behind it is read."""
    return of_file("TL908", "Byte order mark before the text", "save the file as UTF-8 without a byte order mark")


def no_text() -> Fault:
    """The fault of a file of another kind, such as a picture or a program."""
    return of_file("TL902", "The file is not text", "name the file with the items")


def other_encoding(encoding: str) -> Fault:
    """The fault of a file in another encoding, none of which is read."""
    return of_file("TL902", f"The file is {encoding}, not UTF-8", _advice(encoding))


def _advice(encoding: str) -> str:
    return f"save it as UTF-8, as `iconv -f {encoding} -t UTF-8` does"


def not_json(data: bytes, place: Place, index: int | None) -> Fault:
    """Why the bytes, which begin at this place of the file, are not JSON, and where."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return not_utf8(data, error.start, place, index, guess(data))
    found = mistake(text) or Mistake("Not JSON", 0)
    return _at(found, JSONSource(text, *place[1:]), index)


def of_piece(data: bytes, place: Place, *, before: bytes, behind: bytes) -> Fault:
    """Why a piece of a list is not JSON, which begins at this place of the file and is JSON between these texts."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return not_utf8(data, error.start, place, None, guess(data))
    found = mistake(f"{before.decode()}{text}{behind.decode()}") or Mistake("Not JSON", len(before))
    # The character before the piece may be what is wrong, such as a comma before the end of the list.
    whole = JSONSource(f"{before.decode()[-1]}{text}", place.line, max(1, place.column - 1))
    return _at(found._replace(offset=found.offset - len(before) + 1), whole, None)


def _at(found: Mistake, whole: JSONSource, index: int | None) -> Fault:
    """The fault of a mistake in a text."""
    hint = found.hint
    if found.message == TEXT_AFTER and hint == "remove the comma" and index is not None:
        hint = "remove the comma, none comes between lines"
    elif found.is_cut and hint is None and index is None:
        hint = "copy or create the file again if it is truncated"
    problem = Problem("TL901", ROOT, found.message, hint=hint)
    return Fault(problem, Spot(whole, max(0, min(found.offset, len(whole.text)))), index)


def over_lines(texts: Sequence[bytes], line: int) -> Fault | None:
    """The fault of lines whose first item continues on the second, so that the others are no items either."""
    first, *others = (text.decode(errors="replace") for text in texts)
    found = mistake(first)
    if not found or not found.is_cut or not others:
        return None
    if first.strip(BLANKS) != "[" and not mistake(others[0]):
        return None  # this one line was cut
    hint = "write each item in one line, or name the file .json if it is one value"
    problem = Problem("TL901", ROOT, "The item continues on the next line", hint=hint)
    return Fault(problem, Spot(JSONSource(first, line), found.offset))


def not_utf8(data: bytes, position: int, place: Place, index: int | None, encoding: str | None) -> Fault:
    """The fault of a byte that is not UTF-8, at its line and column, in a text that is likely in that encoding."""
    before = data[:position].decode()
    whole = JSONSource(before + data[position:].decode("utf-8", _ESCAPED), *place[1:])
    problem = about_byte(data[position], place.offset + position, encoding)
    return Fault(problem, Spot(whole, len(before)), index)


def about_byte(value: int, offset: int, encoding: str | None) -> Problem:
    """What to say of a byte that is not UTF-8, where the text is likely in that encoding."""
    message = f"Byte 0x{value:02x} at offset {offset:,} of the file is not UTF-8"
    if not encoding:
        return Problem("TL902", ROOT, message, hint="save the file as UTF-8")
    return Problem("TL902", ROOT, f"{message} but likely {encoding}", hint=_advice(encoding))
