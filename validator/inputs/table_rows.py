"""The rows of a table: lines joined where a quoted cell goes on, cut into cells, found again after an open quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validator.inputs.table_cells import QUOTE, open_quote, split
from validator.inputs.table_lines import BadByte, Lines

SEPARATOR = "\t"
#: A quote that is still open so many characters later is taken for one that is never closed.
LONGEST_ROW = 1 << 22


class Row(NamedTuple):
    """The text of a row, the number of its first line, its cells with their quotes; and why it cannot be read."""

    text: str
    line: int
    cells: Sequence[str]
    #: Where in the text a quote opens that is not closed. The text then ends with the line of that quote.
    open_at: int | None = None
    #: The last of the lines that are lost with an open quote; 0 for none.
    lost: int = 0
    #: The first byte that is not UTF-8, and the number of its line.
    bad_byte: tuple[int, BadByte] | None = None

    @property
    def height(self) -> int:
        """How many lines the text takes."""
        return self.text.count("\n") + 1

    def range(self, n: int) -> tuple[int, int]:
        """Where in the text the n-th cell stands; the end of the text, when there are not so many."""
        if n >= len(self.cells):
            return len(self.text), len(self.text)
        start = sum(len(each) + 1 for each in self.cells[:n])
        return start, start + len(self.cells[n])


def next_row(lines: Lines, width: int = 0) -> Row | None:
    """Take the next row, which should have `width` cells. Blank lines are no rows, wherever they stand."""
    while lines.ahead() == "":
        lines.skip(1)
    row = _ahead(lines, width)
    if row:
        lines.skip(row.height)
    return row


def rows(lines: Lines, width: int) -> Iterator[Row]:
    """Take all rows. After an open quote they go on with the next line that makes `width` cells."""
    while row := next_row(lines, width):
        yield row if row.open_at is None else row._replace(lost=_lose(lines, width))


def _ahead(lines: Lines, width: int) -> Row | None:
    text = lines.ahead()
    if text is None:
        return None
    if QUOTE in text:
        text = _while_open(lines, text)
        cells, is_open = split(text, SEPARATOR)
        # A tab between quotes in the middle of a cell is taken as it stands, unless it leaves the row too short.
        breaks = ("\n", SEPARATOR) if len(cells) < width else ("\n",)
        row = _checked(Row(text, lines.number, cells), breaks, is_open=is_open)
    else:
        row = Row(text, lines.number, text.split(SEPARATOR))
    return row._replace(bad_byte=_bad_byte(lines, row)) if lines.bad else row


def _while_open(lines: Lines, text: str) -> str:
    """The text with as many more lines as its open quote takes."""
    texts, size, is_open = [text], len(text), text.count(QUOTE) % 2
    while is_open and size < LONGEST_ROW:
        more = lines.ahead(len(texts))
        if more is None:
            break
        texts.append(more)
        size += len(more) + 1
        is_open ^= more.count(QUOTE) % 2
    return "\n".join(texts)


def _checked(row: Row, breaks: Sequence[str], *, is_open: bool) -> Row:
    """The row itself; or, if a quote of it is open, what stands before the end of that quote's line."""
    last = len(row.cells) - 1 if is_open else -1
    for n, cell in enumerate(row.cells):
        is_suspect = n == last or any(each in cell for each in breaks)
        offset = open_quote(cell, breaks) if is_suspect else None
        if offset is not None:
            start = row.range(n)[0] + offset
            end = row.text.find("\n", start)
            return row._replace(text=row.text[:end] if end >= 0 else row.text, open_at=start)
    return row


def _lose(lines: Lines, width: int) -> int:
    """Take the lines before the next that can be a row; gives the last of them that is not blank."""
    lost = 0
    while (text := lines.ahead()) is not None and not _can_begin_row(lines, text, width):
        lost = lines.number if text else lost
        lines.skip(1)
    return lost


def _can_begin_row(lines: Lines, text: str, width: int) -> bool:
    # A line with an open quote of its own counts by its tabs: it is the next mistake, not a part of this one.
    if text.count(SEPARATOR) + 1 == width:
        return True
    row = _ahead(lines, width)
    return row is not None and row.open_at is None and len(row.cells) == width


def _bad_byte(lines: Lines, row: Row) -> tuple[int, BadByte] | None:
    numbers = range(row.line, row.line + row.height)
    return next(((each, lines.bad[each]) for each in numbers if each in lines.bad), None)
