"""One JSON value that is held in memory: its items, and where they are in the text."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from validator.inputs.place import Place
from validator.model import JSON, Batch, Fault, Source

BLANKS = b" \t\r\n"


def items_of(data: bytes, place: Place) -> Batch | Fault:
    """The items of a text that begins at this place of the file: those of a list, or one alone."""
    try:
        value: JSON = orjson.loads(data)
    except orjson.JSONDecodeError:
        from validator.inputs.faults import empty, not_json

        return not_json(data, place, None) if data.strip(BLANKS) else empty()
    if value is None:
        from validator.inputs.faults import null_body

        return null_body(data, place)
    is_list = isinstance(value, list)
    items: list[JSON] = value if isinstance(value, list) else [value]
    return Batch(0, items, sources_of(data, place), (data,), is_alone=not is_list)


def sources_of(data: bytes, place: Place, *, is_inside: bool = False) -> Callable[[int], Source]:
    """The sources of the items of a text, which are looked for when the first is asked for; see faults.Elements."""
    found: Callable[[int], Source] | None = None

    def source(n: int) -> Source:
        nonlocal found
        if found is None:
            from validator.inputs.faults import Elements

            found = Elements(data, place, is_inside=is_inside)
        return found(n)

    return source
