"""Strings are spelled out of patterns: every length that a match can have is known, and what is spelled matches."""

from __future__ import annotations

import re
from itertools import product

import pytest

from validator.fuzz.choices import Rolled
from validator.fuzz.from_regex import Speller
from validator.fuzz.strings import USUAL, texts, whole
from validator.patterns.parse import parse

SMALL = ["", "a", "a*", "a+b?", "(ab|a)*b?", "a{2,3}(b|ab)", "(a{2}){1,2}", "(|a|bb){2}", "(a*b?)*", "(ab?){2,}"]
LARGER = [*USUAL.values(), r"\d{4}-\d\d", r"[^a-z]{3}x+", "(x|yy|zzz){5,}", "(?i)yes|no", "[ab]{0,2}b"]
SEEDS = [str(n) for n in range(8)]
LONGEST = 6


@pytest.mark.parametrize("pattern", SMALL)
def test_the_lengths_are_those_of_all_matches(pattern: str) -> None:
    matches = {
        len(text)
        for size in range(LONGEST + 1)
        for text in map("".join, product("ab", repeat=size))
        if re.fullmatch(pattern, text)
    }

    assert {*Speller(parse(pattern).tree, LONGEST).lengths(0, LONGEST)} == matches


@pytest.mark.parametrize("pattern", [*SMALL, *LARGER])
def test_what_is_spelled_matches_and_has_the_length(pattern: str) -> None:
    speller = Speller(parse(pattern).tree, 30)
    for length, seed in product(speller.lengths(0, 30), SEEDS):
        text = speller.spell(Rolled(seed), [length])

        assert re.fullmatch(pattern, text)
        assert len(text) == length


@pytest.mark.parametrize("node", ["a{3}|b{5}", "(ab){2,}", "(?!ab)[ab]{2,9}", "(?=.*b)[ab]+", r"[\s\S]*b", "a?"])
@pytest.mark.parametrize(("least", "most"), [(0, None), (4, 6), (5, 5), (0, 2), (2, 100)])
def test_strings_of_a_schema_keep_its_bounds(node: str, least: int, most: int | None) -> None:
    bounds = {"minLength": least} | ({} if most is None else {"maxLength": most})
    schema = {"type": "string", **bounds, "pattern": parse(node).portable, "x-errors": {"pattern": {"params": [node]}}}
    known = texts(schema)

    for makes, broken in (
        (known.good, None),
        (known.too_short, "minLength"),
        (known.too_long, "maxLength"),
        (known.mismatch, "pattern"),
    ):
        for make, seed in product(makes, SEEDS):
            text = make(Rolled(seed))

            assert known.first_broken(text) == broken
            assert bool(re.fullmatch(node, text)) is (broken != "pattern")


def test_nothing_is_made_where_nothing_matches() -> None:
    schema = {"type": "string", "pattern": "", "maxLength": 2, "x-errors": {"pattern": {"params": ["a{3}"]}}}

    assert texts(schema).good == []
    assert len(texts(schema).mismatch) == 1


@pytest.mark.parametrize(
    ("searched", "expected"),
    [
        ("[^ ]", r"[\s\S]*(?:[^ ])[\s\S]*"),
        ("^(https?://|www)", r"(?:(https?://|www))[\s\S]*"),
        (r"^[0-9]+$(?!\n)", "(?:[0-9]+)"),
    ],
)
def test_a_pattern_that_is_searched_for_is_made_whole(searched: str, expected: str) -> None:
    assert whole(searched) == expected
