"""Lists too long for the memory: cut between elements, a piece at a time, each parsed as a list of its own.

Where an element ends is not searched for but guessed, from how the elements begin, and proved by parsing: a piece that
begins with an element and is JSON in brackets can only end where an element does. Where no guess is right, brackets are
counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from validator.inputs.json_values import BLANKS, items_of, sources_of
from validator.inputs.names import CannotReadError
from validator.inputs.place import Place
from validator.inputs.streams import BLOCK, Stream, size
from validator.model import JSON, Batch, Fault

# How an element begins: an object with its first key.
_OPENING = re.compile(rb'[ \t\r\n]*(\{[ \t\r\n]*"[^"\\]*"[ \t\r\n]*:)')
# What is around a comma between elements: brackets before it, and how the next element begins.
_BETWEEN = re.compile(rb'[]}]*[ \t\r\n]*,[ \t\r\n]*\{[ \t\r\n]*"[^"\\]*"[ \t\r\n]*:')
_MARK = re.compile(rb'[][{},"]')
_STEPS = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
#: How many guesses are tried: objects inside an element may begin like elements.
_GUESSES = 4
#: Where a text is cut, the last of its bytes may be no JSON for that alone.
_EDGE = 16


def read_long(stream: Stream) -> Iterator[Batch | Fault]:
    """The items of a long file with one JSON value, in batches.

    Raises:
        TooLargeError: an item takes more memory than it may.
        CannotReadError: the file holds nothing but blanks.
    """
    place = Place(stream.offset)
    while not (head := stream.peek(BLOCK)).lstrip(BLANKS):
        if not head:
            raise CannotReadError(stream.name, f"holds nothing but blanks, {size(place.offset)} of them")
        place = place.behind(stream.read())
    blanks = len(head) - len(head.lstrip(BLANKS))
    if head[blanks : blanks + 1] != b"[":
        yield items_of(stream.rest(), place)
        return
    stream.drop(blanks + 1)
    yield from _List(stream, place.behind(head[: blanks + 1])).batches()


class _List:
    """A list that is being read: the text that is at hand begins with an element, and where that is in the file."""

    def __init__(self, stream: Stream, place: Place) -> None:
        self._stream, self._place = stream, place
        self._text = b""
        #: What a place between elements is known by; found again when it leads to nothing.
        self._known_by: bytes | None = None
        self._index = 0
        self._is_over = False

    def batches(self) -> Iterator[Batch | Fault]:
        """The elements, in batches; after a fault nothing more is read."""
        needs_more = True
        while not self._is_over:
            is_end = needs_more and not self._fill()
            found = self._guessed() or self._counted(is_end=is_end)
            yield from found
            needs_more = not found or len(self._text) < BLOCK

    def _fill(self) -> bool:
        """Read on, by as much again where one element takes more than there is; whether there was more."""
        wanted, pieces = max(BLOCK, len(self._text)), [self._text]
        while wanted > 0 and (piece := self._stream.read(min(wanted, 1 << 20))):
            pieces.append(piece)
            wanted -= len(piece)
            self._stream.check(sum(map(len, pieces)) if len(self._text) > BLOCK else 0)
        self._text = self._stream.checked(b"".join(pieces))
        if not self._text.strip(BLANKS):  # there may be very many
            self._place, self._text = self._place.behind(self._text), b""
        return len(pieces) > 1

    def _guessed(self) -> list[Batch | Fault]:
        """The elements before the last place that looks like one between elements; none if none are proved."""
        if self._known_by is None:
            match = _OPENING.match(self._text)
            self._known_by = match[1] if match else None
        begin = len(self._text)
        for _ in range(_GUESSES if self._known_by else 0):
            begin = self._text.rfind(self._known_by or b"", 1, begin)
            if begin < 0:
                break
            comma = self._comma_at(begin)
            if comma < 0:
                continue
            try:
                return self._taken(comma)
            except orjson.JSONDecodeError:
                continue
        self._known_by = None
        return []

    def _comma_at(self, begin: int) -> int:
        """The comma in what looks like a place between elements, or right before what looks like an element."""
        if self._text[begin : begin + 1] != b"{":
            return self._text.index(b",", begin)
        comma = self._text.rfind(b",", 0, begin)
        return comma if comma >= 0 and not self._text[comma + 1 : begin].strip(BLANKS) else -1

    def _counted(self, *, is_end: bool) -> list[Batch | Fault]:
        """The elements before the last comma, or before the end of the list; a fault if that is no JSON."""
        comma, closing = _last_comma(self._text[: 4 * BLOCK])  # to count takes long
        if comma < 0 and closing < 0:
            comma, closing = _last_comma(self._text)
        try:
            if closing >= 0:
                return self._closed(closing)
            if comma >= 0 and not is_end:
                self._known_by = _around(self._text, comma)
                return self._taken(comma)
        except orjson.JSONDecodeError:
            end = closing + 1 if closing >= 0 else comma
            return [self._fault(self._text[:end], b"" if closing >= 0 else b"]")]
        if is_end or self._is_broken():
            return [self._fault(self._text)]
        return []

    def _taken(self, comma: int) -> list[Batch | Fault]:
        text = self._text[:comma]
        batch = self._batch(text)
        self._place = self._place.behind(self._text[: comma + 1])
        self._text = self._text[comma + 1 :]
        return [batch]

    def _batch(self, text: bytes) -> Batch:
        items: list[JSON] = orjson.loads(b"[" + text + b"]")
        if not items:
            raise orjson.JSONDecodeError("trailing comma", "", 0)  # nothing before a comma
        first, self._index = self._index, self._index + len(items)
        return Batch(first, items, sources_of(text, self._place, is_inside=True), (text,))

    def _closed(self, closing: int) -> list[Batch | Fault]:
        """The last elements; behind them may be blanks alone."""
        if self._text[closing : closing + 1] != b"]":
            raise orjson.JSONDecodeError("unexpected character", "", 0)
        self._is_over = True
        text, rest = self._text[:closing], self._text[closing + 1 :]
        is_empty = self._index == 0 and not text.strip(BLANKS)
        found: list[Batch | Fault] = [] if is_empty else [self._batch(text)]
        place = self._place.behind(self._text[: closing + 1])
        while not rest.lstrip(BLANKS):
            place = place.behind(rest)
            rest = self._stream.read()
            if not rest:
                return found
        self._place, self._text, self._index = place, rest, 0
        return [*found, self._fault(rest, before=b"[]")]

    def _is_broken(self) -> bool:
        """Whether the text is no JSON long before its end, so that no more of it would help."""
        from validator.json_text.syntax import mistake

        if len(self._text) < 2 * BLOCK:
            return False
        try:
            text = self._text.decode()
        except UnicodeDecodeError as error:
            return error.start < len(self._text) - _EDGE
        found = mistake(f"[{text}")
        return found is not None and not found.is_cut and found.offset < len(text) - _EDGE

    def _fault(self, text: bytes, behind: bytes = b"", before: bytes | None = None) -> Fault:
        from validator.inputs.faults import of_piece

        self._is_over = True
        before = before or (b"[0," if self._index else b"[")
        return of_piece(text, self._place, before=before, behind=behind)


def _around(text: bytes, comma: int) -> bytes | None:
    """What is around a comma between elements; None where nothing tells it from others."""
    before = text[:comma].rstrip(BLANKS + b"]}") if comma else b""
    match = _BETWEEN.match(text, len(before))
    return match[0] if match else None


def _last_comma(text: bytes) -> tuple[int, int]:
    """The last comma between elements, and the bracket that closes the list; -1 for what is not there."""
    comma = closing = -1
    depth = at = 0
    while match := _MARK.search(text, at):
        mark, at = match[0], match.end()
        if mark == b'"':
            at = _string_end(text, at)
        elif mark == b",":
            comma = match.start() if depth == 0 else comma
        else:
            depth += _STEPS[mark]
            if depth < 0:
                return comma, match.start()
    return comma, closing


def _string_end(text: bytes, at: int) -> int:
    """Behind the quote that closes the string which `at` is in; the end of the text where none does."""
    while (end := text.find(b'"', at)) >= 0:
        before = end
        while before > at and text[before - 1] == 0x5C:  # noqa: PLR2004 - a backslash
            before -= 1
        if (end - before) % 2 == 0:
            return end + 1
        at = end + 1
    return len(text)
