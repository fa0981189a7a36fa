"""Readers: an input is opened, recognised and read into batches of items, and faults where there is no item to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from validator.contract.task_spec import TaskSpec
from validator.inputs.json_files import read_json
from validator.inputs.json_lines import read_lines
from validator.inputs.names import Input
from validator.inputs.sniff import OLD_EXCEL, ZIP, sniff
from validator.inputs.streams import MAX_MEMORY, Stream, opened, read_to_end
from validator.model import Batch, Fault

_BOM = b"\xef\xbb\xbf"
#: What is looked at to tell text from what is none: that has many zero bytes, and more than one in so many.
_HEAD, _FEW = 4_096, 20


class TableContext(NamedTuple):
    """What is known beside the bytes of a table: values are read by the fields of the project."""

    spec: TaskSpec | None = None
    pool_id: str | None = None


Reader = Callable[[Stream, TableContext], Iterator[Batch | Fault]]


def _json(stream: Stream, _: TableContext) -> Iterator[Batch | Fault]:
    return read_json(stream)


def _lines(stream: Stream, _: TableContext) -> Iterator[Batch | Fault]:
    return read_lines(stream)


def _tsv(stream: Stream, context: TableContext) -> Iterator[Batch | Fault]:
    from validator.inputs.table import POOL_OF_UPLOAD, read_table

    return read_table(stream, context.spec, context.pool_id or POOL_OF_UPLOAD)


def _csv(stream: Stream, context: TableContext) -> Iterator[Batch | Fault]:
    from validator.inputs.table import POOL_OF_UPLOAD, read_csv

    return read_csv(stream, context.spec, context.pool_id or POOL_OF_UPLOAD)


def _xlsx(stream: Stream, context: TableContext) -> Iterator[Batch | Fault]:
    from validator.inputs.spreadsheet import read_workbook
    from validator.inputs.table import POOL_OF_UPLOAD

    return read_workbook(stream, context.spec, context.pool_id or POOL_OF_UPLOAD)


#: The reader of each type.
READERS: dict[str, Reader] = {"json": _json, "jsonl": _lines, "tsv": _tsv, "csv": _csv, "xlsx": _xlsx}


class Reading(NamedTuple):
    """An input that is being read.

    Attributes:
        source: The input, with the type that it was found to have.
        batches: Its items and faults, in order. They raise CannotReadError when reading fails on the way.
        stream: Its bytes.
    """

    source: Input
    batches: Iterator[Batch | Fault]
    stream: Stream

    @property
    def notes(self) -> list[str]:
        """Sentences about the file, such as what it was taken for; complete when `batches` is read to its end."""
        return self.stream.notes

    @property
    def header(self) -> str:
        """The header of a table in text, with its line break; "" before it is read, and where there is none."""
        return self.stream.header


@contextmanager
def reading(
    source: Input,
    context: TableContext | None = None,
    on_read: Callable[[int], None] | None = None,
    max_memory: int = MAX_MEMORY,
) -> Iterator[Reading]:
    """An input, ready to be read. `on_read` is told how many bytes of the file were read.

    Raises:
        CannotReadError: there is no such file, or it cannot be read.
    """
    with opened(source, on_read, max_memory) as stream:
        yield read(source, stream, context)


def read(source: Input, stream: Stream, context: TableContext | None = None) -> Reading:
    """The same for bytes that are at hand.

    Raises:
        CannotReadError: they cannot be read.
    """
    with read_to_end(source.name):
        fault = _of_encoding(stream)
        if fault and fault.problem.code != "TL908":
            return Reading(source, iter([fault]), stream)
        source = sniff(source, stream)
    return Reading(source, _batches(source, stream, context or TableContext(), fault), stream)


def _batches(source: Input, stream: Stream, context: TableContext, fault: Fault | None) -> Iterator[Batch | Fault]:
    if fault:
        yield fault
    with read_to_end(source.name):
        yield from READERS[source.type](stream, context)


def _of_encoding(stream: Stream) -> Fault | None:
    """What is wrong with the encoding, as far as the first bytes show it; a byte order mark of UTF-8 is dropped."""
    head = stream.peek(_HEAD)[:_HEAD]
    if head.startswith(_BOM):
        from validator.inputs.faults import byte_order_mark

        stream.drop(len(_BOM))
        return byte_order_mark()
    if b"\x00" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        from validator.inputs.encodings import of_mark
        from validator.inputs.faults import other_encoding

        if encoding := of_mark(head):
            return other_encoding(encoding)
    if head.count(b"\x00") > max(_FEW, len(head) // _FEW) and not head.startswith((ZIP, OLD_EXCEL)):
        from validator.inputs.faults import no_text

        return no_text()
    return None
