"""Shapes: a filled schema made ready to make up values that it takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property

from validator.contract.schemas import Schema
from validator.errors import CannotCheckError
from validator.fuzz.choices import ANY, LARGEST, LEAST_INTEGER, MOST_INTEGER, Source, chosen
from validator.fuzz.numbers import figures
from validator.fuzz.strings import BANNED, texts
from validator.model import JSON, ROOT, Path

Make = Callable[[Source], JSON]

#: Marks that merging leaves in a schema: the only values to make, and a key that a condition has decided.
ONLY, DECIDED = "x-only", "x-decided"

_MORE = 6  # elements beyond the least of an array
_FRESH = 12  # a longer array repeats its elements: each choice costs time


class NothingFitsError(CannotCheckError):
    """No value can be valid here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{where}no value can be valid, or none was found; mend the attributes of the field in the project"


@dataclass(frozen=True)
class Shape:
    """One node of a schema. `makes` has the makers of each type it takes, less those of which no value is valid."""

    schema: Schema
    makes: Mapping[str, Sequence[Make]]
    #: By key, with whether it must be there; keys whose values say nothing are left out.
    members: Mapping[str, tuple[Shape, bool]] = field(default_factory=dict)
    element: Shape | None = None

    @property
    def is_possible(self) -> bool:
        """Whether there is a value at all."""
        return bool(self.makes)

    @cached_property
    def outcomes(self) -> Sequence[Make]:
        """All makers, null seldom among them: one choice decides everything."""
        solid = [make for name, makes in self.makes.items() if name != "null" for make in makes]
        return (
            [*solid, *solid, _null]
            if "null" in self.makes and len(solid) <= _MANY
            else [*solid, *self.makes.get("null", ())]
        )

    def make(self, source: Source) -> JSON:
        """A valid value."""
        return chosen(source, self.outcomes)(source)


def _null(_: Source) -> JSON:
    return None


_MANY = 2  # makers beside which null is not too frequent


def shapes(schema: Schema) -> list[Shape]:
    """The shapes of an item: one for each way through the conditions of its schema.

    Raises:
        NothingFitsError: no item can be valid.
    """
    found = [shape(each, ROOT) for each in variants(schema)]
    return [each for each in found if each.is_possible]


def shape(schema: Schema, path: Path) -> Shape:
    """The shape of one value; it may turn out to be impossible."""
    if "allOf" in schema:
        (schema,) = variants(schema)  # conditions stand at the root alone
    types = types_of(schema)
    members = {name: (shape(each, path / name), name in schema.get("required", ())) for name, each in _telling(schema)}
    element = shape(schema["items"], path) if "items" in schema else None
    for name, (member, is_required) in members.items():
        if is_required and not member.is_possible:
            raise NothingFitsError(path / name)
    members = {name: each for name, each in members.items() if each[0].is_possible}
    made = {each: _makers(schema, each, members, element) for each in types}
    return Shape(schema, {name: makes for name, makes in made.items() if makes}, members, element)


def types_of(schema: Schema) -> list[str]:
    """The types that a schema takes."""
    types = schema["type"]
    return types if isinstance(types, list) else [types]


