"""JSON that is printed: every parser takes it, and nothing in it breaks a line or steers a terminal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.reporters.json_text import dumps

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_what_is_printed_is_read_back_and_is_safe_to_show(value: Any, indent: bool) -> None:  # noqa: FBT001
    text = dumps(value, indent=indent)

    assert json.loads(text) == value
    assert text.replace("\n", "").isprintable() or not any(map(_steers, text))
    assert indent or "\n" not in text


def _steers(character: str) -> bool:
    return (character < " " and character != "\n") or "\x7f" <= character <= "\x9f" or "\u2028" <= character <= "\u202e"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, "ä"]}, '{"a":[1,"ä"]}'),
        ("\u2028\x7f\u202e\uffff", '"\\u2028\\u007f\\u202e\\uffff"'),
        ("a\nb\x1b", '"a\\nb\\u001b"'),
        ("\ud800", '"\\\\ud800"'),
        ({"\udcff": 1}, '{"\\\\udcff":1}'),
        (10**30, "1" + "0" * 30),
        ([10**30, float("nan"), float("inf")], "[1" + "0" * 30 + ",null,null]"),
        ((1, {2}), '[1,"{2}"]'),
        ({1: "\ud800"}, '{"1":"\\\\ud800"}'),
    ],
)
def test_what_json_does_not_have_becomes_the_nearest_that_it_has(value: Any, expected: str) -> None:
    assert dumps(value) == expected


def test_indented_is_by_two_spaces_also_where_it_is_written_the_slow_way() -> None:
    assert dumps({"a": [1]}, indent=True) == '{\n  "a": [\n    1\n  ]\n}'
    assert dumps({"a": [10**30]}, indent=True) == '{\n  "a": [\n    1' + "0" * 30 + "\n  ]\n}"
