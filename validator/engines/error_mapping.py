"""From failures to problems: the API's code, path, text and bounds of each fault of one value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from validator.contract.codes import API_CODES, KEYWORDS, TYPE_CODES
from validator.contract.schemas import Schema
from validator.engines.failures import Failure, Steps
from validator.model import JSON, Path, Problem


class Meaning(NamedTuple):
    """What a failed keyword means to the API."""

    #: Of several at one path the lowest counts: the keyword's rank, then its name.
    rank: tuple[int, str]
    code: str
    message: str
    params: tuple[JSON, ...] | None
    #: The problems that were made of it, by path: files tend to have the same ones again and again.
    problems: dict[Steps, Problem]

    def problem(self, steps: Steps) -> Problem:
        """The problem at a path, made and perhaps remembered."""
        problem = Problem(self.code, Path(steps), self.message, self.params)
        if len(self.problems) < _REMEMBERED and len(str(problem.path)) < _SHORT:
            self.problems[steps] = problem
        return problem


_REMEMBERED = 1_000
_SHORT = 200


class Explainer:
    """Makes problems of the failures of one compiled schema. What a keyword means is worked out once."""

    def __init__(self) -> None:
        #: By identity of the schema, keyword, and whether the value is null.
        self._meanings: dict[tuple[int, str, bool], Meaning] = {}

    def problems(self, failures: Iterable[Failure]) -> list[Problem]:
        """One problem for each path that fails: of several, the one whose keyword ranks first."""
        best: dict[Steps, Meaning] = {}
        for keyword, schema, steps, names, is_null in failures:
            key = (id(schema), keyword, is_null)
            meaning = self._meanings.get(key)
            if meaning is None:
                meaning = self._meanings[key] = _meaning(keyword, schema, is_null=is_null)
            for place in [(*steps, name) for name in names] if names else (steps,):
                known = best.get(place)
                if known is None or meaning.rank < known.rank:
                    best[place] = meaning
        # Steps from one place on are all names or all positions: what they lead from is an object or an array.
        return [best[steps].problems.get(steps) or best[steps].problem(steps) for steps in sorted(best)]


def _meaning(keyword: str, schema: Schema, *, is_null: bool) -> Meaning:
    # Null where null is not taken is a value that is not there.
    is_missing = is_null and keyword == "type" and "type" not in schema.get("x-errors", {})
    found = "required" if is_missing else keyword
    return Meaning((KEYWORDS[found].rank, found), *_error(found, schema), {})


def order(path: Path) -> tuple[tuple[bool, str | int], ...]:
    """A key by which paths sort: fields by name, positions by number, what is around before what is inside."""
    return tuple([(isinstance(step, int), step) for step in path])


def _error(keyword: str, schema: Schema) -> tuple[str, str, tuple[JSON, ...] | None]:
    """Code, message and params of a keyword that fails."""
    annotation = schema.get("x-errors", {}).get(keyword, {})
    code = annotation.get("code") or KEYWORDS[keyword].code or TYPE_CODES[_first_type(schema)]
    message = annotation.get("message") or API_CODES[code].message
    if "{}" not in message:
        return code, message, None
    bound = schema[keyword]
    params = tuple(annotation.get("params") or (bound if isinstance(bound, list) else [bound]))
    return code, message.format(", ".join(map(_shown, params))), params


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
