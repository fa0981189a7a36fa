"""Excel workbooks: the rows of the first sheet become tasks, as those of a table in text do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from types import MappingProxyType
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import orjson

from validator.contract.task_spec import TaskSpec
from validator.inputs.names import CannotReadError
from validator.inputs.streams import Stream
from validator.inputs.table import POOL_OF_UPLOAD, ROWS, Table
from validator.inputs.table_cells import QUOTE
from validator.inputs.table_header import Column, Misfit, read_header
from validator.inputs.table_rows import TAB
from validator.inputs.table_sources import Columns
from validator.model import JSON, Batch, Fault, Path, Problem, Source, Span

# A spreadsheet keeps fifteen digits of a number.
_MOST_PRECISE = 10.0**15
_QUOTED = re.compile(r'[\t\n\r"]')

Value = str | bool | int | float | date | datetime | time | timedelta


def read_workbook(stream: Stream, spec: TaskSpec | None, pool_id: str = POOL_OF_UPLOAD) -> Iterator[Batch | Fault]:
    """The tasks of the first sheet, in batches; line and column of a finding are the row and column of its cell.

    Raises:
        CannotReadError: it is no workbook, or what reads one is not installed.
    """
    sheet, rows = _first_sheet(stream)
    header = next(((n, row) for n, row in rows if any(row)), None)
    if header is None:
        return
    columns: list[Column] = []
    for each in read_header(_without_empty_end(header[1]), spec):
        if isinstance(each, Misfit):
            yield Fault(each.problem, _RowSource(sheet, header[0], header[1], own=each.number))
        else:
            columns.append(each)
    yield from _batches(rows, Table(columns, pool_id), sheet)


def _batches(rows: Iterator[tuple[int, list[str]]], table: Table, sheet: _Sheet) -> Iterator[Batch | Fault]:
    sheet = sheet._replace(columns=Columns(table.by_path, TAB))
    batch = _Rows(table, sheet, 0)
    index = 0
    for number, row in rows:
        if not any(row):
            continue
        fault = batch.append(number, row, index)
        index += 1
        if fault or len(batch.items) == ROWS:
            yield from batch.done()
            batch = _Rows(table, sheet, index)
        if fault:
            yield fault
    yield from batch.done()


class _Rows:
    """The rows of one batch."""

    def __init__(self, table: Table, sheet: _Sheet, first: int) -> None:
        self.items: list[JSON] = []
        self._table, self._sheet, self._first = table, sheet, first
        self._problems: dict[int, Sequence[Problem]] = {}
        self._rows: list[tuple[int, list[str]]] = []

    def append(self, number: int, row: list[str], index: int) -> Fault | None:
        """Read one more row; the fault of one that has a cell which should hold JSON and does not."""
        try:
            item = self._table.item(row)
        except orjson.JSONDecodeError:
            return self._not_json(number, row, index)
        if problems := self._table.problems(row):
            self._problems[len(self.items)] = problems
        self.items.append(item)
        self._rows.append((number, row))
        return None

    def done(self) -> list[Batch]:
        """The batch, unless it is empty."""
        problems = MappingProxyType(self._problems)
        return [Batch(self._first, self.items, self._source, problems=problems)] if self.items else []

    def _source(self, n: int) -> Source:
        return _RowSource(self._sheet, *self._rows[n])

    def _not_json(self, number: int, row: list[str], index: int) -> Fault | None:
        from validator.json_text.syntax import Mistake, mistake

        for column in self._table.by_path.values():
            try:
                column.read(row[column.number] or "0")
            except orjson.JSONDecodeError:
                found = mistake(row[column.number]) or Mistake("Not JSON", 0)
                problem = Problem("TL901", column.path, found.message, hint=found.hint)
                return Fault(problem, _RowSource(self._sheet, number, row, own=column.number), index)
        return None


class _Sheet(NamedTuple):
    """The sheet that is read: its name, how many columns before the first one are empty, and its columns."""

    name: str
    empty: int
    columns: Columns = Columns(MappingProxyType({}), TAB)


class _RowSource(NamedTuple):
    """A row of a sheet. Its text is what a table in text would have."""

    sheet: _Sheet
    line: int
    row: list[str]
    #: The cell that a fault is about.
    own: int | None = None

    @property
    def text(self) -> str:
        """The row with tabs between its cells, in quotes where they need some."""
        return TAB.join(map(_quoted, self.row))

    def span(self, path: Path) -> Span:
        """The cell of the value at `path`, or the whole row: the line is the row, the column that of the sheet."""
        cell = self._cell(path)
        first, last = (0, len(self.row)) if cell is None else (cell, cell + 1)
        return Span(self.line, self.sheet.empty + first + 1, self.line, self.sheet.empty + last + 1)

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:  # noqa: ARG002 - the protocol's signature
        """Nothing: a sheet has no line of text in which columns could be counted."""
        return ""

    def reference(self, path: Path) -> str:
        """The cell as spreadsheets call it, `Sheet1!B3`; the row for what no cell holds, `Sheet1!3:3`."""
        cell = self._cell(path)
        name = self.sheet.name if self.sheet.name.isalnum() else "'" + self.sheet.name.replace("'", "''") + "'"
        if cell is None:
            return f"{name}!{self.line}:{self.line}"
        return f"{name}!{_letters(self.sheet.empty + cell)}{self.line}"

    def _cell(self, path: Path) -> int | None:
        found = self.sheet.columns.of(path) if self.own is None else None
        return found[0].number if found else self.own


def _letters(n: int) -> str:
    """The letters of the n-th column: A, B, …, Z, AA."""
    letters = ""
    while n >= 0:
        n, rest = divmod(n, 26)
        letters = chr(ord("A") + rest) + letters
        n -= 1
    return letters


def _quoted(text: str) -> str:
    return QUOTE + text.replace(QUOTE, QUOTE * 2) + QUOTE if _QUOTED.search(text) else text


def _first_sheet(stream: Stream) -> tuple[_Sheet, Iterator[tuple[int, list[str]]]]:
    """The first sheet, and its rows: number from 1, and the texts of its cells."""
    reader = _reader(stream.name)
    data = stream.rest()
    _check_size(stream, data)
    try:
        workbook = reader.CalamineWorkbook.from_filelike(BytesIO(data))
        names = workbook.sheet_names
        sheet = workbook.get_sheet_by_index(0)
    except (reader.CalamineError, BadZipFile) as error:
        raise CannotReadError(stream.name, f"is not an Excel workbook, or a damaged one ({error})") from None
    if len(names) > 1:
        stream.note(f"only its first sheet, {names[0]!r}, is read")
    rows = ((n, [_text(each) for each in row]) for n, row in enumerate(sheet.iter_rows(), 1))
    return _Sheet(names[0], sheet.start[1] if sheet.start else 0), rows


def _reader(name: str) -> Any:
    try:
        import python_calamine
    except ImportError:
        why = "is an Excel workbook, which an extra reads: pip install 'toloka-lint[excel]'"
        raise CannotReadError(name, why) from None
    return python_calamine


def _check_size(stream: Stream, data: bytes) -> None:
    """Refuse a workbook that would take too much memory: it is compressed."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise CannotReadError(stream.name, f"is not an Excel workbook, or a damaged one ({error})") from None
    stream.check(size)


def _text(value: Value) -> str:
    """The text that a cell would have in a table of text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10 * _MOST_PRECISE**2:
        return str(int(value)) if abs(value) < _MOST_PRECISE else f"{value:.15g}"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _without_empty_end(names: Sequence[str]) -> Sequence[str]:
    """The header without the empty cells behind its last name, which a sheet has but no table in text."""
    end = len(names)
    while end and not names[end - 1]:
        end -= 1
    return names[:end]
