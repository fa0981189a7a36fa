"""A project's task_spec: its fields, and the schemas they make of input_values and output_values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, NamedTuple

from validator.contract.codes import API_CODES
from validator.contract.loader import Contract
from validator.contract.schemas import Schema
from validator.errors import BadDocumentError
from validator.model import JSON, ROOT, Path, Problem, as_object

if TYPE_CHECKING:
    from validator.patterns.parse import Pattern

#: Types in the documents that are another type by another name.
ALIASES = {"number": "float"}
ARRAY = "array_"
SIDES = frozenset({"input_spec", "output_spec"})


class Field(NamedTuple):
    """One field of input_spec or output_spec; `type` is the type of one value, also where it is an array of them."""

    name: str
    type: str
    is_array: bool
    required: bool
    attributes: Mapping[str, JSON]


class TaskSpec(NamedTuple):
    """The fields of a project. `path` leads to them: `task_spec` in a project, nothing in a bare one."""

    inputs: Mapping[str, Field]
    outputs: Mapping[str, Field]
    path: Path = ROOT
    #: Which of input_spec and output_spec the project does not have: nothing is known of those fields.
    absent: AbstractSet[str] = frozenset()

    @property
    def required_inputs(self) -> list[str]:
        """Names of the input fields that must be there."""
        return [each.name for each in self.inputs.values() if each.required]

    @property
    def required_outputs(self) -> list[str]:
        """Names of the output fields that must be there."""
        return [each.name for each in self.outputs.values() if each.required]


def read(project: object) -> TaskSpec:
    """The fields of a project as the API returns it, or of a bare task_spec.

    Raises:
        BadDocumentError: there are no fields to read.
    """
    advice = "give the project as GET /projects/{id} returns it, or its task_spec alone"
    if not isinstance(project, Mapping):
        raise BadDocumentError("project", "is not a JSON object", advice)
    path = Path() if "task_spec" not in project and SIDES & set(project) else Path(["task_spec"])
    spec = project.get("task_spec") if path else project
    if not isinstance(spec, Mapping):
        raise BadDocumentError("project", "has no task_spec", advice)
    absent = frozenset(side for side in SIDES if not isinstance(spec.get(side), Mapping))
    if absent == SIDES:
        raise BadDocumentError("project", "has neither an input_spec nor an output_spec", advice)
    return TaskSpec(_fields(spec.get("input_spec")), _fields(spec.get("output_spec")), path, absent)


def _fields(spec: JSON) -> dict[str, Field]:
    return {name: _field(name, as_object(each)) for name, each in as_object(spec).items()}


def _field(name: str, attributes: dict[str, JSON]) -> Field:
    written = attributes.get("type")
    type_ = written.lower() if isinstance(written, str) else ""
    base = type_.removeprefix(ARRAY)
    required = attributes.get("required") is not False
    return Field(name, ALIASES.get(base, base), type_.startswith(ARRAY), required, attributes)


def slots(spec: TaskSpec | None, contract: Contract) -> dict[str, Schema]:
    """What fills `input_values`, `output_values` and `inputs_rule` of a contract; nothing without a project."""
    if spec is None:
        return {}
    types: dict[str, Schema] = contract.documents["field-types"]["definitions"]
    filled: dict[str, Schema] = {}
    if "input_spec" not in spec.absent:
        filled["input_values"] = _inputs(spec, types)
    if "output_spec" not in spec.absent:
        # Known solutions may leave out required fields: official examples do, and TL302 speaks of it.
        outputs = {name: nullable(field_schema(each, types)) for name, each in spec.outputs.items()}
        filled["output_values"] = {"properties": outputs, "additionalProperties": False}
    if spec.required_inputs:
        filled["inputs_rule"] = contract.slot("inputs_required")
    return filled


def _inputs(spec: TaskSpec, types: Mapping[str, Schema]) -> Schema:
    properties = {name: field_schema(each, types) for name, each in spec.inputs.items()}
    schema: Schema = {"properties": properties, "additionalProperties": False}
    return schema | {"type": "object", "required": spec.required_inputs} if spec.required_inputs else schema


def field_schema(each: Field, types: Mapping[str, Schema]) -> Schema:
    """The schema of a field's value; of an unknown type, anything that is there."""
    value: Schema = dict(types.get(each.type, types["json"]))
    for attribute, (keywords, usable) in ATTRIBUTES.get(each.type, {}).items():
        if attribute in each.attributes and (bound := usable(each.attributes[attribute])) is not None:
            value |= keywords(bound)
    schema = _array(each, value) if each.is_array and each.type in types else value
    titled = {"title": each.name} | schema | {"title": each.name}
    return titled if each.required else nullable(titled)


