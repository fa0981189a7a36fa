"""Tables as the web interface takes them: rows become tasks, and what cannot be read becomes faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

import orjson

from validator.contract.task_spec import TaskSpec
from validator.inputs.faults import about_byte
from validator.inputs.streams import Stream
from validator.inputs.table_cells import split, unquoted, why_not_json
from validator.inputs.table_header import GOLDENS, INPUTS, Column, Misfit, is_known, read_header
from validator.inputs.table_lines import Lines
from validator.inputs.table_rows import TAB, Row, Rows, height
from validator.inputs.table_sources import Columns, FaultSource, RowSource, place
from validator.model import JSON, ROOT, Batch, Fault, Path, Problem, Source, Span

#: Stands for the pool of items that were read without one. The web interface adds the pool by itself, so that its
#: absence is no mistake of the file; the same word in every row lets rules compare the items of one pool.
POOL_OF_UPLOAD = "pool-of-the-upload"

#: A batch has so many rows, or fewer that together have so many characters.
ROWS = 500
CHARACTERS = 1 << 20

#: What may stand between the cells of CSV, and its name in a note.
_SEPARATORS = {",": "commas", ";": "semicolons", TAB: "tabs"}


def read_table(
    stream: Stream, spec: TaskSpec | None, pool_id: str = POOL_OF_UPLOAD, separator: str = TAB
) -> Iterator[Batch | Fault]:
    """The tasks of a table, in batches. A row that cannot be read is a fault, and takes its position.

    Args:
        stream: The file.
        spec: The fields of the project, by which values are read; without them every value is a string.
        pool_id: The pool that the file is meant for.
        separator: What stands between cells.
    """
    return _read(Lines(stream), spec, pool_id, separator)


def read_csv(stream: Stream, spec: TaskSpec | None, pool_id: str = POOL_OF_UPLOAD) -> Iterator[Batch | Fault]:
    """The same of a table with commas, semicolons or tabs, whichever make known columns of the header."""
    lines = Lines(stream)
    lines.skip_empty()
    header = lines.ahead()
    if header is None:
        return iter(())
    counts = {each: sum(is_known(unquoted(cell)) for cell in split(header, each)[0]) for each in _SEPARATORS}
    separator = max(counts, key=counts.__getitem__)
    stream.note(f"columns are separated by {_SEPARATORS[separator]}")
    return _read(lines, spec, pool_id, separator)


def _read(lines: Lines, spec: TaskSpec | None, pool_id: str, separator: str) -> Iterator[Batch | Fault]:
    rows = Rows(lines, separator)
    header = rows.next()
    if header is None:
        return
    lines.stream.header = header.text + lines.last_break
    if fault := _unreadable(header, None, lines):
        yield fault
        if header.open_at is not None:
            return
    columns: list[Column] = []
    for each in read_header([unquoted(cell) for cell in header.cells], spec):
        if isinstance(each, Misfit):
            yield Fault(each.problem, place(header, *header.range(each.number)))
        else:
            columns.append(each)
    table = Table(columns, pool_id)
    yield from _batches(rows.all(len(header.cells)), table, len(header.cells), lines, separator)


def _batches(rows: Iterable[Row], table: Table, width: int, lines: Lines, separator: str) -> Iterator[Batch | Fault]:
    columns = Columns(table.by_path, separator)
    batch = _Rows(table, columns, 0)
    for index, row in enumerate(rows):
        fault = _unreadable(row, index, lines) or _misshapen(row, index, width)
        if not fault:
            try:
                batch.append(row)
            except orjson.JSONDecodeError:
                fault = _not_json(row, index, columns)
        if fault or batch.is_full:
            yield from batch.done()
            batch = _Rows(table, columns, index + 1)
        if fault:
            yield fault
    yield from batch.done()


class Table:
    """The columns that are read, and how the texts of a row become a task."""

    def __init__(self, columns: Sequence[Column], pool_id: str) -> None:
        self.by_path = {each.path: each for each in columns}
        self._pool_id = pool_id
        self._inputs = [each for each in columns if each.path[:-1] == INPUTS]
        self._goldens = [each for each in columns if each.path[:-1] == GOLDENS]
        self._rest = [each for each in columns if len(each.path) == 1]
        self._checked = [(each.number, each.path, each.check) for each in columns if each.check]

    def item(self, texts: Sequence[str]) -> JSON:
        """The task of a row.

        Raises:
            orjson.JSONDecodeError: a text that should be JSON is not.
        """
        item: dict[str, JSON] = {"pool_id": self._pool_id, "input_values": _values(self._inputs, texts)}
        rest = _values(self._rest, texts)
        if solution := _values(self._goldens, texts):
            item["known_solutions"] = [{"output_values": solution}]
            if "overlap" not in rest:
                item["infinite_overlap"] = True  # the web interface sets it for every task with a solution
        return item | rest

    def problems(self, texts: Sequence[str]) -> list[Problem]:
        """What is likely wrong with the texts although they can be read."""
        return [
            problem
            for n, path, (is_suspect, problems) in self._checked
            if (text := texts[n]) and is_suspect(text)
            for problem in problems(path, text)
        ]


def _values(columns: Iterable[Column], texts: Sequence[str]) -> dict[str, JSON]:
    """The values of some columns by name. An empty cell is a value that is not there."""
    return {each.name: each.read(texts[each.number]) for each in columns if texts[each.number]}


class _Rows:
    """The rows of one batch: their items, and the little that is kept to find their cells again."""

    def __init__(self, table: Table, columns: Columns, first: int) -> None:
        self.items: list[JSON] = []
        self._table, self._columns, self._first = table, columns, first
        self._problems: dict[int, list[Problem]] = {}
        self._texts: list[str] = []
        self._lines: list[int] = []
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time for the next batch."""
        return len(self.items) == ROWS or self._size >= CHARACTERS

    def append(self, row: Row) -> None:
        """Read one more row."""
        texts = [unquoted(each) for each in row.cells]
        self.items.append(self._table.item(texts))
        if problems := self._table.problems(texts):
            self._problems[len(self.items) - 1] = problems
        self._texts.append(row.text)
        self._lines.append(row.line)
        self._size += len(row.text)

    def done(self) -> list[Batch]:
        """The batch, unless it is empty."""
        problems = MappingProxyType(self._problems)
        return [Batch(self._first, self.items, self._source, problems=problems)] if self.items else []

    def _source(self, n: int) -> Source:
        return RowSource(self._columns, self._texts[n], self._lines[n])


