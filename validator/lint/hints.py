"""What to do about an error of the API: a name that was probably meant, another way to write the value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validator.contract.context import Context
from validator.contract.schemas import Schema, known_keys
from validator.model import JSON, Path, Problem, as_object, value_at
from validator.wording import did_you_mean


def with_hint(problem: Problem, item: JSON, context: Context) -> Problem:
    """The problem with what to do about it, where that can be told."""
    hint = _HINTS[problem.code](problem, item, context) if problem.code in _HINTS else None
    return problem if hint is None else problem._replace(hint=hint)


def _of_unknown_field(problem: Problem, item: JSON, context: Context) -> str | None:
    holder = schema_at(context.schema, problem.path[:-1])
    name = problem.path[-1] if problem.path else None
    if holder is None or not isinstance(name, str) or name in known_keys(holder):
        return None  # a key that is known and banned here, such as baseline_solutions in a suite
    free = [each for each in known_keys(holder) if each not in as_object(value_at(item, Path(problem.path[:-1])))]
    return did_you_mean(name, free)


def _of_unlisted(problem: Problem, item: JSON, _: Context) -> str | None:
    value = value_at(item, problem.path)
    listed = [each for each in problem.params or () if isinstance(each, str)]
    return did_you_mean(value, listed) if isinstance(value, str) else None


def _of_string(problem: Problem, item: JSON, _: Context) -> str | None:
    value = value_at(item, problem.path)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "put it in quotes" if is_number else None


def _of_number(problem: Problem, item: JSON, _: Context) -> str | None:
    value = value_at(item, problem.path)
    return "write it without quotes" if isinstance(value, str) and _is_number(value) else None


def _of_boolean(problem: Problem, item: JSON, _: Context) -> str | None:
    value = value_at(item, problem.path)
    is_word = isinstance(value, str) and value.lower() in {"true", "false"}
    return f"write {str(value).lower()} without quotes" if is_word else None


def _of_array(problem: Problem, item: JSON, _: Context) -> str | None:
    return "put it in [ ]" if isinstance(value_at(item, problem.path), str | int | float) else None


def _of_url(problem: Problem, item: JSON, _: Context) -> str | None:
    value = value_at(item, problem.path)
    if isinstance(value, str) and value != value.strip():
        return "remove the spaces before it"
    return "begin it with http://, https:// or www"


def _of_coordinates(problem: Problem, item: JSON, _: Context) -> str | None:  # noqa: ARG001 - the signature of all
    return 'write "latitude,longitude", as "59.93,30.31"'


_HINTS = {
    "VALUE_NOT_ALLOWED": _of_unknown_field,
    "UNKNOWN_ENUM_VALUE": _of_unlisted,
    "STRING_EXPECTED": _of_string,
    "INTEGER_EXPECTED": _of_number,
    "FLOAT_EXPECTED": _of_number,
    "BOOLEAN_EXPECTED": _of_boolean,
    "ARRAY_EXPECTED": _of_array,
    "INVALID_URL_SYNTAX": _of_url,
    "INVALID_COORDINATES_SYNTAX": _of_coordinates,
}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def schema_at(schema: Schema, path: tuple[str | int, ...]) -> Schema | None:
    """The schema of the value at a path, as far as `properties` and `items` lead there."""
    node: Any = schema
    for step in path:
        inside = node.get("items") if isinstance(step, int) else known_keys(node).get(step)
        if not isinstance(inside, Mapping):
            return None
        node = inside
    return dict(node)
