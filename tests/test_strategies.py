"""What the strategies promise: valid items draw no error, invalid ones exactly their label, and failures get small."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from jsonschema import Draft7Validator

from validator import Validator
from validator.contract.loader import contract_names
from validator.patterns.chars import Chars
from validator.strategies import (
    Invalid,
    invalid_requests,
    invalid_task_suites,
    invalid_tasks,
    requests,
    task_suites,
    tasks,
)

T = TypeVar("T")
PROJECTS = {
    each.stem: orjson.loads(each.read_bytes())
    for each in sorted((Path(__file__).parent.parent / "fixtures" / "fuzz").glob("*.json"))
}
POOLS: list[dict[str, Any] | None] = [None, {"defaults": {}}, {"defaults": {"default_overlap_for_new_tasks": 2}}]
VALID: dict[str, Callable[..., SearchStrategy[Any]]] = {"tasks": tasks, "task-suites": task_suites}
INVALID: dict[str, Callable[..., SearchStrategy[Invalid]]] = {
    "tasks": invalid_tasks,
    "task-suites": invalid_task_suites,
}
LISTS = {kind: partial(requests, kind, min_size=1, max_size=3) for kind in VALID}
BODIES = {kind: partial(invalid_requests, kind, max_size=4) for kind in VALID}
kinds = st.sampled_from([*VALID])
options = st.builds(
    lambda contract, project, pool: (contract, project, pool),
    st.sampled_from(contract_names()),
    st.sampled_from([None, *PROJECTS]),
    st.integers(0, len(POOLS) - 1),
)
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

thorough = settings(unhurried, database=None, derandomize=True)


def _said(contract: str, project: str | None, pool: int) -> dict[str, Any]:
    return {"contract": contract, "project": PROJECTS[project] if project else None, "pool": POOLS[pool]}


@cache
def _made(make: Callable[..., SearchStrategy[T]], *said: Any) -> SearchStrategy[T]:
    return make(**_said(*said))


@cache
def _validators(kind: str, *said: Any) -> tuple[Validator, Validator, Any]:
    rust, python = (Validator(kind, **_said(*said), engine=each) for each in ("rust", "python"))
    return rust, python, Draft7Validator(rust.schema)


@given(st.data(), kinds, options)
@unhurried
def test_valid_items_draw_no_error(data: DataObject, kind: str, said: tuple[Any, ...]) -> None:
    item = data.draw(_made(VALID[kind], *said))
    rust, python, plain = _validators(kind, *said)

    assert rust.validation_errors(item) == {}
    assert python.validation_errors(item) == {}
    assert plain.is_valid(item)


@given(st.data(), kinds, options)
@unhurried
def test_invalid_items_draw_exactly_their_label(data: DataObject, kind: str, said: tuple[Any, ...]) -> None:
    payload, expected = data.draw(_made(INVALID[kind], *said))
    rust, python, plain = _validators(kind, *said)

    assert rust.validation_errors(payload) == expected
    assert python.validation_errors(payload) == expected
    assert not plain.is_valid(payload)


@given(st.data(), kinds, options)
@unhurried
def test_requests_are_lists_of_valid_items(data: DataObject, kind: str, said: tuple[Any, ...]) -> None:
    payload = data.draw(_made(LISTS[kind], *said))

    assert 1 <= len(payload) <= 3
    assert _validators(kind, *said)[0].validation_errors(payload) == {}


@given(st.data(), kinds, options)
@unhurried
def test_invalid_requests_draw_exactly_their_label(data: DataObject, kind: str, said: tuple[Any, ...]) -> None:
    payload, expected = data.draw(_made(BODIES[kind], *said))
    rust, python, _ = _validators(kind, *said)

    assert rust.validation_errors(payload) == expected
    assert python.validation_errors(payload) == expected


def test_the_body_may_be_null() -> None:
    found = _smallest(invalid_requests(), lambda each: each.payload is None)

    assert found == Invalid(None, {"0": {"": {"code": "NOT_NULL_BODY", "message": "Request body must not be null"}}})


@given(st.data(), kinds, options)
@unhurried
def test_what_is_made_is_json(data: DataObject, kind: str, said: tuple[Any, ...]) -> None:
    item = data.draw(_made(VALID[kind], *said))

    assert orjson.loads(orjson.dumps(item)) == item


# --- shrinking ------------------------------------------------------------------------------------------------------

PROJECT = {
    "task_spec": {
        "input_spec": {
            "image": {"type": "url"},
            "text": {"type": "string", "required": False},
            "tags": {"type": "array_string", "required": False, "pattern": "[a-z]+(-[a-z]+)*", "min_size": 1},
            "level": {"type": "integer", "required": False, "min_value": 0, "max_value": 100},
        },
        "output_spec": {"result": {"type": "string", "allowed_values": ["yes", "no"]}},
    }
}


class FoundError(Exception):
    """The planted fault was hit."""


def _smallest(strategy: SearchStrategy[T], is_faulty: Callable[[T], bool]) -> T:
    """The example that Hypothesis ends with."""
    last: list[T] = []

    @settings(
        max_examples=2000, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def run(item: T) -> None:
        if is_faulty(item):
            last[:] = [item]
            raise FoundError

    with pytest.raises(FoundError):
        run()
    return last[0]


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def test_a_planted_fault_ends_in_a_minimal_task() -> None:
    assert _smallest(tasks(), lambda task: _number(task.get("overlap")) >= 7) == {
        "pool_id": "0",
        "input_values": {},
        "overlap": 7,
    }


def test_a_planted_fault_in_a_field_ends_in_a_minimal_task() -> None:
    found = _smallest(tasks(project=PROJECT), lambda task: len(task["input_values"].get("tags") or ()) >= 2)

    assert found == {"pool_id": "0", "input_values": {"image": "http://example.com/", "tags": ["a", "a"]}}


def test_a_planted_fault_in_a_bounded_number_ends_at_the_bound() -> None:
    found = _smallest(tasks(project=PROJECT), lambda task: _number(task["input_values"].get("level")) > 42)

    assert found == {"pool_id": "0", "input_values": {"image": "http://example.com/", "level": 43}}


def test_a_planted_fault_ends_in_a_minimal_suite() -> None:
    found = _smallest(task_suites(project=PROJECT), lambda suite: len(suite["tasks"]) >= 2)

    task = {"input_values": {"image": "http://example.com/"}}
    assert found == {"pool_id": "0", "tasks": [task, task]}


def test_a_planted_fault_ends_in_one_mistake() -> None:
    path = "traits_all_of.0"
    found = _smallest(invalid_tasks(), lambda each: "STRING_EXPECTED" in str(each.validation_errors["0"].get(path)))

    assert found == Invalid(
        {"pool_id": "0", "input_values": {}, "traits_all_of": [False]},
        {"0": {path: {"code": "STRING_EXPECTED", "message": "Value must be a string"}}},
    )


# --- what is filled in ----------------------------------------------------------------------------------------------


def test_every_field_comes_in_every_way() -> None:
    """Each field is there and is not, is null and is not; strings have letters beyond ASCII, numbers reach far."""
    seen: dict[str, list[Any]] = {}

    @settings(thorough, max_examples=1_000, derandomize=True)  # what must come is rare: chance must not decide
    @given(tasks(project=PROJECTS["every-type"]))
    def run(task: dict[str, Any]) -> None:
        for name in PROJECTS["every-type"]["task_spec"]["input_spec"]:
            seen.setdefault(name, []).append(task["input_values"].get(name, ...))

    run()
    for name, values in seen.items():
        is_optional = name.startswith("maybe_")
        assert (... in values) is is_optional
        assert (None in values) is is_optional
        assert len({repr(each) for each in values}) > 1
    assert any(not each.isascii() for each in seen["string"])
    assert any(abs(each) > 2**20 for each in seen["integer"])
    assert any(isinstance(each, float) and each.is_integer() for each in seen["integer"])
    assert {type(each) for each in seen["json"]} == {bool, int, float, str, list, dict}


@given(st.data(), st.lists(st.tuples(st.integers(0, 0x10FFFF), st.integers(0, 0x10FFFF)).map(sorted), min_size=1))
@unhurried
def test_texts_are_of_the_characters_asked_for(data: DataObject, ranges: list[list[int]]) -> None:
    from validator.fuzz.choices import characters
    from validator.strategies import _texts

    chars = Chars.of(*[(first, last) for first, last in ranges])
    if characters(chars):
        text = data.draw(_texts(chars, 1, 9))

        assert 1 <= len(text) <= 9
        assert all(ord(char) in chars for char in text)
        assert text.encode()


# --- options and imports --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: tasks(contract="2001-01"), "unknown contract '2001-01'; known: 2022-06, 2023-06"),
        (lambda: requests("pool"), "unknown kind 'pool'; known: tasks, task-suites"),
        (
            lambda: tasks(project={}),
            "project: has no task_spec; give the project as GET /projects/{id} returns it, or its task_spec alone",
        ),
    ],
)
def test_what_cannot_be_made_is_said_at_once(make: Callable[[], object], expected: str) -> None:
    with pytest.raises(ValueError, match=re.escape(expected)):
        make()


@pytest.mark.parametrize("module", ["validator", "validator.testing", "validator.cli.fuzz", "validator.fuzz.samples"])
def test_hypothesis_is_imported_with_the_strategies_alone(module: str) -> None:
    code = f"import sys, {module}; print('hypothesis' in sys.modules, 'validator.strategies' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False False\n"


def test_only_the_public_face_of_hypothesis_is_used() -> None:
    source = (Path(__file__).parent.parent / "validator" / "strategies.py").read_text()

    assert set(re.findall(r"hypothesis[\w.]*", source)) == {"hypothesis", "hypothesis.strategies"}
    assert "_internal" not in source
