"""Where rows, cells and elements of a table are in its text; asked only for a finding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from validator.inputs.table_cells import element_range, split
from validator.inputs.table_header import Column
from validator.inputs.table_lines import BREAK
from validator.inputs.table_rows import Row
from validator.json_text.places import shown
from validator.model import Path, Span


class Columns(NamedTuple):
    """The columns that are read, by the path of their values, and what stands between cells."""

    by_path: Mapping[Path, Column]
    separator: str

    def of(self, path: Path) -> tuple[Column, Sequence[str | int]] | None:
        """The column that a value is in, and the rest of its path; None for what no cell holds."""
        for length in range(len(path), 0, -1):
            column = self.by_path.get(Path(path[:length]))
            if column:
                return column, path[length:]
        return None


class FaultSource(NamedTuple):
    """The text of a row that was not read, and where its fault is."""

    text: str
    line: int
    place: Span

    def span(self, path: Path) -> Span:  # noqa: ARG002 - the protocol's signature
        """Where the fault is: there is no item that a path could lead into."""
        return self.place

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """A line of the row."""
        return _excerpt(self.text, self.line, line)[begin:end]


class RowSource(NamedTuple):
    """The text of a row; its cells are looked for when somebody asks."""

    columns: Columns
    text: str
    line: int

    def span(self, path: Path) -> Span:
        """The cell of the value at `path`, or its element of that cell; the whole row for what no cell holds."""
        found = self.columns.of(path)
        start, end = self._range(*found) if found else (0, len(self.text))
        return _span(self.text, self.line, start, end)

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """A line of the row."""
        return _excerpt(self.text, self.line, line)[begin:end]

    def _range(self, column: Column, rest: Sequence[str | int]) -> tuple[int, int]:
        row = Row(self.text, self.line, split(self.text, self.columns.separator)[0])
        start, end = row.range(column.number)
        if not rest or not column.has_elements or not isinstance(rest[0], int):
            return start, end
        first, last = element_range(self.text[start:end], rest[0])
        return start + first, start + last


def place(row: Row, start: int, end: int) -> FaultSource:
    """The source of a fault between two characters of a row."""
    return FaultSource(row.text, row.line, _span(row.text, row.line, start, end))


def _span(text: str, line: int, start: int, end: int) -> Span:
    starts = [0, *(match.end() for match in BREAK.finditer(text, 0, end))]

    def at(offset: int) -> tuple[int, int]:
        n = bisect_right(starts, offset) - 1
        return line + n, offset - starts[n] + 1

    return Span(*at(start), *at(end))


def _excerpt(text: str, first: int, line: int) -> str:
    texts = BREAK.split(text)[::2]
    return shown(texts[line - first]) if 0 <= line - first < len(texts) else ""
