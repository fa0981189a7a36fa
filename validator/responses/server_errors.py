"""Claims: each error of a response, with the position and the path that the server said it at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from validator.contract.context import Query
from validator.inputs.names import CannotReadError
from validator.json_text.compact import compact
from validator.model import JSON, as_list, as_object

#: Stands for the code of an error that has none.
NO_CODE = "NO_CODE"

_POSITION = re.compile("[0-9]{1,99}")
_FLAT = re.compile(r"([0-9]{1,99})(?:\.(.*))?", re.DOTALL)
_ITEM_INDEX = "__item_idx"
_CODE, _MESSAGE = "code", "message"

_Object: TypeAlias = "dict[str, JSON]"


class Claim(NamedTuple):
    """One error as the server said it.

    `position` counts from the beginning of its request; None where the response names none, because the request was
    one object. `is_of_request` says that the error is not about an item at all.
    """

    position: int | None
    path: str
    code: str
    message: str
    params: tuple[JSON, ...] | None = None
    is_of_request: bool = False
    #: The item as the server had it, where the position is only by order; see `content`.
    item: bytes | None = None


def claims_of(response: JSON, name: str) -> list[Claim]:
    """All errors of a response: a batch, a 400 or its payload, the log of an operation, or what was created.

    Raises:
        CannotReadError: it is none of these.
    """
    if isinstance(response, list):
        return _of_list(response, name)
    if not isinstance(response, dict):
        raise _none_of_these(name)
    if response.keys() == {"status", "body"}:  # as `predict` prints it
        return claims_of(response["body"], name)
    for is_one, read in _SHAPES:
        if is_one(response):
            return list(read(response, name))
    return list(_payload(response, name))


def content(item: JSON) -> bytes:
    """A key by which an item is known again: what it holds, less what the official client adds to it."""
    if not isinstance(item, dict):
        return compact(item)
    return compact({key: each for key, each in item.items() if not key.startswith("__")}, sort_keys=True)


def _none_of_these(name: str) -> CannotReadError:
    shapes = "the answer to a list, a 400 or its payload, or the log of an operation"
    return CannotReadError(name, f"is no answer of the API that names errors: give {shapes}")


# --- one shape each --------------------------------------------------------------------------------------------------


def _of_list(response: list[JSON], name: str) -> list[Claim]:
    if not all(_is_entry(each) for each in response):
        raise _none_of_these(name)
    return list(_log(response))


def _batch(response: _Object, name: str) -> Iterator[Claim]:
    return _payload(as_object(response.get("validation_errors")), name)


def _error(response: _Object, name: str) -> Iterator[Claim]:
    payload = response.get("payload")
    if isinstance(payload, dict) and payload and response.get(_CODE) == "VALIDATION_ERROR":
        yield from _payload(payload, name)
    else:
        yield _claim(None, "", response, is_of_request=True)


def _one_entry(response: _Object, name: str) -> Iterator[Claim]:  # noqa: ARG001 - as the others
    yield from _log([response])


def _operation(response: _Object, name: str) -> Iterator[Claim]:
    if response.get("status") != "SUCCESS" or as_object(response.get("details")).get("failed_count"):
        raise CannotReadError(name, "is an operation, which names no item; its log does: GET /operations/{id}/log")
    yield from ()


def _created(response: _Object, name: str) -> Iterator[Claim]:  # noqa: ARG001 - as the others
    yield from ()


def _payload(payload: _Object, name: str) -> Iterator[Claim]:
    """Errors by path, by position and path, or by both in one key: `0.input_values.image`."""
    for key, each in payload.items():
        flat = _FLAT.fullmatch(key)
        if _is_error(each):
            position, path = (int(flat[1]), flat[2] or "") if flat else (None, key)
            yield _claim(position, path, each, is_of_request=key in Query._fields)
        elif isinstance(each, dict) and _POSITION.fullmatch(key):
            for path, error in each.items():
                yield _claim(int(key), path, error)
        else:
            raise _none_of_these(name)


#: What a response is known by, and what reads its errors. The first that fits decides; the rest are payloads.
_SHAPES: tuple[tuple[Callable[[_Object], bool], Callable[[_Object, str], Iterator[Claim]]], ...] = (
    (lambda each: _is_map(each, "items") or _is_map(each, "validation_errors"), _batch),
    (lambda each: isinstance(each.get(_CODE), str), _error),
    (lambda each: _is_entry(each), _one_entry),  # noqa: PLW0108 - defined below
    (lambda each: isinstance(each.get("status"), str) and "type" in each, _operation),
    (lambda each: isinstance(each.get("created"), str) and "id" in each, _created),
)


def _is_map(response: _Object, key: str) -> bool:
    return key in response and not _is_error(response[key])


def _is_error(value: JSON) -> bool:
    return isinstance(value, str) or isinstance(as_object(value).get(_CODE), str)


def _is_entry(value: JSON) -> bool:
    return isinstance(as_object(value).get("success"), bool)


# --- the log of an operation -----------------------------------------------------------------------------------------


def _log(entries: list[JSON]) -> Iterator[Claim]:
    positions = _Positions()
    for entry in map(as_object, entries):
        type_ = str(entry.get("type", ""))
        if not type_.startswith("TASK"):  # such as POOL_OPEN
            if entry.get("success") is False:
                yield from _failures(None, entry, is_of_request=True)
            continue
        position, item = positions.of(type_, entry.get("input"))
        if entry.get("success") is False:
            yield from _failures(position, entry, item=item)


class _Positions:
    """The position of each entry: what the client wrote into the item, or the order of the entries.

    An item can have two entries, one of each type: the same input with another type is the same item again.
    """

    def __init__(self) -> None:
        self._count = 0
        self._of: dict[bytes, list[int]] = defaultdict(list)
        self._seen: dict[tuple[str, bytes], int] = defaultdict(int)

    def of(self, type_: str, item: JSON) -> tuple[int, bytes | None]:
        index = str(as_object(item).get(_ITEM_INDEX, ""))
        if _POSITION.fullmatch(index):
            self._count = int(index) + 1
            return int(index), None
        key = content(item) if isinstance(item, dict) else b"%d" % self._count
        positions, nth = self._of[key], self._seen[type_, key]
        self._seen[type_, key] += 1
        if nth == len(positions):
            positions.append(self._count)
            self._count += 1
        return positions[nth], key if isinstance(item, dict) else None


def _failures(
    position: int | None, entry: Mapping[str, JSON], *, is_of_request: bool = False, item: bytes | None = None
) -> Iterator[Claim]:
    """The errors of a failed entry: a map by path, or an error whose payload is that map."""
    output = as_object(entry.get("output"))
    errors = as_object(output.get("payload")) if isinstance(output.get(_CODE), str) else output
    if not errors:
        errors = {"": output or {_MESSAGE: f"{entry.get('type')} failed, and the log does not say why"}}
    for path, error in errors.items():
        yield _claim(position, path, error, is_of_request=is_of_request, item=item)


def _claim(
    position: int | None, path: str, error: JSON, *, is_of_request: bool = False, item: bytes | None = None
) -> Claim:
    said = as_object(error)
    code, message, params = said.get(_CODE), said.get(_MESSAGE), said.get("params")
    text = message if isinstance(message, str) else compact(error).decode()
    if isinstance(error, str):
        text = error
    bounds = tuple(as_list(params)) or None
    return Claim(position, path, code if isinstance(code, str) else NO_CODE, text, bounds, is_of_request, item)
