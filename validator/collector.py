"""The collector: a schema made into Python functions that name every keyword of it that fails.

To explain an item, jsonschema-rs copies parts of it and of the schema from Rust to Python for each failure. This never
leaves Python. It is made for filled schemas: without references, it goes no deeper into a value than the schema does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from validator.contracts import Schema
from validator.failures import Failure, Steps, identity, scalar, users_pattern
from validator.model import JSON

#: Looks at a value, and adds what fails. The steps lead to the item of the innermost array around it; the function
#: knows the rest of the way.
Check = Callable[[Any, Steps, list[Failure]], None]
#: What is asked of a value of each Python type.
Checks: TypeAlias = dict[type, tuple[Check, ...]]
Types: TypeAlias = tuple[type, ...]

_NUMBERS: Types = (int, float)
_TYPES: dict[str, Types] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": _NUMBERS,
    "integer": _NUMBERS,
    "boolean": (bool,),
    "null": (type(None),),
}
_OBJECT, _ARRAY, _STRING = _TYPES["object"], _TYPES["array"], _TYPES["string"]
_ANY = tuple({each: None for types in _TYPES.values() for each in types})


def collector(schema: Schema) -> Callable[[JSON], list[Failure]]:
    """A function that gives all failures of a value, in no particular order."""
    checks = _checks(schema, ())

    def failures(value: JSON) -> list[Failure]:
        found: list[Failure] = []
        for check in checks[type(value)]:
            check(value, (), found)
        return found

    return failures


def _checks(schema: Schema, steps: Steps) -> Checks:
    """What a schema asks of the value at these steps: apart by type, because each keyword speaks of some types only."""
    checks: dict[type, list[Check]] = {each: [] for each in _ANY}
    for types, check in _made(schema, steps):
        for each in types:
            checks[each].append(check)
    return {each: tuple(made) for each, made in checks.items()}


def _made(schema: Schema, steps: Steps) -> Iterator[tuple[Types, Check]]:
    yield from _of_type(schema, steps)
    for keyword in schema:
        if keyword in _ASSERTIONS:
            types, bound, fails = _ASSERTIONS[keyword]
            # Whatever is of another type than the unwanted is wanted.
            types = _types(schema["not"]) if keyword == "not" else types
            yield types, _assertion(Failure(keyword, schema, steps), bound(schema), fails)
        elif keyword in _APPLICATORS:
            types, make = _APPLICATORS[keyword]
            yield types, make(schema, steps)


# --- assertions: keywords that look at the value alone ----------------------------------------------------------------


class Assertion(NamedTuple):
    """A keyword: the types it speaks of, what of the schema it needs, and whether a value fails by that."""

    types: Types
    bound: Callable[[Schema], Any]
    fails: Callable[[Any, Any], object]


def _of_type(schema: Schema, steps: Steps) -> Iterator[tuple[Types, Check]]:
    allowed, names = _types(schema), schema.get("type", ())
    for each in _ANY:
        if each not in allowed:
            failure = Failure("type", schema, steps, is_null=each is type(None))
            yield (each,), _assertion(failure, None, lambda _, __: True)
    if "integer" in names and "number" not in names:
        yield (float,), _assertion(Failure("type", schema, steps), None, lambda _, value: not value.is_integer())


def _types(schema: Schema) -> Types:
    """The types that a schema takes, less what other keywords ask of them."""
    named = schema.get("type", list(_TYPES))
    return tuple({each: None for name in ([named] if isinstance(named, str) else named) for each in _TYPES[name]})


def _assertion(failure: Failure, bound: Any, fails: Callable[[Any, Any], object]) -> Check:
    def check(value: Any, before: Steps, found: list[Failure]) -> None:
        if fails(bound, value):
            found.append(failure._replace(steps=before + failure.steps) if before else failure)

    return check


def _search(schema: Schema) -> Callable[[str], object]:
    pattern = users_pattern(schema)
    return pattern.matches if pattern and not pattern.is_simple else re.compile(schema["pattern"]).search


def _is_unlisted(listed: frozenset[tuple[bool, JSON]], value: JSON) -> bool:
    return isinstance(value, dict | list) or scalar(value) not in listed


_ASSERTIONS: dict[str, Assertion] = {
    "enum": Assertion(_ANY, lambda schema: frozenset(map(scalar, schema["enum"])), _is_unlisted),
    "const": Assertion(_ANY, lambda schema: frozenset([scalar(schema["const"])]), _is_unlisted),
    "not": Assertion(_ANY, lambda schema: collector(schema["not"]), lambda failures, value: not failures(value)),
    "pattern": Assertion(_STRING, _search, lambda search, text: not search(text)),
    "minLength": Assertion(_STRING, lambda schema: schema["minLength"], lambda least, text: len(text) < least),
    "maxLength": Assertion(_STRING, lambda schema: schema["maxLength"], lambda most, text: len(text) > most),
    "minItems": Assertion(_ARRAY, lambda schema: schema["minItems"], lambda least, items: len(items) < least),
    "maxItems": Assertion(_ARRAY, lambda schema: schema["maxItems"], lambda most, items: len(items) > most),
    "minimum": Assertion(_NUMBERS, lambda schema: schema["minimum"], lambda least, number: number < least),
    "maximum": Assertion(_NUMBERS, lambda schema: schema["maximum"], lambda most, number: number > most),
    "uniqueItems": Assertion(
        _ARRAY,
        lambda schema: schema["uniqueItems"],
        lambda wanted, items: wanted and len(set(map(identity, items))) < len(items),
    ),
}


# --- applicators: keywords that look at what is inside, or at the value by other schemas ------------------------------


def _required(schema: Schema, steps: Steps) -> Check:
    required = schema["required"]
    names = frozenset(required)

    def check(value: dict[str, JSON], before: Steps, found: list[Failure]) -> None:
        if not names <= value.keys():
            missing = [name for name in required if name not in value]
            found.append(Failure("required", schema, before + steps, missing))

    return check


def _properties(schema: Schema, steps: Steps) -> Check:
    properties = {name: _checks(each, (*steps, name)) for name, each in schema["properties"].items()}

    def check(value: dict[str, JSON], before: Steps, found: list[Failure]) -> None:
        for name, each in value.items():
            if name in properties:
                for inner in properties[name][type(each)]:
                    inner(each, before, found)

    return check


def _pattern_properties(schema: Schema, steps: Steps) -> Check:
    patterns = [
        (re.compile(pattern).search, _checks(each, ())) for pattern, each in schema["patternProperties"].items()
    ]

    def check(value: dict[str, JSON], before: Steps, found: list[Failure]) -> None:
        for name, each in value.items():
            for search, checks in patterns:
                for inner in checks[type(each)] if search(name) else ():
                    inner(each, (*before, *steps, name), found)

    return check


def _additional_properties(schema: Schema, steps: Steps) -> Check:
    known = frozenset(schema.get("properties", ()))
    searches = [re.compile(each).search for each in schema.get("patternProperties", ())]
    additional = schema["additionalProperties"]
    checks = None if isinstance(additional, bool) else _checks(additional, ())

    def check(value: dict[str, JSON], before: Steps, found: list[Failure]) -> None:
        if known.issuperset(value):
            return
        names = [name for name in value if name not in known and not any(search(name) for search in searches)]
        if checks is None:
            if names and not additional:
                found.append(Failure("additionalProperties", schema, before + steps, names))
            return
        for name in names:
            for inner in checks[type(value[name])]:
                inner(value[name], (*before, *steps, name), found)

    return check


def _items(schema: Schema, steps: Steps) -> Check:
    checks = _checks(schema["items"], ())

    def check(value: list[JSON], before: Steps, found: list[Failure]) -> None:
        for n, each in enumerate(value):
            for inner in checks[type(each)]:
                inner(each, (*before, *steps, n), found)

    return check


def _all_of(schema: Schema, steps: Steps) -> Check:
    parts = [_checks(each, steps) for each in schema["allOf"]]

    def check(value: JSON, before: Steps, found: list[Failure]) -> None:
        for checks in parts:
            for inner in checks[type(value)]:
                inner(value, before, found)

    return check


def _if(schema: Schema, steps: Steps) -> Check:
    fails = collector(schema["if"])
    then, otherwise = _checks(schema.get("then", {}), steps), _checks(schema.get("else", {}), steps)

    def check(value: JSON, before: Steps, found: list[Failure]) -> None:
        for inner in (otherwise if fails(value) else then)[type(value)]:
            inner(value, before, found)

    return check


_APPLICATORS: dict[str, tuple[Types, Callable[[Schema, Steps], Check]]] = {
    "required": (_OBJECT, _required),
    "properties": (_OBJECT, _properties),
    "patternProperties": (_OBJECT, _pattern_properties),
    "additionalProperties": (_OBJECT, _additional_properties),
    "items": (_ARRAY, _items),
    "allOf": (_ANY, _all_of),
    "if": (_ANY, _if),
}
#: The keywords that are looked at; any other is taken for an annotation.
KEYWORDS = frozenset({"type", "then", "else", *_ASSERTIONS, *_APPLICATORS})
