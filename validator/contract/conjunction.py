"""One schema out of several that must all hold: what they ask of the same value is asked in one place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from validator.contract.schemas import Schema

_BRANCHES = ("then", "else")
_CONDITIONAL = ("if", *_BRANCHES)
# What these mean depends on the `properties` beside them.
_CLOSING = ("additionalProperties", "patternProperties")


def conjunction(schemas: Iterable[Schema]) -> Schema:
    """A schema that is valid exactly where all of them are.

    Engines look a property up again for each schema that speaks of it, which costs more than most of what is asked.
    """
    return reduce(_both, schemas, {})


def _both(one: Schema, other: Schema) -> Schema:
    if not one or not other:
        return one or other
    if not _can_share(one, other):
        return one | {"allOf": _with(one.get("allOf", []), other)}
    shared, rest = dict(one), {}
    for key, value in (*_keywords(other), *_conditional(one, other)):
        if key not in one or one[key] == value:
            shared[key] = value
        elif key in ("items", *_BRANCHES):
            shared[key] = _both(one[key], value)
        elif key == "properties":
            shared[key] = one[key] | {name: _both(one[key].get(name, {}), each) for name, each in value.items()}
        elif key == "required":
            shared[key] = [*one[key], *(name for name in value if name not in one[key])]
        elif key == "allOf":
            shared[key] = [*one[key], *value]
        else:
            rest[key] = value
    if "if" in other and one.get("if", other["if"]) != other["if"]:
        rest |= {key: other[key] for key in _CONDITIONAL if key in other}
    return shared | {"allOf": _with(shared.get("allOf", []), rest)} if rest else shared


def _with(parts: list[Schema], more: Schema) -> list[Schema]:
    """The parts and one more, if it is not among them; it joins the one with the same condition if there is one."""
    if more in parts:
        return parts
    for n, each in enumerate(parts):
        if "if" in more and each.get("if") == more["if"]:
            return [*parts[:n], _both(each, more), *parts[n + 1 :]]
    return [*parts, more]


def _keywords(schema: Schema) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in schema.items() if key not in _CONDITIONAL]


def _conditional(one: Schema, other: Schema) -> list[tuple[str, Any]]:
    """The condition of the other and its branches, where there is none in the way."""
    if "if" not in other or one.get("if", other["if"]) != other["if"]:
        return []
    return [(key, other[key]) for key in _CONDITIONAL if key in other]


def _can_share(one: Schema, other: Schema) -> bool:
    """Whether keywords of both may stand side by side without changing what the others mean."""
    if any(key.startswith("x-") for key in other) or not all(
        isinstance(each.get("items", {}), dict) for each in (one, other)
    ):
        return False
    closed = [each for each in (one, other) if any(key in each for key in _CLOSING)]
    if len(closed) > 1:
        return False
    open_ = other if closed == [one] else one
    return not closed or set(open_.get("properties", ())) <= set(closed[0].get("properties", ()))
