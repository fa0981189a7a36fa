"""Locating: the law that a predicted refusal leads to where the check finds the same errors."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, assume, example, given, reject, settings
from hypothesis import strategies as st
from items import Request, requests
from reads import everything

from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import Batch, Fault, Finding, Path
from validator.responses.build import log
from validator.responses.locate import Locator, Sent, path_in
from validator.responses.server_errors import claims_of
from validator.rules import RULES

# --- laws ------------------------------------------------------------------------------------------------------------


def text_of(request: Request, type_: str) -> bytes:
    if type_ == "json":
        return orjson.dumps(request.payload, option=orjson.OPT_INDENT_2)
    return b"".join(orjson.dumps(item) + b"\n" for item in request.items)


def read(request: Request, type_: str) -> list[Batch | Fault]:
    return everything(text_of(request, type_), type_)


def seen(findings: Iterable[Finding]) -> list[Any]:
    """What a reader is shown of the errors of the API, and where."""
    return sorted(
        ((each.index, str(each.path), each.code, each.message, each.params, each.span) for each in findings), key=repr
    )


def checked(request: Request, type_: str) -> list[Any]:
    run = Run(Linter(request.validator.context))
    found = run.findings(read(request, type_), "a", is_one_request=True)
    return seen(each for each in found if each.code not in RULES)


def sendable(request: Request) -> Request:
    """The request, if a file can hold it."""
    try:
        orjson.dumps(request.payload)
    except TypeError:  # a number of more than 64 bits
        reject()
    return request


sent_requests = requests().map(sendable)


def located(request: Request, type_: str, *sent: Sent) -> list[Any]:
    return seen(Locator("a", request.kind, sent).findings(read(request, type_)))


@settings(deadline=None, max_examples=200)
@given(sent_requests, st.sampled_from(["json", "jsonl"]))
def test_a_predicted_refusal_leads_to_what_the_check_finds(request: Request, type_: str) -> None:
    assume(request.payload is not None or type_ == "json")
    known = {**request.known, "async_mode": False}
    request = request._replace(known=known)
    body = orjson.loads(orjson.dumps(request.validator.predict(request.payload)["body"]))

    assert located(request, type_, Sent(claims_of(body, "r"))) == checked(request, type_)


# Only lists have a log, so many a request is passed over.
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(sent_requests, st.booleans(), st.randoms())
@example(Request("tasks", {"contract": "2022-06"}, [None, {}]), False, Random(0))  # noqa: FBT003 - an object without keys is not null
def test_the_log_of_an_operation_leads_there_too(request: Request, has_index: bool, random: Random) -> None:  # noqa: FBT001 - Hypothesis gives it
    assume(isinstance(request.payload, list))
    assume(has_index or not any("__item_idx" in item for item in request.items if isinstance(item, dict)))
    items = [{**item, "__item_idx": str(n)} if isinstance(item, dict) else item for n, item in enumerate(request.items)]
    linter = Linter(request.validator.context)
    problems = [linter.api_problems(item) for item in items]
    ids = {n: f"{n}" for n, found in enumerate(problems) if not found}
    entries: list[Any] = log(linter.context, items if has_index else request.items, problems, ids)
    if has_index and all(isinstance(item, dict) for item in items):
        random.shuffle(entries)

    assert located(request, "json", Sent(claims_of(entries, "r"))) == checked(request, "json")


@settings(deadline=None)
@given(st.lists(sent_requests, max_size=3), st.integers(1, 3))
def test_a_file_sent_in_parts_is_led_back_to_in_parts(parts: list[Request], size: int) -> None:
    known = {"contract": "2022-06", "skip_invalid_items": True}
    items = list(chain.from_iterable(each.items for each in parts if each.kind == "tasks"))
    whole = Request("tasks", known, items)
    bodies = [whole.validator.predict(items[n : n + size])["body"] for n in range(0, len(items), size)]
    sent = [Sent(claims_of(body, "r"), n * size, size) for n, body in enumerate(bodies)]

    assert located(whole, "jsonl", *sent) == checked(whole, "jsonl")


# --- examples --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "dotted", "expected"),
    [
        ({}, "", ()),
        ({}, "overlap", ("overlap",)),
        ({"a": {"b.c": 1}}, "a.b.c", ("a", "b.c")),
        ({"a": {"b": {"c": 1}}}, "a.b.c", ("a", "b", "c")),
        ({"a": {"b": {"c": 1}, "b.c": 2}}, "a.b.c", ("a", "b.c")),
        ({"a": {"0": 1}}, "a.0", ("a", "0")),
        ({"a": [1]}, "a.0", ("a", 0)),
        ({"a": [1]}, "a.7.b.c", ("a", 7, "b", "c")),
        ({"a": [1]}, "a.x", ("a", "x")),
        ({"a": [1]}, "a.٣", ("a", "٣")),
        ({"a": [1]}, "a." + "9" * 30, ("a", "9" * 30)),
        (5, "a.b", ("a", "b")),
        (None, "a..b", ("a", "", "b")),
    ],
)
def test_a_path_is_read_by_the_item_it_is_about(item: Any, dotted: str, expected: tuple[str | int, ...]) -> None:
    path = path_in(item, dotted)

    assert path == Path(expected)
    assert [type(each) for each in path] == [type(each) for each in expected]
    assert str(path) == dotted
