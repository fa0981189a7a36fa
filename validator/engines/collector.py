"""The collector: a schema made into Python functions that name every keyword of it that fails.

To explain an item, jsonschema-rs copies parts of it and of the schema from Rust to Python for each failure. This never
leaves Python. It is made for filled schemas: without references, it goes no deeper into a value than the schema does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from operator import gt, lt
from typing import Any, NamedTuple, TypeAlias

from validator.contract.schemas import Schema
from validator.engines.failures import Failure, Steps, identity, scalar, users_pattern
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
        if keyword in ASSERTIONS:
            types, fails, looks_at_length = ASSERTIONS[keyword]
            # Whatever is of another type than the unwanted is wanted.
            types = _types(schema["not"]) if keyword == "not" else types
            made = _of_length if looks_at_length else _assertion
            yield types, made(Failure(keyword, schema, steps), fails(schema))
        elif keyword in _APPLICATORS:
            types, make = _APPLICATORS[keyword]
            yield types, make(schema, steps)


# --- assertions: keywords that look at the value alone ----------------------------------------------------------------


class Assertion(NamedTuple):
    """A keyword: the types it speaks of, and what tells by its schema whether a value, or its length, fails."""

    types: Types
    fails: Callable[[Schema], Callable[[Any], object]]
    looks_at_length: bool = False


def _of_type(schema: Schema, steps: Steps) -> Iterator[tuple[Types, Check]]:
    allowed, names = _types(schema), schema.get("type", ())
    for each in _ANY:
        if each not in allowed:
            failure = Failure("type", schema, steps, is_null=each is type(None))
            yield (each,), _assertion(failure, lambda _: True)
    if "integer" in names and "number" not in names:
        yield (float,), _assertion(Failure("type", schema, steps), lambda number: not number.is_integer())


def _types(schema: Schema) -> Types:
    """The types that a schema takes, less what other keywords ask of them."""
    named = schema.get("type", list(_TYPES))
    return tuple({each: None for name in ([named] if isinstance(named, str) else named) for each in _TYPES[name]})


def _assertion(failure: Failure, fails: Callable[[Any], object]) -> Check:
    def check(value: Any, before: Steps, found: list[Failure]) -> None:
        if fails(value):
            found.append(failure._replace(steps=before + failure.steps) if before else failure)

    return check


def _of_length(failure: Failure, fails: Callable[[int], object]) -> Check:
    def check(value: Any, before: Steps, found: list[Failure]) -> None:
        if fails(len(value)):
            found.append(failure._replace(steps=before + failure.steps) if before else failure)

    return check


def _pattern(schema: Schema) -> Callable[[str], object]:
    users = users_pattern(schema)
    search = users.matches if users and not users.is_simple else re.compile(schema["pattern"]).search
    return lambda text: not search(text)


def _unlisted(listed: list[JSON]) -> Callable[[JSON], object]:
    scalars = frozenset(scalar(each) for each in listed if not isinstance(each, dict | list))
    others = frozenset(identity(each) for each in listed if isinstance(each, dict | list))
    return lambda value: (
        identity(value) not in others if isinstance(value, dict | list) else scalar(value) not in scalars
    )


def _not(schema: Schema) -> Callable[[JSON], object]:
    failures = collector(schema["not"])
    return lambda value: not failures(value)


def _unique(schema: Schema) -> Callable[[list[JSON]], object]:
    return lambda items: schema["uniqueItems"] and len(set(map(identity, items))) < len(items)


#: The keywords that look at the value alone.
ASSERTIONS: dict[str, Assertion] = {
    "enum": Assertion(_ANY, lambda schema: _unlisted(schema["enum"])),
    "const": Assertion(_ANY, lambda schema: _unlisted([schema["const"]])),
    "not": Assertion(_ANY, _not),
    "pattern": Assertion(_STRING, _pattern),
    "minLength": Assertion(_STRING, lambda schema: partial(gt, schema["minLength"]), looks_at_length=True),
    "maxLength": Assertion(_STRING, lambda schema: partial(lt, schema["maxLength"]), looks_at_length=True),
    "minItems": Assertion(_ARRAY, lambda schema: partial(gt, schema["minItems"]), looks_at_length=True),
    "maxItems": Assertion(_ARRAY, lambda schema: partial(lt, schema["maxItems"]), looks_at_length=True),
    "minimum": Assertion(_NUMBERS, lambda schema: partial(gt, schema["minimum"])),
    "maximum": Assertion(_NUMBERS, lambda schema: partial(lt, schema["maximum"])),
    "uniqueItems": Assertion(_ARRAY, _unique),
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
        names = [name for name in value if name not in known]
        if searches:
            names = [name for name in names if not any(search(name) for search in searches)]
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
KEYWORDS = frozenset({"type", "then", "else", *ASSERTIONS, *_APPLICATORS})
