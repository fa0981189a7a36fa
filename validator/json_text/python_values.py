"""Python values as JSON: what a library user hands in becomes plain JSON, or an error that says where it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from validator.errors import NotJSONError
from validator.model import JSON

#: orjson, which reads the files, stops at the same depth.
MAX_DEPTH = 1024

# The way to a value: the way to what is around it, and the last step, as text. Joined only when there is an error.
_Way = tuple[Any, str]
#: A value that is to be copied: into which dict or list, at which key or position, its way, and how deep it stands.
_Task = tuple[object, Any, Any, _Way, int]

_TOO_LARGE = "beyond the range of a double (1.8e308)"

#: What to do about values of some types that JSON has no form for.
_ADVICE: tuple[tuple[type | tuple[type, ...], str], ...] = (
    ((bytes, bytearray, memoryview), "decode it to a str"),
    (Iterable, "make it a list"),
)


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
    return [to_json(each, f"payload[{n}]") for n, each in enumerate(payload)], False


def _unstructured(value: object) -> object:
    unstructure = None if isinstance(value, type) else getattr(value, "unstructure", None)
    return cast("Callable[[], object]", unstructure)() if callable(unstructure) else value


def to_json(value: object, where: str = "value") -> JSON:
    """A copy of the value in which there are only dicts, lists, strings, finite numbers, booleans and None.

    Raises:
        NotJSONError: a value that JSON cannot hold, named by its place.
    """
    # Not recursive: a value may be nested deeper than Python calls may be.
    result: list[JSON] = [None]
    todo: list[_Task] = [(value, result, 0, (None, where), 0)]
    while todo:
        value, holder, key, way, depth = todo.pop()
        plain = _plain(value, way)
        if not isinstance(plain, Mapping | list | tuple):
            holder[key] = plain
            continue
        if depth >= MAX_DEPTH:
            raise NotJSONError(_place(way), f"is nested deeper than {MAX_DEPTH:,} levels, or holds itself")
        copy, inside = (
            _members(plain, way, depth + 1) if isinstance(plain, Mapping) else _elements(plain, way, depth + 1)
        )
        holder[key] = copy
        todo += reversed(inside)
    return result[0]


def _members(value: Mapping[Any, object], way: _Way, depth: int) -> tuple[JSON, list[_Task]]:
    """A dict with the keys of the mapping, and what is to be done to fill it."""
    copy: dict[str, JSON] = {}
    inside: list[_Task] = []
    for key, each in value.items():
        if not isinstance(key, str):
            raise NotJSONError(_place(way), f"has the key {key!r:.80}: keys of a JSON object are strings")
        name = _text(key, way, "has a key with")
        copy[name] = None
        inside.append((each, copy, name, (way, f".{name}"), depth))
    return copy, inside


def _elements(value: Sequence[object], way: _Way, depth: int) -> tuple[JSON, list[_Task]]:
    """A list of the same length, and what is to be done to fill it."""
    copy: list[JSON] = [None] * len(value)
    return copy, [(each, copy, n, (way, f"[{n}]"), depth) for n, each in enumerate(value)]


def _plain(value: object, way: _Way) -> Mapping[Any, object] | Sequence[object] | JSON:
    """What the value is under its name, its wrapper or its class: a mapping, a list or tuple, or a JSON scalar."""
    for _ in range(MAX_DEPTH):
        if isinstance(value, Enum):
            value = value.value
        elif value is None or isinstance(value, bool | str | int | float):
            return _scalar(value, way)
        elif isinstance(value, Mapping | list | tuple):
            return value
        elif isinstance(value, Decimal):
            return _scalar(_number(value, way), way)
        elif (inner := _unstructured(value)) is not value:
            value = inner
        else:
            raise NotJSONError(_place(way), f"is {_named(value)}, which JSON has no form for: {_advice(value)}")
    raise NotJSONError(_place(way), "gives another wrapper at each unstructure()")


def _named(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else f"of type {type(value).__name__}"


def _advice(value: object) -> str:
    if isinstance(value, type):
        return "make an object of it"
    if is_dataclass(value):
        return "dataclasses.asdict() makes a dict of it"
    return next((advice for types, advice in _ADVICE if isinstance(value, types)), "make it text, a number or a dict")


def _scalar(value: bool | str | float | None, way: _Way) -> JSON:  # noqa: FBT001 - any scalar there is
    if value is None or isinstance(value, bool):
        return value
    # The methods of the base classes: a subclass may show itself as something else.
    if isinstance(value, str):
        return _text(value, way)
    if isinstance(value, int):
        return _integer(value, way)
    if not math.isfinite(value):
        raise NotJSONError(_place(way), f"is {float.__repr__(value)}, which JSON cannot hold")
    return float.__float__(value)


def _integer(value: int, way: _Way) -> int:
    try:
        float(value)
    except OverflowError:
        raise NotJSONError(_place(way), f"is an integer of {value.bit_length():,} bits, {_TOO_LARGE}") from None
    return int.__int__(value)


def _text(value: str, way: _Way, has: str = "has") -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise NotJSONError(_place(way), f"{has} a lone surrogate at character {error.start}") from None
    return str.__str__(value)


def _number(value: Decimal, way: _Way) -> int | float:
    if not value.is_finite():
        raise NotJSONError(_place(way), f"is {value}, which JSON cannot hold")
    number = float(value)
    if math.isinf(number):
        raise NotJSONError(_place(way), f"is {value:.1E}, {_TOO_LARGE}")
    is_whole = value == value.to_integral_value()
    return int(value) if is_whole and "." not in str(value) else number


def _place(way: _Way, most: int = 200) -> str:
    """The way as text, `payload[3].input_values.x`, with its middle left out where it is long."""
    steps: list[str] = []
    around: Any = way
    while around is not None:
        around, step = around
        steps.append(step)
    where = "".join(reversed(steps))
    return where if len(where) <= most else f"{where[: most // 2]}…{where[-most // 2 :]}"
