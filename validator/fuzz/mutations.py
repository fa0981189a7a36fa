"""Mutations: every way to break a valid value of a schema, each with the one error that it causes.

What an error says is worked out here anew, from the keyword's place in the schema and the tables of codes: nothing of
what checks data is asked, so the two can be held against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from validator.contract.codes import API_CODES, KEYWORDS, TYPE_CODES
from validator.contract.schemas import Schema
from validator.fuzz.choices import ANY, LEAST_INTEGER, MOST_INTEGER, Source, chosen
from validator.fuzz.generators import DECIDED, Shape, any_json, any_list, any_object, elements, first_broken, types_of
from validator.fuzz.numbers import figures
from validator.fuzz.strings import texts
from validator.model import JSON, ROOT, Path, Problem

#: What an item must get: a problem for each path.
Errors: TypeAlias = "list[Problem]"
#: Where a value stands in the items of a shape: keys, and EACH for any element of an array.
Route: TypeAlias = "tuple[str | int, ...]"
EACH = -1
#: Breaks a value: gives the broken one, and what the path of the error adds to the path of the value.
Break = Callable[[Source, Any], "tuple[JSON, Path]"]


@dataclass(frozen=True)
class Mutation:
    """One way to break an item: `route` leads to the value in which `keyword` then fails."""

    route: Route
    keyword: str
    #: Its path is yet to come: positions in arrays are known when the item is made.
    error: Problem
    apply: Break
    #: The type that the value must have before it can be broken; "" where anything may stand there.
    needs: str = ""
    #: The part of the item, as a route, in which no other mutation may be at work.
    scope: Route = ()

    def is_apart_from(self, other: Mutation) -> bool:
        """Whether both can be at work in one item."""
        shorter = min(len(self.scope), len(other.scope))
        return self.scope[:shorter] != other.scope[:shorter]


def mutations(shape: Shape) -> list[Mutation]:
    """Every way to break a value of this shape."""
    return [*_mutations(shape, ())]


def _mutations(shape: Shape, route: Route) -> Iterator[Mutation]:
    for each in _own(shape, route):
        yield each if each.scope else replace(each, scope=route)
    if "object" in shape.makes:
        for name, (member, _) in shape.members.items():
            if DECIDED not in member.schema:
                yield from _mutations(member, (*route, name))
    if "array" in shape.makes and shape.element and shape.schema.get("maxItems") != 0:
        for each in _mutations(shape.element, (*route, EACH)):
            # Two broken elements could be equal to each other.
            yield replace(each, scope=route) if shape.schema.get("uniqueItems") else each


def broken(source: Source, shape: Shape, item: JSON, picked: Sequence[Mutation]) -> tuple[JSON, Errors]:
    """The item with these mutations at work, which must be apart from each other, and the errors it must get."""
    errors: Errors = []
    for mutation in picked:
        item, path = _at_work(source, shape, item, mutation, mutation.route)
        errors.append(mutation.error._replace(path=path))
    return item, errors


def _at_work(source: Source, shape: Shape, value: Any, mutation: Mutation, route: Route) -> tuple[JSON, Path]:
    """The value with the mutation at work where the route ends; what is missing on the way is made up."""
    if not route:
        return mutation.apply(source, _solid(source, shape, value, mutation.needs) if mutation.needs else value)
    step, *rest = route
    if step == EACH and shape.element:
        items: list[JSON] = list(_solid(source, shape, value, "array")) or [None]
        n = source.whole(0, len(items) - 1)
        items[n], path = _at_work(source, shape.element, items[n], mutation, tuple(rest))
        return items, Path((n, *path))
    name = str(step)
    members: dict[str, JSON] = dict(_solid(source, shape, value, "object"))
    members[name], path = _at_work(source, shape.members[name][0], members.get(name), mutation, tuple(rest))
    return members, Path((name, *path))


def _solid(source: Source, shape: Shape, value: Any, type_: str) -> Any:
    """The value itself, or a new one where it is not an object or array as it must be."""
    return (
        value
        if isinstance(value, {"array": list, "object": dict}[type_])
        else chosen(source, shape.makes[type_])(source)
    )


# --- errors ---------------------------------------------------------------------------------------------------------


def error_of(schema: Schema, keyword: str) -> Problem:
    """What the API says when this keyword of the schema fails."""
    said = schema.get("x-errors", {}).get(keyword, {})
    code = said.get("code") or KEYWORDS[keyword].code or TYPE_CODES[types_of(schema)[0]]
    text = said.get("message") or API_CODES[code].message
    if "{}" not in text:
        return Problem(code, ROOT, text)
    bound = schema[keyword]
    params = said.get("params") or (bound if isinstance(bound, list) else [bound])
    shown = [("true" if each else "false") if isinstance(each, bool) else str(each) for each in params]
    return Problem(code, ROOT, text.replace("{}", ", ".join(shown)), tuple(params))


def _null_error(schema: Schema) -> Problem:
    """What the API says of null: it is a value that is not there, unless the schema has words of its own."""
    return error_of(schema, "type" if "type" in schema.get("x-errors", {}) else "required")


# --- one schema -----------------------------------------------------------------------------------------------------


def _own(shape: Shape, route: Route) -> Iterator[Mutation]:
    """The mutations of one node, its members and elements left aside."""
    schema, types = shape.schema, types_of(shape.schema)
    yield from _of_type(schema, types, route)
    if "enum" in schema:
        yield from _of_enum(schema, types, route)
    else:
        yield from _of_text(schema, types, route)
        yield from _of_figure(schema, types, route)
    if "object" in shape.makes:
        yield from _of_members(shape, route)
    if "array" in types:
        yield from _of_size(shape, route)


def _of_type(schema: Schema, types: Sequence[str], route: Route) -> Iterator[Mutation]:
    wrong = [make for name, make in _OTHERS.items() if not {name, *_WIDER.get(name, ())} & {*types}]
    if wrong:
        yield Mutation(route, "type", error_of(schema, "type"), _by(wrong))
    if "null" not in types:
        yield Mutation(route, "type", _null_error(schema), _by([lambda _: None]))


def _of_enum(schema: Schema, types: Sequence[str], route: Route) -> Iterator[Mutation]:
    """Values beside the list, and values on the list that break another keyword."""
    values = [each for each in schema["enum"] if each is not None]
    beside = [make for name in types if (make := _beside(values, name))]
    if beside:
        yield Mutation(route, "enum", error_of(schema, "enum"), _by(beside))
    for keyword in ("pattern", "not", "minLength", "maxLength", "minimum", "maximum"):
        bad = [each for each in values if first_broken(schema, each) == keyword]
        if bad:
            yield Mutation(route, keyword, error_of(schema, keyword), _by([_picked(bad)]))


def _beside(values: Sequence[JSON], type_: str) -> Callable[[Source], JSON] | None:
    """Values of a type that are not among these."""
    match type_:
        case "boolean":
            others = [each for each in (False, True) if not any(each is value for value in values)]
            return _picked(others) if others else None
        case "string":
            return lambda source: _unlike(source.text(ANY, 0, 8), values, "x")
        case "integer":
            return lambda source: _unlike(source.whole(-1000, 1000), values, 1)
        case "number":
            return lambda source: _unlike(source.number(-1000, 1000), values, 0.5)
    return None


def _unlike(value: Any, values: Sequence[JSON], more: Any) -> JSON:
    while value in values:
        value += more
    found: JSON = value
    return found


def _of_text(schema: Schema, types: Sequence[str], route: Route) -> Iterator[Mutation]:
    if "string" not in types:
        return
    known = texts(schema)
    found = {
        "pattern": known.mismatch,
        "not": known.forbidden,
        "minLength": known.too_short,
        "maxLength": known.too_long,
    }
    for keyword, makes in found.items():
        if makes:
            yield Mutation(route, keyword, error_of(schema, keyword), _by(makes))


def _of_figure(schema: Schema, types: Sequence[str], route: Route) -> Iterator[Mutation]:
    for name in ("integer", "number"):
        if name in types:
            known = figures(schema, name)
            for keyword, makes in (("minimum", known.too_small), ("maximum", known.too_large)):
                if makes:
                    yield Mutation(route, keyword, error_of(schema, keyword), _by(makes))


def _of_members(shape: Shape, route: Route) -> Iterator[Mutation]:
    schema = shape.schema
    for name, (member, is_required) in shape.members.items():
        if is_required and DECIDED not in member.schema:
            change = _without(name)
            yield Mutation(route, "required", error_of(schema, "required"), change, "object", (*route, name))
    if schema.get("additionalProperties") is False:
        error = error_of(schema, "additionalProperties")
        known = [*schema["properties"]]
        yield Mutation(route, "additionalProperties", error, _with_unknown(known), "object", (*route, EACH))


def _without(name: str) -> Break:
    def change(_: Source, value: Mapping[str, JSON]) -> tuple[JSON, Path]:
        return {key: each for key, each in value.items() if key != name}, ROOT / name

    return change


def _with_unknown(known: Sequence[str]) -> Break:
    def change(source: Source, value: Mapping[str, JSON]) -> tuple[JSON, Path]:
        near = source.pick(known) if known and source.flag() else ""
        name = near + source.text(ANY, 0, 8)
        while name in known:
            name += "_"
        return {**value, name: any_json(source)}, ROOT / name

    return change


def _of_size(shape: Shape, route: Route) -> Iterator[Mutation]:
    schema, element = shape.schema, shape.element
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    can_fill = element is None or element.is_possible
    few = least - 1 if most is None else min(least - 1, most)
    if few >= 0:
        make = _by([lambda source: elements(source, element, 0, few if can_fill else 0)])
        yield Mutation(route, "minItems", error_of(schema, "minItems"), make)
    if most is not None and can_fill:
        many = _by([lambda source: elements(source, element, most + 1, most + 3)])
        yield Mutation(route, "maxItems", error_of(schema, "maxItems"), many)
    if schema.get("uniqueItems") and "array" in shape.makes and can_fill and most != 1:
        yield Mutation(route, "uniqueItems", error_of(schema, "uniqueItems"), _doubled(shape), "array")


def _doubled(shape: Shape) -> Break:
    def change(source: Source, value: Sequence[JSON]) -> tuple[JSON, Path]:
        items = list(value) or [shape.element.make(source) if shape.element else any_json(source)]
        twin = deepcopy(items[source.whole(0, len(items) - 1)])
        items = items[: shape.schema.get("maxItems", len(items) + 1) - 1]
        items.insert(source.whole(0, len(items)), twin)
        return items, ROOT

    return change


def _picked(values: Sequence[JSON]) -> Callable[[Source], JSON]:
    return lambda source: source.pick(values)


def _by(makes: Sequence[Callable[[Source], JSON]]) -> Break:
    """A break by one of these, which do not look at what stood there."""
    return lambda source, _: (chosen(source, makes)(source), ROOT)


def _fraction(source: Source) -> JSON:
    number = source.number(-1e6, 1e6)
    return number + 0.5 if number == int(number) else number


#: Values of each type, and the types that take them beside their own.
_OTHERS: dict[str, Callable[[Source], JSON]] = {
    "boolean": lambda source: source.flag(),
    "integer": lambda source: source.whole(LEAST_INTEGER, MOST_INTEGER),
    "fraction": _fraction,
    "string": lambda source: source.text(ANY, 0, 8),
    "array": any_list,
    "object": any_object,
}
_WIDER = {"integer": ["number"], "fraction": ["number"]}