def _unreadable(row: Row, index: int | None, lines: Lines) -> Fault | None:
    """A row with an open quote or a byte that is not UTF-8."""
    if row.open_at is not None:
        return Fault(_about_open_quote(row, row.open_at), place(row, row.open_at, row.open_end), index)
    if row.bad_byte:
        line, bad = row.bad_byte
        source = FaultSource(row.text, row.line, Span(line, bad.column, line, bad.column + 1))
        is_repeated, lines.is_encoding_known = lines.is_encoding_known, bool(lines.encoding)
        return Fault(about_byte(bad.value, bad.offset, lines.encoding), source, index, is_repeated)
    return None


def _misshapen(row: Row, index: int, width: int) -> Fault | None:
    """A row with more or fewer cells than the header."""
    found = len(row.cells)
    if found == width:
        return None
    cells = "1 cell" if found == 1 else f"{found:,} cells"
    hint = "put a cell with a separator in it in quotes" if found > width else "keep the separators of empty cells"
    problem = Problem("TL903", ROOT, f"{cells}, but the header has {width:,}", hint=hint)
    return Fault(problem, place(row, *row.range(width)), index)


def _not_json(row: Row, index: int, columns: Columns) -> Fault | None:
    """The first cell of a row that should hold JSON and does not."""
    for column in columns.by_path.values():
        cell = row.cells[column.number]
        try:
            column.read(unquoted(cell) or "0")
        except orjson.JSONDecodeError:
            message, hint, (start, end) = why_not_json(cell, column.read)
            begin = row.range(column.number)[0]
            problem = Problem("TL901", Path(column.path), message, hint=hint)
            return Fault(problem, place(row, begin + start, begin + end), index)
    return None


def _about_open_quote(row: Row, offset: int) -> Problem:
    line = row.line + height(row.text[:offset]) - 1
    message = f"Open quote on line {line:,}"
    first, last = row.skipped
    if first:
        message += f"; line {first:,} is skipped" if first == last else f"; lines {first:,} to {last:,} are skipped"
    return Problem("TL903", ROOT, message, hint="close it, or put the cell in quotes and double those inside")
