"""Hypothesis strategies: payloads that the API would take, and payloads with the errors that they must get.

Needs the extra: `pip install "toloka-lint[fuzz]"`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from validator.contract.codes import API_CODES
from validator.fuzz.choices import Source, characters
from validator.fuzz.mutations import Errors
from validator.fuzz.samples import Samples
from validator.model import JSON, ROOT, Problem
from validator.patterns.chars import Chars
from validator.validator import Options, context_of

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy
    from typing_extensions import Unpack

T = TypeVar("T")

__all__ = [
    "Invalid",
    "invalid_requests",
    "invalid_task_suites",
    "invalid_tasks",
    "requests",
    "task_suites",
    "tasks",
]


class Invalid(NamedTuple):
    """A payload broken in known ways, and the map that `Validator.validation_errors(payload)` must give for it."""

    payload: Any
    validation_errors: dict[str, dict[str, Any]]


def tasks(**options: Unpack[Options]) -> SearchStrategy[dict[str, Any]]:
    """Tasks that the API would take: nothing in them is an error, though a lint rule may have something to say.

    Args:
        **options: `contract`, `project`, `pool` and the query parameters, as a Validator takes them.

    Raises:
        ValueError: an unknown name, a project without a `task_spec`, or one for which no task can be valid.
    """
    return _made(_samples("tasks", options).item)


def task_suites(**options: Unpack[Options]) -> SearchStrategy[dict[str, Any]]:
    """Task suites that the API would take. Takes and raises what `tasks` does."""
    return _made(_samples("task-suites", options).item)


def invalid_tasks(**options: Unpack[Options]) -> SearchStrategy[Invalid]:
    """Tasks with one to three mistakes, as pairs: `payload`, and the `validation_errors` it must get.

    Takes and raises what `tasks` does.
    """
    return _made(_broken(_samples("tasks", options)))


def invalid_task_suites(**options: Unpack[Options]) -> SearchStrategy[Invalid]:
    """Task suites with one to three mistakes, as pairs. Takes and raises what `tasks` does."""
    return _made(_broken(_samples("task-suites", options)))


def requests(
    kind: str = "tasks", *, min_size: int = 0, max_size: int = 10, **options: Unpack[Options]
) -> SearchStrategy[list[dict[str, Any]]]:
    """Lists of tasks or task suites that the API would take, as the body of one request.

    Args:
        kind: `tasks` or `task-suites`.
        min_size: Fewest items.
        max_size: Most items.
        **options: As for `tasks`.
    """
    item = _made(_samples(kind, options).item)
    return st.lists(item, min_size=min_size, max_size=max_size)


def invalid_requests(kind: str = "tasks", *, max_size: int = 10, **options: Unpack[Options]) -> SearchStrategy[Invalid]:
    """Bodies of requests in which something is invalid, as pairs: lists in which other items may be valid, or null.

    Args:
        kind: `tasks` or `task-suites`.
        max_size: Most items.
        **options: As for `tasks`.
    """
    samples = _samples(kind, options)
    return _made(lambda source: _broken_request(samples, source, max_size))


def _samples(kind: str, options: Options) -> Samples:
    return Samples(context_of(kind, **options))


def _broken(samples: Samples) -> Callable[[Source], Invalid]:
    def make(source: Source) -> Invalid:
        item, errors = samples.broken_item(source)
        return Invalid(item, {"0": _as_map(errors)})

    return make


def _broken_request(samples: Samples, source: Source, most: int) -> Invalid:
    """Valid items around a broken one, some of them broken too; or nothing at all."""
    if source.whole(0, 15) > 14:  # noqa: PLR2004 - seldom
        return Invalid(None, {"0": _as_map([_NULL_BODY])})
    items: list[JSON] = []
    found: dict[str, Any] = {}
    while not found or (len(items) < most and source.flag()):
        if len(items) < most - 1 and source.flag():
            items.append(samples.item(source))
        else:
            item, errors = samples.broken_item(source, is_object=False)
            found[str(len(items))] = _as_map(errors)
            items.append(item)
    return Invalid(items, found)


_NULL_BODY = Problem("NOT_NULL_BODY", ROOT, API_CODES["NOT_NULL_BODY"].message)


def _as_map(errors: Errors) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, path, message, params, *_ in errors:
        found[str(path)] = {"code": code, "message": message} | ({} if params is None else {"params": [*params]})
    return found


@st.composite
def _made(draw: DrawFn, make: Callable[[Source], T]) -> T:
    return make(_Drawn(draw))


class _Drawn:
    """A Source whose choices are Hypothesis's own, so that it can shrink what they make."""

    def __init__(self, draw: DrawFn) -> None:
        self._draw = draw

    def flag(self) -> bool:
        return self._draw(_FLAGS)

    def whole(self, least: int, most: int) -> int:
        return self._draw(_integers(least, most))

    def number(self, least: float, most: float) -> float:
        return self._draw(_floats(least, most))

    def pick(self, options: Sequence[T]) -> T:
        return options[self._draw(_integers(0, len(options) - 1))]

    def text(self, chars: Chars, least: int, most: int) -> str:
        return self._draw(_texts(chars, least, most))


_FLAGS = st.booleans()


@lru_cache(maxsize=4096)
def _integers(least: int, most: int) -> SearchStrategy[int]:
    return st.integers(least, most)


@lru_cache(maxsize=4096)
def _floats(least: float, most: float) -> SearchStrategy[float]:
    return st.floats(least, most, allow_nan=False, allow_infinity=False)


@lru_cache(maxsize=4096)
def _texts(chars: Chars, least: int, most: int) -> SearchStrategy[str]:
    return st.text(_alphabet(chars), min_size=least, max_size=most)


_SMALL = 512  # so many characters are named one by one


@lru_cache(maxsize=1024)
def _alphabet(chars: Chars) -> SearchStrategy[str] | str:
    """The characters of a set; of a large set in many pieces, a choice."""
    ranges = characters(chars)
    if sum(last - first + 1 for first, last in ranges) <= _SMALL:
        return "".join(_spread(ranges, _SMALL))
    left_out = characters(~chars)
    if sum(last - first + 1 for first, last in left_out) <= _SMALL:
        return st.characters(codec="utf-8", exclude_characters="".join(_spread(left_out, _SMALL)))
    if len(ranges) == 1:
        return st.characters(codec="utf-8", min_codepoint=ranges[0][0], max_codepoint=ranges[0][1])
    return "".join(_spread(ranges, max(2, _SMALL // len(ranges))))


def _spread(ranges: Sequence[tuple[int, int]], most: int) -> list[str]:
    """Characters of each range, both ends among them."""
    found: list[str] = []
    for first, last in ranges:
        step = max(1, -(-(last - first) // (most - 1)))
        found += map(chr, (*range(first, last, step), last))
    return found
