"""Tab-separated tables as the web interface takes them: rows become tasks, and what cannot be read becomes faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

import orjson

from validator.contract.task_spec import TaskSpec
from validator.inputs.table_cells import element_range, split, unquoted, why_not_json
from validator.inputs.table_header import GOLDENS, INPUTS, Column, Misfit, read_header
from validator.inputs.table_lines import Lines
from validator.inputs.table_rows import SEPARATOR, Row, next_row, rows
from validator.json_text.places import line_column
from validator.model import JSON, ROOT, Batch, Fault, Path, Problem, Source, Span

#: Stands for the pool of items that were read without one. The web interface adds the pool by itself, so that its
#: absence is no mistake of the file; the same word in every row lets rules compare the items of one pool.
POOL_OF_UPLOAD = "pool-of-the-upload"

#: A batch has so many rows, or fewer that together have so many characters.
ROWS = 500
CHARACTERS = 1 << 20

_UTF16_MARKS = (0xFF, 0xFE)


def read_table(stream: BinaryIO, spec: TaskSpec | None, pool_id: str = POOL_OF_UPLOAD) -> Iterator[Batch | Fault]:
    """The tasks of a table, in batches. A row that cannot be read is a fault, and takes its position.

    Args:
        stream: The file.
        spec: The fields of the project, by which values are read; without them every value is a string.
        pool_id: The pool that the file is meant for.
    """
    lines = Lines(stream)
    header = next_row(lines)
    if header is None:
        return
    if fault := _unreadable(header, None):
        yield fault
    if header.open_at is not None or _is_utf16(header):
        return
    columns: list[Column] = []
    for each in read_header([unquoted(cell) for cell in header.cells], spec):
        if isinstance(each, Misfit):
            yield Fault(Problem("TL904", ROOT, each.message), _place(header, *header.range(each.number)))
        else:
            columns.append(each)
    yield from _batches(rows(lines, len(header.cells)), _Table(columns, len(header.cells), pool_id))


def _batches(read: Iterable[Row], table: _Table) -> Iterator[Batch | Fault]:
    batch = _Rows(table, 0)
    for index, row in enumerate(read):
        fault = _unreadable(row, index) or table.misshapen(row, index)
        if not fault:
            try:
                batch.append(row)
            except orjson.JSONDecodeError:
                fault = table.not_json(row, index)
        if fault or batch.is_full:
            yield from batch.done()
            batch = _Rows(table, index + 1)
        if fault:
            yield fault
    yield from batch.done()


class _Table:
    """The columns that are read, and how a row becomes a task."""

    def __init__(self, columns: Sequence[Column], width: int, pool_id: str) -> None:
        self.columns = {each.path: each for each in columns}
        self._width = width
        self._pool_id = pool_id
        self._inputs = [each for each in columns if each.path[:-1] == INPUTS]
        self._goldens = [each for each in columns if each.path[:-1] == GOLDENS]
        self._rest = [each for each in columns if len(each.path) == 1]

    def item(self, cells: Sequence[str]) -> JSON:
        """The task of a row.

        Raises:
            orjson.JSONDecodeError: a cell that should hold JSON does not.
        """
        texts = [unquoted(each) for each in cells]
        item: dict[str, JSON] = {"pool_id": self._pool_id, "input_values": _values(self._inputs, texts)}
        rest = _values(self._rest, texts)
        if solution := _values(self._goldens, texts):
            item["known_solutions"] = [{"output_values": solution}]
            if "overlap" not in rest:
                item["infinite_overlap"] = True  # the web interface sets it for every task with a solution
        return item | rest

    def misshapen(self, row: Row, index: int) -> Fault | None:
        """A row with more or fewer cells than the header."""
        found = len(row.cells)
        if found == self._width:
            return None
        message = f"{_counted(found)}, but the header has {self._width:,}"
        return Fault(Problem("TL903", ROOT, message), _place(row, *row.range(self._width)), index)

    def not_json(self, row: Row, index: int) -> Fault | None:
        """The first cell of a row that should hold JSON and does not."""
        for column in self.columns.values():
            cell = row.cells[column.number]
            try:
                column.read(unquoted(cell) or "0")
            except orjson.JSONDecodeError:
                message, (start, end) = why_not_json(cell, column.read)
                begin = row.range(column.number)[0]
                return Fault(Problem("TL901", column.path, message), _place(row, begin + start, begin + end), index)
        return None


def _values(columns: Iterable[Column], texts: Sequence[str]) -> dict[str, JSON]:
    """The values of some columns by name. An empty cell is a value that is not there."""
    return {each.name: each.read(texts[each.number]) for each in columns if texts[each.number]}


class _Rows:
    """The rows of one batch: their items, and the little that is kept to find their cells again."""

    def __init__(self, table: _Table, first: int) -> None:
        self.items: list[JSON] = []
        self._table, self._first = table, first
        self._texts: list[str] = []
        self._lines: list[int] = []
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time for the next batch."""
        return len(self.items) == ROWS or self._size >= CHARACTERS

    def append(self, row: Row) -> None:
        """Read one more row."""
        self.items.append(self._table.item(row.cells))
        self._texts.append(row.text)
        self._lines.append(row.line)
        self._size += len(row.text)

    def done(self) -> Iterator[Batch]:
        """The batch, unless it is empty."""
        if self.items:
            yield Batch(self._first, self.items, self._source)

    def _source(self, n: int) -> Source:
        return _RowSource(self._table, self._texts[n], self._lines[n])


