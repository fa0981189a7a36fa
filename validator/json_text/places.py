"""Where things stand in JSON text: values, the items of a list, repeated keys. Asked only for a finding."""

from __future__ import annotations

import json
import re
import sys
from array import array
from bisect import bisect_right
from contextlib import suppress
from functools import cache
from json.scanner import make_scanner
from typing import TYPE_CHECKING, Any, NamedTuple

from validator.model import JSON, Path, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Range = tuple[int, int]

# Regular expressions walk the text, in C. A repeated group costs them some 120 bytes a round, so they see only a window
# of the text, and Python goes on from where it ends. No two alternatives begin alike: a failed match is not costlier
# than what it read. `_INSIDE` takes brackets six deep at once, more than a list of tasks has; deeper ones are counted.
_WINDOW = 1 << 16
_CHARACTERS = r'[^"\\]*(?:\\.[^"\\]*)*'
_STRING = r'"[^"\\]*(?:"|(?:\\.[^"\\]*)+")'
_OTHER = r'[^"\[\]{}]*'
_INSIDE = f"{_OTHER}(?:{_STRING}{_OTHER})*"
for _ in range(5):
    _INSIDE = rf"{_OTHER}(?:(?:{_STRING}|[\[{{]{_INSIDE}[\]}}]){_OTHER})*"
_SCALAR = r'[^ \t\n\r"\[\]{},:]+'
_WHOLE = rf"{_STRING}|{_SCALAR}(?=[ \t\n\r,\]}}])|[\[{{]{_INSIDE}[\]}}]"

