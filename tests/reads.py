"""What readers make of bytes that no file holds."""

from __future__ import annotations

import io

from validator.inputs.names import Input
from validator.inputs.readers import Reading, TableContext, read
from validator.inputs.streams import MAX_MEMORY, Stream
from validator.model import Batch, Fault


def stream(data: bytes, name: str = "file", max_memory: int = MAX_MEMORY) -> Stream:
    """The bytes as an opened file has them."""
    return Stream(name, io.BytesIO(data).read, max_memory)


def reading(data: bytes, type_: str = "", context: TableContext | None = None) -> Reading:
    """The bytes as a file of this type is read."""
    return read(Input("file", type_), stream(data), context)


def everything(data: bytes, type_: str = "", context: TableContext | None = None) -> list[Batch | Fault]:
    """All batches and faults, with the type as the file's name says it."""
    return list(read(Input("file", type_, is_forced=bool(type_)), stream(data), context).batches)