def _array(each: Field, value: Schema) -> Schema:
    # null is JSON too, and so an element of an array_json.
    schema: Schema = {"type": "array", "items": nullable(value) if each.type == "json" else value}
    for attribute, keyword in (("min_size", "minItems"), ("max_size", "maxItems")):
        if (bound := _count(each.attributes.get(attribute))) is not None:
            schema[keyword] = bound
    return schema


def nullable(schema: Schema) -> Schema:
    """The same schema, which takes null too."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "null" in types:
        return schema
    more: Schema = {"type": [*types, "null"]}
    if "enum" in schema:
        more["enum"] = [*schema["enum"], None]
    return schema | more


# What an attribute adds to the schema, and its value where it can be used (None where it cannot: the project's own
# check says why, and the field then takes more than it should, never less).


def _number(value: JSON) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None


def _count(value: JSON) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _values_of(*types: type) -> Callable[[JSON], list[JSON] | None]:
    def usable(values: JSON) -> list[JSON] | None:
        if not isinstance(values, list) or not values:
            return None
        # bool is an int to Python, and not to JSON
        good = all(isinstance(each, types) and (bool in types or not isinstance(each, bool)) for each in values)
        return values if good else None

    return usable


def _pattern(value: JSON) -> Pattern | None:
    if not isinstance(value, str):
        return None
    from validator.patterns.parse import InvalidPatternError, UnsupportedPatternError, parse

    try:
        return parse(value)
    except (InvalidPatternError, UnsupportedPatternError):
        return None


def _keyword(name: str) -> Callable[[Any], Schema]:
    return lambda bound: {name: bound}


def _enum(values: list[JSON]) -> Schema:
    # 1 and 1.0 are one value to JSON Schema, and no value may stand there twice.
    unique = list(dict.fromkeys(each for each in values if not isinstance(each, list | dict)))
    return {"enum": unique, "x-errors": {"enum": {"params": unique}}}


def _matching(pattern: Pattern) -> Schema:
    return {"pattern": pattern.portable, "x-errors": {"pattern": {"params": [pattern.source]}}}


_Attribute = tuple[Callable[[Any], Schema], Callable[[JSON], Any]]
_BOUNDS: dict[str, _Attribute] = {
    "min_value": (_keyword("minimum"), _number),
    "max_value": (_keyword("maximum"), _number),
    "allowed_values": (_enum, _values_of(int, float)),
}
#: The attributes that bind a value of each type.
ATTRIBUTES: dict[str, dict[str, _Attribute]] = {
    "string": {
        "min_length": (_keyword("minLength"), _count),
        "max_length": (_keyword("maxLength"), _count),
        "pattern": (_matching, _pattern),
        "allowed_values": (_enum, _values_of(str)),
    },
    "integer": _BOUNDS,
    "float": _BOUNDS,
    "boolean": {"allowed_values": (_enum, _values_of(bool))},
}


def problems_in(project: JSON) -> Iterator[Problem]:
    """What no schema can say of a project: a bad pattern, and a lower bound above its upper bound."""
    try:
        spec = read(project)
    except BadDocumentError:
        return  # the schema says so
    for side, fields in (("input_spec", spec.inputs), ("output_spec", spec.outputs)):
        for each in fields.values():
            path = spec.path / side / each.name
            yield from _pattern_problems(each, path / "pattern")
            for low, high in (("min_value", "max_value"), ("min_length", "max_length"), ("min_size", "max_size")):
                yield from _crossed(each, path, low, high)


def _pattern_problems(each: Field, path: Path) -> Iterator[Problem]:
    pattern = each.attributes.get("pattern")
    if not isinstance(pattern, str):
        return
    from validator.patterns.parse import InvalidPatternError, UnsupportedPatternError, parse

    try:
        parse(pattern)
    except InvalidPatternError as error:
        message = API_CODES["INVALID_REGEX_SYNTAX"].message.format(error.why)
        yield Problem("INVALID_REGEX_SYNTAX", path, message)
    except UnsupportedPatternError:
        return  # it may well be right: TL107 says that it is not checked


def _crossed(each: Field, path: Path, low: str, high: str) -> Iterator[Problem]:
    least, most = _number(each.attributes.get(low)), _number(each.attributes.get(high))
    if least is not None and most is not None and least > most:
        message = API_CODES["VALUE_GREATER_THAN_MAX"].message.format(most)
        yield Problem("VALUE_GREATER_THAN_MAX", path / low, message, (most,))
