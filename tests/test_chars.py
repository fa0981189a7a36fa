"""Sets of characters behave as sets of code points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from validator.patterns.chars import LAST, Chars

CODES = st.sampled_from([0, 1, 2, 9, 10, 97, 98, 99, 0xD7FF, 0xE000, LAST - 1, LAST])
RANGES = st.lists(st.tuples(CODES, CODES).map(sorted).map(tuple), max_size=4)


def members(ranges: list[tuple[int, int]], code: int) -> bool:
    return any(first <= code <= last for first, last in ranges)


@given(RANGES, CODES)
def test_a_set_has_what_its_ranges_have(ranges: list[tuple[int, int]], code: int) -> None:
    assert (code in Chars.of(*ranges)) is members(ranges, code)
    assert (code in ~Chars.of(*ranges)) is not members(ranges, code)


@given(RANGES, RANGES)
def test_a_set_has_one_form(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    union = Chars.of(*left) | Chars.of(*right)
    assert union == Chars.of(*right, *left)
    assert union == Chars.of(*union.ranges)
    assert union == ~~union


def test_ranges_that_touch_become_one() -> None:
    assert Chars.of((99, 100), (97, 98), (LAST, LAST)).ranges == [(97, 100), (LAST, LAST)]
