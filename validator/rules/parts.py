"""The parts of an item that rules look at, and the gates that stand beside such looks. Broken parts are skipped."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import cast

import orjson

from validator.contract.conjunction import conjunction
from validator.contract.context import Context
from validator.contract.schemas import Schema, known_keys
from validator.contract.task_spec import Field
from validator.json_text.compact import compact
from validator.model import JSON, ROOT, Path, as_list, as_object, objects
from validator.rules.base import each_task

HINT = "message_on_unknown_solution"
#: A gate's part: the item goes to every user.
IS_INFINITE: Schema = {"required": ["infinite_overlap"], "properties": {"infinite_overlap": {"const": True}}}
# A gate's conditions hold where there is nothing to look at, as in most items: for a condition that fails, generated
# Python code raises an exception.
#: A gate's condition: the item does not go to every user.
IS_FINITE: Schema = {"properties": {"infinite_overlap": {"enum": [False, None]}}}
#: A gate's condition: the task has no hint.
NO_HINT: Schema = {"properties": {HINT: {"maxLength": 0}}}
#: A gate's condition: the item is not reserved for anybody.
NOT_RESERVED: Schema = {"properties": {"reserved_for": {"maxItems": 0}}}
#: A gate: the item has an overlap, or needs none of its own.
HAS_OVERLAP: Schema = {
    "if": IS_FINITE,
    "then": {"required": ["overlap"], "properties": {"overlap": {"type": ["number", "string"]}}},
}
#: A gate's part: the task has a hint.
HAS_HINT: Schema = {"required": [HINT], "properties": {HINT: {"type": "string", "minLength": 1}}}
#: A gate's part: the task has a known solution.
HAS_SOLUTION: Schema = {
    "required": ["known_solutions"],
    "properties": {"known_solutions": {"type": "array", "minItems": 1}},
}

#: A gate's pattern for text without white space. It lets printable ASCII pass, and two wide ranges without spaces, in
#: which most letters of most scripts are: to tell every kind of space there is would cost an engine twice as much.
#: Other text, such as emoji, is looked at by the rule itself.
NO_SPACE = "^[!-~\u00a1-\u167f\u3001-\ud7ff]*$(?!\\n)"

_LONGEST = 60


def quoted(value: JSON) -> str:
    """A value as messages show it: on one line, and not too long."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    if isinstance(value, int) and abs(value) > sys.maxsize:
        return "a huge number"
    return orjson.dumps(value).decode() if isinstance(value, bool | int | float | None) else type(value).__name__


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 user`, `5,001 tasks`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def noun(context: Context) -> str:
    """What one item is called."""
    return "task suite" if context.kind == "task-suites" else "task"


# --- the item --------------------------------------------------------------------------------------------------------


def overlap_of(item: JSON, context: Context) -> int | None:
    """The overlap of an item, if it has one that the contract takes."""
    value = as_object(item).get("overlap")
    schema = context.keys["overlap"]
    if isinstance(value, str) and "string" in schema["type"] and re.search(schema["pattern"], value):
        value = int(value.lstrip("0")[:18] or "0")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if schema.get("minimum", value) <= value <= schema.get("maximum", value) else None


def is_finite(item: dict[str, JSON]) -> bool:
    """Whether the item says that its overlap is finite, or leaves it out."""
    value = item.get("infinite_overlap")
    return value is None or value is False


def lacks_overlap(item: JSON) -> bool:
    """Whether an item has no overlap of its own, finite or infinite."""
    return isinstance(item, dict) and item.get("overlap") is None and is_finite(item)


def is_known_user(value: JSON, key: str, context: Context) -> bool:
    """Whether the contract takes the value as a user id in `reserved_for` or `unavailable_for`."""
    types = context.keys[key]["items"]["type"]
    if isinstance(value, int):
        return "integer" in types and not isinstance(value, bool)
    return isinstance(value, str) and bool(value.strip())


def users(item: JSON, key: str, context: Context) -> list[tuple[Path, str | int]]:
    """The user ids in `reserved_for` or `unavailable_for`, each with its path."""
    listed = enumerate(as_list(as_object(item).get(key)))
    found = [(ROOT / key / n, each) for n, each in listed if is_known_user(each, key, context)]
    return cast("list[tuple[Path, str | int]]", found)


def user_key(user: str | int) -> str:
    """The same text for an id, whether it was written as a number or as a string."""
    return user if isinstance(user, str) else compact(user).decode()


def has_hint(task: dict[str, JSON]) -> bool:
    """Whether the task has a hint."""
    hint = task.get(HINT)
    return isinstance(hint, str) and hint != ""


def has_solution(task: dict[str, JSON]) -> bool:
    """Whether the task has a known solution; with a hint, that makes it a training task."""
    return as_list(task.get("known_solutions")) != []


def solutions(path: Path, task: dict[str, JSON], context: Context) -> Iterator[tuple[Path, dict[str, JSON], Schema]]:
    """The known and baseline solutions of a task, each with its path and schema."""
    for key, schema in _solution_schemas(context).items():
        for place, solution in objects(task.get(key), path / key):
            yield place, solution, schema


def each_solution(context: Context, schema: Schema) -> Schema:
    """A gate for an item, from a gate for a known or baseline solution."""
    return each_task(context, {"properties": {key: {"items": schema} for key in _solution_schemas(context)}})


def _solution_schemas(context: Context) -> dict[str, Schema]:
    """The schema of one solution, by the key of the task that holds a list of them."""
    lists = known_keys(context.task_schema)
    schemas = {key: each["items"] for key, each in lists.items() if "items" in each}
    return {key: each for key, each in schemas.items() if "output_values" in known_keys(each)}


# --- the keys that the contract knows -------------------------------------------------------------------------------


def known_objects(value: JSON, schema: Schema, path: Path = ROOT) -> Iterator[tuple[Path, dict[str, JSON], Schema]]:
    """The objects of which the contract says what keys they may have: item, tasks of a suite, solutions."""
    if isinstance(value, dict) and _lists_keys(schema):
        yield path, value, schema
        for key, each in known_keys(schema).items():
            yield from known_objects(value.get(key), each, path / key)
    elif isinstance(value, list) and "items" in schema:
        for n, element in enumerate(value):
            yield from known_objects(element, schema["items"], path / n)


def each_known_object(schema: Schema, gate: Callable[[Schema], Schema]) -> Schema:
    """A gate for an item, from a function that makes one for each of its `known_objects`."""
    if "items" in schema:
        inner: Schema = each_known_object(schema["items"], gate)
        return {"items": inner} if inner else {}
    if not _lists_keys(schema):
        return {}
    own = gate(schema)
    gates = {key: each_known_object(each, gate) for key, each in known_keys(schema).items()}
    properties = own.get("properties", {}) | {key: each for key, each in gates.items() if each}
    return own | {"properties": properties} if properties else own


def _lists_keys(schema: Schema) -> bool:
    # What a project fills in is closed: an unknown key there is an error of the API.
    return "properties" in schema and "additionalProperties" not in schema


# --- the values of a project's fields -------------------------------------------------------------------------------


def _of_type(fields: Mapping[str, Field], type_: str) -> list[Field]:
    return [each for each in fields.values() if each.type == type_]


def values(item: JSON, context: Context, type_: str, *, outputs: bool = True) -> Iterator[tuple[Path, str]]:
    """The texts in fields of this type, in inputs and in solutions, as far as they have the form of the type."""
    if context.spec is None:
        return
    pattern = re.compile(context.contract.documents["field-types"]["definitions"][type_]["pattern"])
    inputs, answers = _of_type(context.spec.inputs, type_), _of_type(context.spec.outputs, type_)
    for path, task in context.tasks(item):
        yield from _texts(path / "input_values", task.get("input_values"), inputs, pattern)
        for place, solution, _ in solutions(path, task, context) if outputs and answers else ():
            yield from _texts(place / "output_values", solution.get("output_values"), answers, pattern)


def _texts(path: Path, holder: JSON, fields: list[Field], pattern: re.Pattern[str]) -> Iterator[tuple[Path, str]]:
    for field in fields:
        value, place = as_object(holder).get(field.name), path / field.name
        listed = [(place / n, each) for n, each in enumerate(as_list(value))] if field.is_array else [(place, value)]
        yield from ((where, each) for where, each in listed if isinstance(each, str) and pattern.search(each))


def each_value(context: Context, type_: str, schema: Schema, *, outputs: bool = True) -> Schema:
    """A gate for an item, from a gate for one text in a field of this type."""
    if context.spec is None:
        return {}
    inputs, answers = _of_type(context.spec.inputs, type_), _of_type(context.spec.outputs, type_)
    gates = []
    if inputs:
        gates.append(each_task(context, {"properties": {"input_values": _each_field(inputs, schema)}}))
    if outputs and answers:
        gates.append(each_solution(context, {"properties": {"output_values": _each_field(answers, schema)}}))
    return conjunction(gates)


def _each_field(fields: list[Field], schema: Schema) -> Schema:
    return {"properties": {each.name: {"items": schema} if each.is_array else schema for each in fields}}
