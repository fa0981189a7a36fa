"""Files with one JSON value: a list of items, or one item alone. Long lists are read a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator

from validator.inputs.json_values import items_of
from validator.inputs.place import Place
from validator.inputs.streams import Stream
from validator.model import Batch, Fault

#: A longer list is not held in memory as a whole. All of a shorter one is refused where a part of it is no JSON.
WHOLE = 1 << 22


def read_json(stream: Stream) -> Iterator[Batch | Fault]:
    """The items of a file with one JSON value. A short list is one batch.

    Raises:
        TooLargeError: a value takes more memory than it may.
        CannotReadError: the file holds nothing but a great many blanks.
    """
    if len(stream.peek(WHOLE)) < WHOLE:
        yield items_of(stream.read(), Place(stream.offset))
        return
    from validator.inputs.json_lists import read_long

    yield from read_long(stream)
