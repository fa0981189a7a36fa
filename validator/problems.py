"""From failures to problems: the API's code, path, text and bounds of each fault of one value."""

from __future__ import annotations

from collections.abc import Iterable

from validator.codes import API_CODES, KEYWORDS, TYPE_CODES
from validator.contracts import Schema
from validator.engines import Failure
from validator.model import JSON, ROOT, Path, Problem

#: What the API says when there is nothing in the request at all.
NULL_BODY = Problem("NOT_NULL_BODY", ROOT, API_CODES["NOT_NULL_BODY"].message)


class Explainer:
    """Makes problems of the failures of one compiled schema. What a keyword means is worked out once."""

    def __init__(self) -> None:
        #: By identity of the schema and keyword: rank, code, message, params.
        self._meanings: dict[tuple[int, str], tuple[int, str, str, tuple[JSON, ...] | None]] = {}

    def problems(self, failures: Iterable[Failure]) -> list[Problem]:
        """One problem for each path that fails: of several, the one whose keyword ranks first."""
        best: dict[Path, tuple[int, str, Problem]] = {}
        for keyword, schema, path, names, is_null in failures:
            # Null where null is not taken is a value that is not there.
            is_missing = is_null and keyword == "type" and "type" not in schema.get("x-errors", {})
            found = "required" if is_missing else keyword
            rank, code, message, params = self._meaning(found, schema)
            for each in [path / name for name in names] if names else (path,):
                known = best.get(each)
                if known is None or (rank, found) < known[:2]:
                    best[each] = (rank, found, Problem(code, each, message, params))
        return (
            [best[path][2] for path in sorted(best, key=order)]
            if len(best) > 1
            else [each[2] for each in best.values()]
        )

    def _meaning(self, keyword: str, schema: Schema) -> tuple[int, str, str, tuple[JSON, ...] | None]:
        key = (id(schema), keyword)
        if key not in self._meanings:
            self._meanings[key] = (KEYWORDS[keyword].rank, *_error(keyword, schema))
        return self._meanings[key]


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
