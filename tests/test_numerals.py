"""Numerals between two bounds: exactly those fit that a writer makes of the numbers there, and are not too long."""

from __future__ import annotations

import re
from decimal import Decimal

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from validator.numerals import Between, decimals, integers, numbers

bounds = st.none() | st.one_of(
    st.integers(-20, 20).map(Decimal),
    st.integers(-3000, 3000).map(Decimal),
    st.floats(-3, 3).map(lambda each: Decimal(repr(round(each, 3)))),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda each: Decimal(repr(each))),
    st.sampled_from([10**6, 10**6 - 1, 10**15, 10**15 - 1, 2**53, 10**30]).map(Decimal),
)
betweens = st.builds(Between, bounds, bounds, st.booleans(), st.booleans())
STEPS = (0, 1, -1, 0.5, -0.5, 0.1, -0.1, 0.001, -0.001, 1e-9, 10, -10, 1000)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Between, str]:
    """Bounds, and a numeral near one of them or any."""
    between = draw(betweens)
    near = [float(each) for each in (between.least, between.most) if each is not None and abs(each) < 10**15]
    around = st.sampled_from([each + step for each in near or [0.0] for step in STEPS])
    value = draw(
        around | around.map(round) | st.floats(-20, 20).map(lambda each: round(each, 4)) | st.integers(-50, 50)
    )
    return between, orjson.dumps(value).decode()


def is_usual(numeral: str) -> bool:
    """Whether the numeral is one of those that are told apart: of 15 digits at most, and without an exponent."""
    if "e" in numeral:
        return False
    whole, point, fraction = numeral.lstrip("-").partition(".")
    if not point or fraction == "0":
        return len(whole) <= 15 and numeral not in ("-0", "-0.0")
    if whole == "0":
        return len(fraction) <= 15 and not fraction.startswith("0000")
    return len(whole) <= 6 and len(fraction) <= 9


@given(cases())
@settings(max_examples=500, deadline=None)
@example((Between(Decimal("0.1"), Decimal("0.3")), "0.3"))
@example((Between(Decimal("0.1"), Decimal("0.30000000000000004"), most_is_open=True), "0.3"))
@example((Between(Decimal(-1), Decimal(0)), "-0.5"))
@example((Between(Decimal(2_000_000), Decimal(2_000_000)), "2000000.5"))
@example((Between(Decimal(3), Decimal(2)), "2"))
@example((Between(), "1e-9"))
def test_those_between_the_bounds_fit_and_no_others(case: tuple[Between, str]) -> None:
    between, numeral = case
    is_inside = is_usual(numeral) and between.holds(Decimal(numeral))
    is_whole, has_point = Decimal(numeral) % 1 == 0, "." in numeral

    assert bool(re.fullmatch(integers(between), numeral)) == (is_inside and not has_point)
    assert bool(re.fullmatch(decimals(between), numeral)) == (is_inside and not is_whole)
    assert bool(re.fullmatch(numbers(between), numeral)) == is_inside


@given(betweens, st.integers(0, 3), st.integers(1, 10**25 - 1), st.booleans())
@settings(max_examples=300, deadline=None)
@example(Between(Decimal(0), Decimal(1)), 0, 10**25 - 1, False)  # noqa: FBT003 - as it is drawn
@example(Between(Decimal(0), Decimal(1), most_is_open=True), 0, 10**25 - 1, False)  # noqa: FBT003
@example(Between(Decimal(0), Decimal("0.5"), least_is_open=True), 0, 1, False)  # noqa: FBT003
@example(Between(Decimal(-1), Decimal(0), most_is_open=True), 0, 1, True)  # noqa: FBT003
def test_of_more_digits_those_fit_whose_doubles_are_between_the_bounds(
    between: Between,
    whole: int,
    fraction: int,
    is_negative: bool,  # noqa: FBT001 - drawn
) -> None:
    text = f"{'-' * is_negative}{whole}.{fraction:025}".rstrip("0")

    if re.fullmatch(numbers(between, is_exact=False), text):
        assert between.holds(Decimal(text))
        assert between.holds(Decimal(float(text)))
    elif re.fullmatch(numbers(between), text):
        pytest.fail("what is exact fits all the more")


def test_of_more_digits_some_fit() -> None:
    text = "0.30000000000000004"

    assert not re.fullmatch(numbers(Between()), text)
    assert re.fullmatch(numbers(Between(), is_exact=False), text)
    assert re.fullmatch(numbers(Between(Decimal(0), least_is_open=True), is_exact=False), text)
    assert not re.fullmatch(numbers(Between(Decimal("0.3"), least_is_open=True), is_exact=False), text)


@pytest.mark.parametrize(
    "text", ["", "-", "-0", "-0.0", "00", "01", "1.", ".5", "1.50", "1e5", "0.00001", "+1", "٣", " 1"]
)
def test_what_no_writer_makes_fits_nothing(text: str) -> None:
    anything = Between()

    assert not re.fullmatch(integers(anything), text)
    assert not re.fullmatch(decimals(anything), text)
    assert not re.fullmatch(numbers(anything), text)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1000, 1000).map(lambda each: round(each, 5)))
@settings(max_examples=300, deadline=None)
def test_what_fits_comes_back_from_a_double_as_it_was(value: float) -> None:
    text = repr(value)

    if re.fullmatch(numbers(Between()), text):
        assert orjson.dumps(orjson.loads(text)).decode() == text


@given(betweens, bounds, st.booleans(), st.integers(-30, 30))
def test_a_bound_parts_the_numbers(between: Between, bound: Decimal | None, is_open: bool, number: int) -> None:  # noqa: FBT001 - drawn
    if bound is None:
        return
    above, below = between.above(bound, is_open=is_open), between.below(bound, is_open=not is_open)

    assert between.holds(Decimal(number)) == (above.holds(Decimal(number)) or below.holds(Decimal(number)))
    assert not (above.holds(Decimal(number)) and below.holds(Decimal(number)))
