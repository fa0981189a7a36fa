"""A request as a whole: all items of one file, for what cannot be said of them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from validator.contract.codes import NULL_BODY
from validator.contract.loader import REQUEST_KINDS
from validator.inputs.names import CannotReadError, Input
from validator.inputs.readers import TableContext, reading
from validator.model import JSON, Batch, Fault


class Request(NamedTuple):
    """The items that a request holds; `is_alone` says that its body is one object and no list."""

    items: list[JSON]
    is_alone: bool = False
    #: What it was read from, with the type that was found.
    source: Input | None = None
    #: Sentences about the file, such as what it was taken for.
    notes: Sequence[str] = ()


#: Faults beside which the items of a file are read all the same.
_OF_NO_ITEM = ("TL904", "TL908")


def read_request(source: Input, context: TableContext | None = None) -> Request:
    """The items of a file, all of them; a file of lines or rows is taken as one list.

    Raises:
        CannotReadError: the file is not there, holds nothing, or a part of it is not an item.
    """
    with reading(source, context) as read:
        return _gathered(source.name, read.batches)._replace(source=read.source, notes=read.notes)


def _gathered(name: str, batches: Iterable[Batch | Fault]) -> Request:
    items: list[JSON] = []
    is_alone = has_batch = False
    fault: Fault | None = None
    for each in batches:
        if isinstance(each, Batch):
            items += each.items
            is_alone, has_batch = each.is_alone, True
        elif each.problem == NULL_BODY:
            return Request([None], is_alone=True)
        elif each.problem.code in _OF_NO_ITEM:
            fault = each
        else:
            raise _unreadable(name, each)
    if not has_batch:
        raise _unreadable(name, fault) if fault else CannotReadError(name, "holds no items")
    return Request(items, is_alone)


def _unreadable(name: str, fault: Fault) -> CannotReadError:
    span = fault.source.span(fault.problem.path)
    hint = f" ({fault.problem.hint})" if fault.problem.hint else ""
    return CannotReadError(name, f"line {span.line}, column {span.column}: {fault.problem.message}{hint}")


def must_be_request(kind: str, name: str) -> None:
    """Refuse what is no request.

    Raises:
        CannotReadError: the items are of another kind.
    """
    if kind not in REQUEST_KINDS:
        wanted = " or ".join(REQUEST_KINDS)
        raise CannotReadError(name, f"looks like {kind}, not {wanted}; if it is one of them, say so with --kind")