_BLANKS = " \t\n\r"
_PLAIN_KEY = re.compile("[A-Za-z0-9_-]+").fullmatch
_GAP = r"[ \t\n\r]*"
_BLANK = re.compile(_GAP)
_BETWEEN = re.compile(r"[ \t\n\r,]*")
_COLON = re.compile(f"{_GAP}:{_GAP}")
_LINE_FEED = re.compile("\n")
_ONE_SCALAR = re.compile(_SCALAR)
_IN_STRING = re.compile(_CHARACTERS, re.DOTALL)
_MEMBER = rf"[ \t\n\r,]*({_STRING}){_GAP}:{_GAP}({_WHOLE})"
_TOKEN = rf'(?P<string>"[^"\\]*(?:"|(?:\\.[^"\\]*){{1,256}}"))(?P<colon>{_GAP}:)?|(?P<mark>[\[\]{{}},])|(?P<long>")'


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The large expressions take long to compile, and few lines need them."""
    return re.compile(pattern, re.DOTALL)


# Numbers stay text: they can be longer than Python reads.
_scanned = make_scanner(json.JSONDecoder(strict=False, parse_int=str, parse_float=str))  # type: ignore[arg-type] # a decoder is what it takes

# Finding the end of a shorter container again is cheaper than remembering it.
_LONG = 1_000


class DuplicateKey(NamedTuple):
    """A key that an object has more than once: where its first token stands, and this later one."""

    path: Path
    first: Range
    again: Range


def _past(pattern: re.Pattern[str], text: str, at: int, stop: int = sys.maxsize) -> int:
    """Where the match ends that begins at `at`; `at` itself when there is none."""
    match = pattern.match(text, at, stop)
    return match.end() if match else at


def value_range(text: str, path: Path, start: int = 0) -> Range:
    """Where the value at `path` stands in the JSON value at `start`; else the deepest value on the way to it."""
    return _Layout(text).find(path, start)


def item_ranges(text: str) -> Iterator[Range]:
    """The elements of a list, in order, or the one value that is not a list."""
    layout, start = _Layout(text), _past(_BLANK, text, 0)
    if text.startswith("[", start):
        yield from layout.elements(start + 1)
    elif (end := layout.end(start)) > start:
        yield start, end


def element_ranges(text: str) -> Iterator[Range]:
    """The elements in the inside of a list."""
    return _Layout(text).elements(0)


def duplicate_keys(text: str, start: int = 0) -> Iterator[DuplicateKey]:
    """The repeated keys of the JSON value at `start`, at every depth, in the order of the text."""
    steps: list[str | int] = []
    seen: list[dict[str, Range]] = []
    if not text.startswith(("[", "{"), _past(_BLANK, text, start)):
        return
    for kind, begin, end in _tokens(text, start):
        if kind == "key":
            key = steps[-1] = _unquoted(text[begin:end])
            first = seen[-1].setdefault(key, (begin, end))
            if first[0] != begin:
                yield DuplicateKey(Path(steps), first, (begin, end))
        elif kind == ",":
            step = steps[-1]
            steps[-1] = step + 1 if isinstance(step, int) else step
        elif kind in "[{":
            steps.append(0 if kind == "[" else "")
            seen.append({})
        else:
            steps.pop()
            seen.pop()
            if not steps:
                return


def shown(text: str) -> str:
    """A text with a character for each of its bytes that are not UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of one place, both from 1. Lines end at a line feed; columns count characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class JSONSource:
    """The text of one item, and the line and column of the file at which it begins."""

    __slots__ = ("_layout", "_starts", "column", "line", "text")

    def __init__(self, text: str, line: int = 1, column: int = 1) -> None:
        self.text, self.line, self.column = text, line, column
        self._starts: array[int] | None = None
        self._layout: _Layout | None = None

    def span(self, path: Path, start: int = 0) -> Span:
        """Where the value at `path` stands, or the deepest one on the way to it that does."""
        self._layout = self._layout or _Layout(self.text)
        begin, end = self._layout.find(path, start)
        return Span(*self.place(begin), *self.place(end))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character of the text."""
        starts = self._line_starts()
        row = bisect_right(starts, offset) - 1
        return self.line + row, offset - starts[row] + (1 if row else self.column)

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """A line without its break. Blanks are what precedes the text there, so that columns still agree."""
        starts, row = self._line_starts(), line - self.line
        if not 0 <= row < len(starts):
            return ""
        blanks = 0 if row else self.column - 1
        first = starts[row] + max(0, begin - blanks)
        last = starts[row + 1] if row + 1 < len(starts) else len(self.text)
        if end is not None:
            last = min(last, starts[row] + max(0, end - blanks))
        found = shown(self.text[first:last].removesuffix("\n").removesuffix("\r"))
        before = blanks - begin if end is None else min(blanks, end) - begin
        return " " * before + found if before > 0 else found

    def _line_starts(self) -> array[int]:
        if self._starts is None:
            self._starts = array("Q", [0])
            self._starts.extend(match.end() for match in _LINE_FEED.finditer(self.text))
        return self._starts


class LineSource(JSONSource):
    """An item that stands alone in a line. What was parsed from the line saves most of the search in it."""

    __slots__ = ("_item",)

    def __init__(self, text: str, line: int, item: JSON) -> None:
        super().__init__(text, line)
        self._item = item

    def span(self, path: Path, start: int = 0) -> Span:
        """Where the value at `path` stands, or the deepest one on the way to it that does."""
        depth = _depth(self._item, path)
        for n in range(depth, 0, -1):
            begin = self._value_of(path[n - 1])
            if begin:
                range_ = self._range(begin, Path(path[n:depth]))
                if range_:
                    return Span(self.line, range_[0] + 1, self.line, range_[1] + 1)
        return super().span(path, start)

    def _value_of(self, key: str | int) -> int:
        """Where the value of the only key of this name begins; 0 where that cannot be told by looking for the name."""
        # A name of letters and digits in quotes is a whole string, unless a backslash stands before it; with a colon
        # behind it, it is a key.
        if type(key) is not str or not _PLAIN_KEY(key) or len(self.text) > _WINDOW:
            return 0
        text, token = self.text, f'"{key}"'
        at = text.find(token)
        after = at + len(token)
        if at < 0 or text[after] != ":" or text[at - 1] == "\\" or text.find(token, after) >= 0:
            return 0
        return after + (2 if text.startswith(": ", after) else 1)

    def _range(self, begin: int, rest: Path) -> Range | None:
        """The value at a path inside the value at `begin`; None where the search must be another."""
        if rest:
            self._layout = self._layout or _Layout(self.text)
            return self._layout.find(rest, begin)
        if self.text[begin] in _BLANKS:
            return None
        try:
            return begin, _scanned(self.text, begin)[1]
        except RecursionError:
            return None


def _depth(item: JSON, path: Path) -> int:
    """How many steps of the path lead to a value."""
    value: Any = item
    for n, step in enumerate(path):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return n
    return len(path)


class SliceSource(NamedTuple):
    """An item cut from a longer text, such as one element of a list; the whole text is shared."""

    whole: JSONSource
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text of the item alone."""
        return self.whole.text[self.start : self.end]

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands, or the deepest one on the way to it that does."""
        return self.whole.span(path, self.start)

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """The line of the file, even where other items share it."""
        first, last = self.whole.place(self.start)[0], self.whole.place(self.end)[0]
        return self.whole.excerpt(line, begin, end) if first <= line <= last else ""


class Spot(NamedTuple):
    """One character of a text, such as the one at which it stops being JSON: no path leads there."""

    whole: JSONSource
    offset: int

    @property
    def text(self) -> str:
        """The text that could not be read."""
        return self.whole.text

    def span(self, path: Path) -> Span:  # noqa: ARG002 - the same for every path: there is no value
        """That character; an empty stretch at the end of a line or of the text."""
        line, column = self.whole.place(self.offset)
        width = 0 if self.whole.text[self.offset : self.offset + 1] in {"", "\r", "\n"} else 1
        return Span(line, column, line, column + width)

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """The line of that character; no other belongs to it."""
        return self.whole.excerpt(line, begin, end) if line == self.whole.place(self.offset)[0] else ""


class _Layout:
    """Where the values of one text stand. What was scanned is remembered, until another item is asked about."""

    __slots__ = ("_children", "_ends", "_start", "text")

    def __init__(self, text: str) -> None:
        self.text, self._start = text, 0
        self._ends: dict[int, int] = {}
        self._children: dict[int, dict[str | int, Range]] = {}

    def find(self, path: Path, start: int) -> Range:
        """The value at `path`, or the deepest one on the way to it."""
        if start != self._start:
            self._start = start
            self._ends.clear()
            self._children.clear()
        begin = _past(_BLANK, self.text, start)
        found = None
        for step in path:
            child = self.children(begin).get(step)
            if child is None:
                break
            begin, _ = found = child
        return found or (begin, self.end(begin))

    def children(self, at: int) -> dict[str | int, Range]:
        """The values in the container at `at`, by key or position. Of equal keys the last counts, as for parsers."""
        if at in self._children:
            return self._children[at]
        opener = self.text[at : at + 1]
        if opener not in {"{", "["}:
            return {}
        elements: Iterable[tuple[str | int, Range]] = enumerate(self.elements(at + 1)) if opener == "[" else ()
        self._children[at] = dict(elements) if opener == "[" else self._members(at + 1)
        return self._children[at]

    def _members(self, at: int) -> dict[str | int, Range]:
        text = self.text
        members: dict[str | int, Range] = {}
        while True:
            if match := _compiled(_MEMBER).match(text, at, at + _WINDOW):
                key, (begin, at) = match[1], match.span(2)
            elif text.startswith('"', at := _past(_BETWEEN, text, at)):
                key = text[at : _string_end(text, at)]
                begin = _past(_COLON, text, at + len(key))
                at = self.end(begin)
            else:
                return members
            members[_unquoted(key)] = begin, at

    def elements(self, at: int) -> Iterator[Range]:
        """The elements of a list whose inside begins at `at`."""
        begin = _past(_BETWEEN, self.text, at)
        while (end := self.end(begin)) > begin:
            yield begin, end
            begin = _past(_BETWEEN, self.text, end)

    def end(self, at: int) -> int:
        """Past the value at `at`; `at` itself when no value stands there."""
        if at in self._ends:
            return self._ends[at]
        if match := _compiled(_WHOLE).match(self.text, at, at + _WINDOW):
            return match.end()
        if self.text.startswith('"', at):
            return _string_end(self.text, at)
        if self.text.startswith(("[", "{"), at):
            return self._container_end(at)
        return _past(_ONE_SCALAR, self.text, at)

    def _container_end(self, at: int) -> int:
        text, opened = self.text, []
        while at < len(text):
            if text[at] in "[{":
                opened.append(at)
            elif text[at] in "]}":
                begin = opened.pop()
                if at - begin > _LONG:
                    self._ends[begin] = at + 1
                if not opened:
                    return at + 1
            at = _string_end(text, at) if text[at] == '"' else at + 1
            at = _past(_compiled(_INSIDE), text, at, at + _WINDOW)
        return at


def _string_end(text: str, at: int) -> int:
    """Past the string whose opening quote stands at `at`, however long it is."""
    at += 1
    while (end := _past(_IN_STRING, text, at, at + _WINDOW)) > at:
        at = end
    return min(at + 1, len(text))


def _unquoted(key: str) -> str:
    """The key that a token stands for."""
    if "\\" in key:
        with suppress(ValueError):
            return str(json.loads(key, strict=False))
    return key[1:-1]


def _tokens(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """The keys ("key"), brackets and commas from `at` on, each with its range."""
    resume = at
    while resume >= 0:
        at, resume = resume, -1
        for match in _compiled(_TOKEN).finditer(text, at):
            begin, end = match.span()
            if match.lastgroup == "mark":
                yield text[begin], begin, end
            elif match.lastgroup == "colon":
                yield "key", *match.span("string")
            elif match.lastgroup == "long":
                resume = _string_end(text, begin)
                if _COLON.match(text, resume):
                    yield "key", begin, resume
                break