def _unreadable(row: Row, index: int | None) -> Fault | None:
    """A row with an open quote or a byte that is not UTF-8."""
    if index is None and _is_utf16(row):
        message = "The file is UTF-16, not UTF-8: save it again as UTF-8"
        return Fault(Problem("TL902", ROOT, message), _place(row, 0, 0))
    if row.open_at is not None:
        problem = Problem("TL903", ROOT, _about_open_quote(row, row.open_at))
        return Fault(problem, _place(row, row.open_at, len(row.text)), index)
    if row.bad_byte:
        line, bad = row.bad_byte
        message = f"Byte 0x{bad.value:02x} at offset {bad.offset:,} of the file is not UTF-8"
        source = _FaultSource(row.text, row.line, Span(line, bad.column, line, bad.column + 1))
        return Fault(Problem("TL902", ROOT, message), source, index)
    return None


def _is_utf16(header: Row) -> bool:
    bad = header.bad_byte[1] if header.bad_byte else None
    return bad is not None and bad.offset == 0 and bad.value in _UTF16_MARKS


def _about_open_quote(row: Row, offset: int) -> str:
    line = row.line + row.text.count("\n", 0, offset)
    message = f"Open quote on line {line:,}: close it, or put the cell in quotes and double those inside"
    if not row.lost:
        return message
    first = row.line + row.height
    lost = f"line {first:,} is" if first == row.lost else f"lines {first:,} to {row.lost:,} are"
    return f"{message}; {lost} lost with it"


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells:,} cells"


def _place(row: Row, start: int, end: int) -> _FaultSource:
    return _FaultSource(row.text, row.line, _span(row.text, row.line, start, end))


def _span(text: str, line: int, start: int, end: int) -> Span:
    (first, column), (last, end_column) = line_column(text, start), line_column(text, end)
    return Span(line + first - 1, column, line + last - 1, end_column)


def _excerpt(text: str, first: int, line: int) -> str:
    texts = text.split("\n")
    return texts[line - first] if 0 <= line - first < len(texts) else ""


class _FaultSource(NamedTuple):
    """The text of a row that was not read, and where its fault stands."""

    text: str
    line: int
    place: Span

    def span(self, path: Path) -> Span:  # noqa: ARG002 - the protocol's signature
        """Where the fault stands: there is no item that a path could lead into."""
        return self.place

    def excerpt(self, line: int) -> str:
        """A line of the row."""
        return _excerpt(self.text, self.line, line)


class _RowSource(NamedTuple):
    """The text of a row; its cells are looked for when somebody asks."""

    table: _Table
    text: str
    line: int

    def span(self, path: Path) -> Span:
        """The cell of the value at `path`, or its element of that cell; the whole row for what no cell holds."""
        for length in range(len(path), 0, -1):
            column = self.table.columns.get(Path(path[:length]))
            if column:
                return _span(self.text, self.line, *self._range(column, path[length:]))
        return _span(self.text, self.line, 0, len(self.text))

    def excerpt(self, line: int) -> str:
        """A line of the row."""
        return _excerpt(self.text, self.line, line)

    def _range(self, column: Column, rest: Sequence[str | int]) -> tuple[int, int]:
        row = Row(self.text, self.line, split(self.text, SEPARATOR)[0])
        start, end = row.range(column.number)
        if not rest or not column.has_elements or not isinstance(rest[0], int):
            return start, end
        first, last = element_range(self.text[start:end], rest[0])
        return start + first, start + last
