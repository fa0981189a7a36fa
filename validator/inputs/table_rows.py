"""The rows of a table: lines joined where a quoted cell goes on, cut into cells, found again after an open quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from validator.inputs.table_cells import QUOTE, open_quote, split
from validator.inputs.table_lines import BREAK, BadByte, Lines

TAB = "\t"
#: A quote that is still open so many characters later is taken for one that is never closed.
LONGEST_ROW = 1 << 22
_EMPTY = {"", QUOTE * 2}
_BREAKS = ("\n", "\r")


class Row(NamedTuple):
    """A row of a table, and why it cannot be read, where it cannot."""

    #: The text as the file has it, without the break at its end.
    text: str
    #: The number of its first line.
    line: int
    #: Its cells, with their quotes.
    cells: Sequence[str]
    #: Where in the text a quote opens that is not closed.
    open_at: int | None = None
    #: The lines that are skipped because of the open quote, the first and the last; 0 for none. The text has them too.
    skipped: tuple[int, int] = (0, 0)
    #: The first byte that is not UTF-8, and the number of its line.
    bad_byte: tuple[int, BadByte] | None = None

    @property
    def open_end(self) -> int:
        """Where the line ends in which a quote opens that is not closed."""
        end = BREAK.search(self.text, self.open_at or 0)
        return end.start() if end else len(self.text)

    def range(self, n: int) -> tuple[int, int]:
        """Where in the text the n-th cell is; the end of the text, when there are not so many."""
        if n >= len(self.cells):
            return len(self.text), len(self.text)
        start = sum(len(each) + 1 for each in self.cells[:n])
        return start, start + len(self.cells[n])


def height(text: str) -> int:
    """How many lines a text takes."""
    return (len(BREAK.findall(text)) if "\r" in text else text.count("\n")) + 1


class Rows:
    """The rows of a file.

    Args:
        lines: The lines of the file.
        separator: What stands between cells.
    """

    def __init__(self, lines: Lines, separator: str) -> None:
        self.separator = separator
        self._lines = lines

    def next(self, width: int = 0) -> Row | None:
        """Take the next row, which should have `width` cells. Blank rows are none, wherever they stand."""
        lines, separator = self._lines, self.separator
        while (text := lines.ahead()) is not None:
            if not text:
                lines.skip_empty()
                continue
            has_quotes = QUOTE in text
            row = self._quoted(text, width) if has_quotes else Row(text, lines.number, text.split(separator))
            lines_of_row = height(row.text) if has_quotes else 1
            if lines.bad:
                row = row._replace(bad_byte=self._bad_byte(row, lines_of_row))
            lines.skip(lines_of_row)
            if text[0] not in {separator, QUOTE} or not _is_blank(row, separator):
                return row
        return None

    def all(self, width: int) -> Iterator[Row]:
        """Take all rows. After an open quote they go on with the next line that makes `width` cells."""
        while row := self.next(width):
            yield row if row.open_at is None else self._with_skipped(row, width)

    def _quoted(self, text: str, width: int) -> Row:
        """The row that begins with this line, in which there are quotes."""
        text = self._while_open(text)
        cells, is_open = split(text, self.separator)
        # A separator between quotes in the middle of a cell is taken as it is, unless it leaves the row too short.
        breaks = (*_BREAKS, self.separator) if len(cells) < width else _BREAKS
        return _checked(Row(text, self._lines.number, cells), breaks, is_open=is_open)

    def _while_open(self, text: str) -> str:
        """The text with as many more lines as its open quote takes."""
        count, size, is_open = 1, len(text), text.count(QUOTE) % 2
        while is_open and size < LONGEST_ROW:
            more = self._lines.ahead(count)
            if more is None:
                break
            count += 1
            size += len(more) + 1
            is_open ^= more.count(QUOTE) % 2
        return self._lines.joined(count) if count > 1 else text

    def _with_skipped(self, row: Row, width: int) -> Row:
        """Take the lines before the next that can be a row; those that are not blank are skipped with this one."""
        first = last = 0
        texts = [row.text]
        while (text := self._lines.ahead()) is not None and not self._can_begin_row(text, width):
            if text:
                last = self._lines.number
                first = first or last
            texts += [self._lines.last_break, text]
            self._lines.skip(1)
        return row._replace(text="".join(texts), skipped=(first, last))

    def _can_begin_row(self, text: str, width: int) -> bool:
        # A line with an open quote of its own counts by its separators: it is the next mistake, no part of this one.
        if text.count(self.separator) + 1 == width:
            return True
        if QUOTE not in text:
            return False
        row = self._quoted(text, width)
        return row.open_at is None and len(row.cells) == width

    def _bad_byte(self, row: Row, lines: int) -> tuple[int, BadByte] | None:
        bad = self._lines.bad
        return next(((each, bad[each]) for each in range(row.line, row.line + lines) if each in bad), None)


def _is_blank(row: Row, separator: str) -> bool:
    """Whether all cells are empty, as in the rows that spreadsheets leave behind the last one."""
    return not row.text.strip(separator) or set(row.cells) <= _EMPTY


def _checked(row: Row, breaks: Sequence[str], *, is_open: bool) -> Row:
    """The row itself; or, if a quote of it is open, what stands before the end of that quote's line."""
    last = len(row.cells) - 1 if is_open else -1
    for n, cell in enumerate(row.cells):
        is_suspect = n == last or any(each in cell for each in breaks)
        offset = open_quote(cell, breaks) if is_suspect else None
        if offset is not None:
            start = row.range(n)[0] + offset
            end = BREAK.search(row.text, start)
            return row._replace(text=row.text[: end.start()] if end else row.text, open_at=start)
    return row
