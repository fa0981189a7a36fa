"""Values, counts and names in messages: on one line, as JSON writes them, and no longer than can be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.wording import clean, counted, did_you_mean, near, quoted, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, ä, あ, 👍", "plain, ä, あ, 👍"),
        ("a\nb\tc\r\0", "a\\nb\\tc\\r\\x00"),
        ("\x1b[31m\x7f\x9f", "\\x1b[31m\\x7f\\x9f"),
        ("\u2028\u202e\u2066\ud800\uffff", "\\u2028\\u202e\\u2066\\ud800\\uffff"),
    ],
)
def test_what_breaks_a_line_or_steers_a_terminal_is_escaped(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_what_is_clean_is_one_line_and_stays_as_it_is(text: str) -> None:
    assert len(clean(text).splitlines()) <= 1
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", "'x'"),
        ("it's", '"it\'s"'),
        ("x" * 61, f"'{'x' * 60}…'"),
        (1.5, "1.5"),
        (True, "true"),
        (None, "null"),
        (10**30, "a huge number"),
        ([1], "list"),
        ({}, "dict"),
    ],
)
def test_a_value_inside_a_message_is_quoted(value: object, expected: str) -> None:
    assert quoted(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", '"x"'),
        ("x" * 61, f'"{"x" * 60}…"'),
        (0, "0"),
        (None, "null"),
        ({"a": [1, "ä"]}, '{"a":[1,"ä"]}'),
        ([1] * 100, "[" + "1," * 29 + "1…"),
        (10**30, "a huge number"),
    ],
)
def test_a_value_behind_a_message_is_json(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_value_that_is_nested_too_deeply_is_named_by_its_type() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]

    assert shown(deep) == "list"


def test_one_is_one_and_all_others_are_several() -> None:
    assert [counted(each, "task") for each in (0, 1, 2, 5_001)] == ["0 tasks", "1 task", "2 tasks", "5,001 tasks"]


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("imagis", ["text", "image"], "image"),
        ("IMAGE", ["image"], "image"),
        ("zzz", ["image"], None),
        ("image", [], None),
        ("x" * 65, ["x" * 64], None),
        ("image", ["image"] * 301, None),
        ("Image", ["IMAGE", "image"], "IMAGE"),
    ],
)
def test_the_name_that_was_meant_is_near(name: str, known: list[str], expected: str | None) -> None:
    assert near(name, known) == expected
    assert did_you_mean(name, known) == (expected and f"did you mean '{expected}'?")
