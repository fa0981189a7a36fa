"""Python values as JSON: what a library user hands in becomes plain JSON, or an error that says where it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias, cast

from validator.errors import NotJSONError
from validator.model import JSON

#: orjson, which reads the files, stops at the same depth.
MAX_DEPTH = 1024


def items_of(payload: object) -> tuple[list[JSON], bool]:
    """The items of a payload as JSON, and whether the payload was one object alone.

    A payload is a mapping, an iterable of mappings, or either of objects with `unstructure()`.

    Raises:
        TypeError: the payload is not one of these.
        NotJSONError: a value in it cannot be held by JSON.
    """
    payload = _unstructured(payload)
    if payload is None or isinstance(payload, Mapping):
        return [to_json(payload, "payload")], True
    if isinstance(payload, str | bytes | bytearray) or not isinstance(payload, Iterable):
        kind = type(payload).__name__
        message = f"a payload is a mapping, an iterable of mappings, or objects with unstructure(), not {kind}"
        raise TypeError(message)
    return [to_json(_unstructured(each), f"payload[{n}]") for n, each in enumerate(payload)], False


def _unstructured(value: object) -> object:
    unstructure = getattr(value, "unstructure", None)
    return cast("Callable[[], object]", unstructure)() if callable(unstructure) else value


def to_json(value: object, where: str = "value") -> JSON:
    """A copy of the value in which there are only dicts, lists, strings, finite numbers, booleans and None.

    Raises:
        NotJSONError: a value that JSON cannot hold, named by its place.
    """
    result: list[JSON] = [None]
    # Not by recursion: Python would give up before MAX_DEPTH.
    pending: list[tuple[object, str, int, Any, int | str]] = [(value, where, 0, result, 0)]
    while pending:
        each, where, depth, holder, step = pending.pop()
        holder[step], inside = _copied(each, where, depth)
        copy = holder[step]
        pending += [(part, place, depth + 1, copy, key) for key, place, part in reversed(inside)]
    return result[0]


_Parts: TypeAlias = "list[tuple[int | str, str, object]]"


def _copied(value: object, where: str, depth: int) -> tuple[JSON, _Parts]:
    """A scalar, or an object or array that is still empty and what belongs into it."""
    if isinstance(value, Decimal):
        value = _number(value, where)
    if value is None or isinstance(value, bool | str | int | float):
        return _scalar(value, where), []
    if depth >= MAX_DEPTH:
        raise NotJSONError(_short(where), f"is nested deeper than {MAX_DEPTH:,} levels, or holds itself")
    if isinstance(value, Mapping):
        return {}, list(_members(value, where))
    if isinstance(value, list | tuple):
        return [None] * len(value), [(n, f"{where}[{n}]", each) for n, each in enumerate(value)]
    plain = _unstructured(value)
    if plain is not value:
        return _copied(plain, where, depth + 1)
    raise NotJSONError(_short(where), f"is a {type(value).__name__}, which JSON has no form for")


def _members(value: Mapping[object, object], where: str) -> Iterator[tuple[str, str, object]]:
    for key, each in value.items():
        if not isinstance(key, str):
            raise NotJSONError(_short(where), f"has the key {key!r}: keys of a JSON object are strings")
        name = str(_scalar(key, f"a key of {where}"))
        yield name, f"{where}.{name}", each


def _scalar(value: bool | str | float | None, where: str) -> JSON:  # noqa: FBT001 - any scalar there is
    if isinstance(value, Enum):
        return _scalar(value.value, where)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotJSONError(_short(where), f"is {value}, which JSON cannot hold")
        return float(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise NotJSONError(_short(where), f"has a lone surrogate at character {error.start}") from None
        return str(value)
    return value if value is None or isinstance(value, bool) else int(value)


def _number(value: Decimal, where: str) -> int | float:
    if not value.is_finite():
        raise NotJSONError(_short(where), f"is {value}, which JSON cannot hold")
    is_whole = value == value.to_integral_value() and value.adjusted() < MAX_DEPTH
    return int(value) if is_whole and "." not in str(value) else float(value)


def _short(where: str, most: int = 200) -> str:
    return where if len(where) <= most else f"{where[: most // 2]}…{where[-most // 2 :]}"