def _telling(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The members that may be given: those without a type have no effect, or are for responses."""
    for name, each in schema.get("properties", {}).items():
        if "type" in each:
            yield name, each


# --- conditions -----------------------------------------------------------------------------------------------------


def variants(schema: Schema) -> list[Schema]:
    """The schema without `allOf` and `if`: one schema for each way through its conditions."""
    found = [{key: value for key, value in schema.items() if key != "allOf"}]
    for part in schema.get("allOf", ()):
        ways = [*_ways(part)] if "if" in part else [part]
        found = [_merged(one, way) for one in found for way in ways]
    return found


def _ways(part: Schema) -> Iterator[Schema]:
    """Both ways through a condition that asks whether keys are there and are one of some values, `true` the first."""
    asked: dict[str, list[JSON]] = {name: each["enum"] for name, each in part["if"]["properties"].items()}
    other = {name: {ONLY: [not values[0], None]} for name, values in asked.items()}
    yield _merged({"properties": other}, part.get("else", {}))
    same: Schema = {name: {ONLY: values, DECIDED: True} for name, values in asked.items()}
    yield _merged({"properties": same, "required": [*asked]}, part.get("then", {}))


def _merged(one: Schema, other: Schema) -> Schema:
    """A schema that takes what both take, as far as the contracts need it."""
    properties = dict(one.get("properties", {}))
    for name, each in other.get("properties", {}).items():
        properties[name] = _narrowed(properties[name], each) if name in properties else each
    required = list(dict.fromkeys([*one.get("required", ()), *other.get("required", ())]))
    banned = [*one.get(BANNED, ()), *([other["not"]["pattern"]] if "not" in other else ())]
    return one | {"properties": properties, "required": required} | ({BANNED: banned} if banned else {})


def _narrowed(one: Schema, other: Schema) -> Schema:
    narrow = one | other
    if "type" in one and "type" in other:
        narrow["type"] = [each for each in types_of(one) if each in types_of(other)]
    return narrow


# --- makers ---------------------------------------------------------------------------------------------------------


def _makers(
    schema: Schema, type_: str, members: Mapping[str, tuple[Shape, bool]], element: Shape | None
) -> Sequence[Make]:
    if listed := schema.get(ONLY) or schema.get("enum"):
        fitting = [each for each in listed if has_type(each, type_) and first_broken(schema, each) is None]
        return [lambda source: chosen(source, fitting)] if fitting else []
    match type_:
        case "string":
            return texts(schema).good
        case "integer" | "number":
            return figures(schema, type_).good
        case "array":
            return _array(schema, element)
        case "object":
            return [_object(members) if "properties" in schema else any_object]
    return [_null if type_ == "null" else lambda source: source.flag()]


def has_type(value: JSON, type_: str) -> bool:
    """Whether a scalar is of that type of JSON Schema."""
    match type_:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return type_ == "number" or value == int(value)


def first_broken(schema: Schema, value: JSON) -> str | None:
    """The keyword that would be reported of a scalar of the right type, were there no enum."""
    if isinstance(value, str):
        return texts(schema).first_broken(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return figures(schema, "number").first_broken(value)


def _object(members: Mapping[str, tuple[Shape, bool]]) -> Make:
    needed = [(name, each.make) for name, (each, is_required) in members.items() if is_required]
    optional = [(name, each.outcomes) for name, (each, is_required) in members.items() if not is_required]
    ladders = [Ladder.of(optional[n : n + _TOGETHER]) for n in range(0, len(optional), _TOGETHER)]

    def make(source: Source) -> JSON:
        found: dict[str, JSON] = {name: make(source) for name, make in needed}
        for ladder in ladders:
            for name, outcome in ladder.climbed(source):
                found[name] = outcome(source)
        return found

    return make


_TOGETHER = 24
_STOP = 12  # a number that many numbers divide
_ABSENT, _PRESENT = 2, 1  # a key is left out twice as often as it is there


@dataclass(frozen=True)
class Ladder:
    """Chooses which optional keys are there, and how each comes out, with one choice for each key that is there.

    All outcomes of all keys stand on one ladder, those of the last key on the lowest rungs; below them all is the end.
    A choice is a height; the next one is made below the rungs of the key it hit. A key has so many rungs that the
    chance to hit it is the same from wherever the choice is made. And a height means the same key wherever it is
    chosen, so an earlier choice can be left out without changing the later ones: this is how examples shrink.
    """

    #: Where each outcome's rungs end.
    ends: Sequence[int]
    #: Below which height the key of each outcome begins, its name and the outcome.
    rungs: Sequence[tuple[int, str, Make]]

    @classmethod
    def of(cls, optional: Sequence[tuple[str, Sequence[Make]]]) -> Ladder:
        """The ladder of some keys."""
        ends, rungs, height = [], [], _STOP
        for name, outcomes in reversed(optional):
            start, each = height, max(1, height * _PRESENT // (_ABSENT * len(outcomes)))
            for outcome in outcomes:
                height += each
                ends.append(height)
                rungs.append((start, name, outcome))
        return cls(ends, rungs)

    def climbed(self, source: Source) -> Iterator[tuple[str, Make]]:
        """The keys that are there, in order, each with its outcome."""
        below = self.ends[-1]
        while below > _STOP and (height := source.pick(range(below))) >= _STOP:
            below, name, outcome = self.rungs[bisect_right(self.ends, height)]
            yield name, outcome


def _array(schema: Schema, element: Shape | None) -> Sequence[Make]:
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    if most is not None and most < least:
        return []
    if element is not None and not element.is_possible:
        return [] if least else [lambda _: []]
    is_unique = schema.get("uniqueItems", False)
    top = least + _MORE if most is None else min(most, least + _MORE)
    return [lambda source: elements(source, element, least, top, is_unique=is_unique)]


def elements(source: Source, element: Shape | None, least: int, most: int, *, is_unique: bool = False) -> list[JSON]:
    """Elements of an array: so many at least, and then as long as the source wants more."""
    make = _element_maker(source, element)
    found: list[JSON] = []
    while len(found) < min(least, _FRESH) or (len(found) < min(most, _FRESH) and source.flag()):
        each = make(source)
        if not (is_unique and each in found):
            found.append(each)
    return found + [deepcopy(found[n % len(found)]) for n in range(len(found), least)]


def _element_maker(source: Source, element: Shape | None) -> Make:
    """What makes each element: one maker for all of an array, unless they can be of several types."""
    if element is None:
        return any_json
    return chosen(source, element.outcomes) if len(element.makes) == 1 else element.make


# --- any JSON -------------------------------------------------------------------------------------------------------

_DEEPEST = 3
_SCALARS: Sequence[Make] = (
    lambda source: source.whole(LEAST_INTEGER, MOST_INTEGER),
    lambda source: source.text(ANY, 0, 12),
    lambda source: source.flag(),
    lambda source: source.number(-LARGEST, LARGEST),
    lambda _: None,
)


def any_json(source: Source, depth: int = 0) -> JSON:
    """Any JSON value, not nested deep."""
    nested: Sequence[Make] = [
        lambda source: any_list(source, depth + 1),
        lambda source: any_object(source, depth + 1),
    ]
    return source.pick([*_SCALARS, *nested] if depth < _DEEPEST else _SCALARS)(source)


def any_list(source: Source, depth: int = 0) -> JSON:
    """A small list of anything."""
    found: list[JSON] = []
    while len(found) < _MORE and source.flag():
        found.append(any_json(source, depth))
    return found


def any_object(source: Source, depth: int = 0) -> JSON:
    """A small object of anything."""
    found: dict[str, JSON] = {}
    while len(found) < _MORE and source.flag():
        found[source.text(ANY, 0, 8)] = any_json(source, depth)
    return found
