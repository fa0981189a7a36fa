"""Numbers are made within bounds, or beyond one of them, to the last float; and dice fall the same way everywhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from validator.fuzz.choices import ANY, LARGEST, LEAST_INTEGER, MOST_INTEGER, Rolled
from validator.fuzz.numbers import Figures, Stretch
from validator.patterns.chars import DIGIT

bounds = (
    st.integers(LEAST_INTEGER * 2, MOST_INTEGER * 2)
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([2**53, 2**53 + 1, float(2**53), 10**400, LARGEST, 5e-324])
)


@given(bounds, bounds, st.sampled_from(["integer", "number"]), st.integers(0, 10**6))
@example(1, 0, "integer", 0)
@example(0.25, 0.75, "integer", 0)
@example(2**53 + 1, 2**53 + 1, "number", 0)
def test_numbers_break_what_they_should_and_nothing_else(least: float, most: float, type_: str, seed: int) -> None:
    is_integer = type_ == "integer"
    figures = Figures(is_integer, least, most)
    for makes, broken in ((figures.good, None), (figures.too_small, "minimum"), (figures.too_large, "maximum")):
        for make in makes:
            number = make(Rolled(str(seed)))

            assert figures.first_broken(number) == broken
            assert math.isfinite(number)
            assert not is_integer or number == int(number)


@pytest.mark.parametrize(
    ("stretch", "integers", "floats"),
    [
        (Stretch(0, 1), (0, 1), (0.0, 1.0)),
        (Stretch(0, 1, ends=False), None, (5e-324, 1 - 2**-53)),
        (Stretch(0.25, 0.75), None, (0.25, 0.75)),
        (Stretch(2**53 + 1, 2**53 + 1), (2**53 + 1, 2**53 + 1), None),
        (Stretch(-math.inf, math.inf), (LEAST_INTEGER, MOST_INTEGER), (-LARGEST, LARGEST)),
        (Stretch(1e25, math.inf), None, (1e25, LARGEST)),
        (Stretch(10**400, math.inf), None, None),
        (Stretch(1, 0), None, None),
    ],
)
def test_the_ends_of_a_stretch(
    stretch: Stretch, integers: tuple[int, int] | None, floats: tuple[float, float] | None
) -> None:
    assert (stretch.integers, stretch.floats) == (integers, floats)


def test_dice_fall_as_they_always_did() -> None:
    """`toloka-lint fuzz` promises the same bytes for a seed: whoever changes this changes them."""
    dice = Rolled("golden")

    assert [dice.flag() for _ in range(4)] == [False, True, True, True]
    assert [dice.whole(-5, 100) for _ in range(4)] == [100, 8, 10, 39]
    assert [dice.whole(LEAST_INTEGER, MOST_INTEGER) for _ in range(3)] == [
        12511767749376159882,
        -2883315286909691687,
        5727137308634360861,
    ]
    assert [dice.number(-1.5, 1e9) for _ in range(4)] == [104839196.23881437, -0.0, 103.0, 16.634]
    assert [dice.pick("abc") for _ in range(4)] == ["c", "b", "b", "a"]
    assert [dice.text(DIGIT, 1, 5), dice.text(ANY, 3, 3), dice.text(ANY, 2, 2)] == ["73", "`m)", "Zj"]
