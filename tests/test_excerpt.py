"""Excerpts: the part of a line around a place that fits a terminal, and where the place is on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.reporters.excerpt import Excerpt, excerpt


@pytest.mark.parametrize(
    ("line", "begin", "end", "expected"),
    [
        ('{"a": 1}', 6, 7, Excerpt('{"a": 1}', 6, 1)),
        ("", 0, 0, Excerpt("", 0, 1)),
        ("ab", 2, 2, Excerpt("ab", 2, 1)),
        ("ab", 9, 12, Excerpt("ab", 2, 1)),
        ("ab", 1, 1, Excerpt("ab", 1, 1)),
        ("a\tb", 2, 3, Excerpt("a    b", 5, 1)),
        ("a\tb", 1, 2, Excerpt("a    b", 1, 4)),
        ("あb", 1, 2, Excerpt("あb", 2, 1)),
        ("あb", 0, 1, Excerpt("あb", 0, 2)),
        ("e\u0301x", 2, 3, Excerpt("e\u0301x", 1, 1)),
        ("\x1bx", 1, 2, Excerpt("\\x1bx", 4, 1)),
        ("x" * 101, 0, 1, Excerpt("x" * 100 + "…", 0, 1)),
        ("x" * 101, 100, 101, Excerpt("…" + "x" * 100, 100, 1)),
        ("x" * 500, 200, 204, Excerpt("…" + "x" * 100 + "…", 31, 4)),
        ("x" * 500, 200, 400, Excerpt("…" + "x" * 100 + "…", 31, 70)),
    ],
)
def test_the_part_around_a_place_is_shown(line: str, begin: int, end: int, expected: Excerpt) -> None:
    assert excerpt(line, begin, end) == expected


@given(st.text(max_size=300), st.integers(0, 320), st.integers(0, 40))
def test_a_place_lies_inside_what_is_shown(line: str, begin: int, width: int) -> None:
    text, indent, shown = excerpt(line, begin, begin + width)

    assert indent >= 0
    assert shown >= 1
    assert indent + shown <= 102
    assert "\n" not in text
