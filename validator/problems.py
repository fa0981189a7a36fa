"""From failures to problems: the API's code, path, text and bounds of each fault of one value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from validator.codes import API_CODES, KEYWORDS, TYPE_CODES
from validator.contracts import Schema
from validator.engines import Failure
from validator.model import JSON, ROOT, Path, Problem

#: What the API says when there is nothing in the request at all.
NULL_BODY = Problem("NOT_NULL_BODY", ROOT, API_CODES["NOT_NULL_BODY"].message)


def problems_of(failures: Iterable[Failure]) -> list[Problem]:
    """One problem for each path that fails: of several, the one whose keyword comes first in the contract's order."""
    best: dict[Path, tuple[int, str, Problem]] = {}
    for failure in failures:
        for rank, problem in _ranked(failure):
            candidate = (rank, failure.keyword, problem)
            if problem.path not in best or candidate[:2] < best[problem.path][:2]:
                best[problem.path] = candidate
    return [best[path][2] for path in sorted(best, key=order)]


def order(path: Path) -> tuple[tuple[bool, str | int], ...]:
    """A key by which paths sort: fields by name, positions by number, what is around before what is inside."""
    return tuple((isinstance(step, int), step) for step in path)


def _ranked(failure: Failure) -> Iterator[tuple[int, Problem]]:
    keyword, schema, instance, path = failure
    if keyword == "type" and instance is None and "type" not in schema.get("x-errors", {}):
        keyword = "required"  # null where null is not taken is a value that is not there
        yield KEYWORDS[keyword].rank, _problem(keyword, schema, path)
        return
    for each in _named(keyword, schema, instance, path):
        yield KEYWORDS[keyword].rank, _problem(keyword, schema, each)


def _named(keyword: str, schema: Schema, instance: JSON, path: Path) -> list[Path]:
    """The paths that a failure is about: the keys themselves, where the keyword speaks of an object's keys."""
    if keyword == "required" and isinstance(instance, dict):
        return [path / name for name in schema["required"] if name not in instance]
    if keyword == "additionalProperties" and isinstance(instance, dict):
        return [path / name for name in instance if not _is_known(name, schema)]
    return [path]


def _is_known(name: str, schema: Schema) -> bool:
    return name in schema.get("properties", {}) or any(
        re.search(pattern, name) for pattern in schema.get("patternProperties", {})
    )


def _problem(keyword: str, schema: Schema, path: Path) -> Problem:
    annotation = schema.get("x-errors", {}).get(keyword, {})
    code = annotation.get("code") or KEYWORDS[keyword].code or TYPE_CODES[_first_type(schema)]
    message = annotation.get("message") or API_CODES[code].message
    if "{}" not in message:
        return Problem(code, path, message)
    bound = schema[keyword]
    params = tuple(annotation.get("params") or (bound if isinstance(bound, list) else [bound]))
    return Problem(code, path, message.format(", ".join(map(_shown, params))), params)


def _first_type(schema: Schema) -> str:
    types = schema["type"]
    first: str = types[0] if isinstance(types, list) else types
    return first


def _shown(bound: JSON) -> str:
    return str(bound).lower() if isinstance(bound, bool) else str(bound)


def as_errors(problems: Iterable[Problem]) -> dict[str, dict[str, JSON]]:
    """Problems of one item in the shape of `validation_errors`: by dotted path, `params` only where there are any."""
    return {str(each.path): as_error(each) for each in problems}


def as_error(problem: Problem) -> dict[str, JSON]:
    """One error as the API writes it."""
    error: dict[str, JSON] = {"code": problem.code, "message": problem.message}
    return error | {"params": list(problem.params)} if problem.params is not None else error
