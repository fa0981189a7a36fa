"""The table of API codes: every keyword leads to one, and each has a text and a name."""

from __future__ import annotations

import re

import pytest

from validator.contract.codes import API_CODES, KEYWORDS, NULL_BODY, TYPE_CODES, name_of
from validator.model import ROOT, Problem
from validator.rules import RULES


@pytest.mark.parametrize("code", API_CODES)
def test_a_code_has_a_sentence_without_a_full_stop(code: str) -> None:
    message = API_CODES[code].message

    assert re.fullmatch("[A-Z]+(_[A-Z]+)*", code)
    assert re.search("[^.]$", message.replace("[.sss]", ""))


def test_a_keyword_and_a_type_lead_to_a_code_of_the_table() -> None:
    by_type = [name for name, each in KEYWORDS.items() if not each.code]

    assert by_type == ["type"]
    assert {each.code for each in KEYWORDS.values() if each.code} | {*TYPE_CODES.values()} <= API_CODES.keys()


def test_what_is_missing_or_unknown_ranks_before_its_type_and_that_before_its_bounds() -> None:
    ranked = sorted(KEYWORDS, key=lambda name: KEYWORDS[name].rank)

    assert ranked[:3] == ["required", "additionalProperties", "type"]
    assert ranked[-3:] == ["minimum", "maximum", "uniqueItems"]


def test_every_type_of_json_schema_has_a_code() -> None:
    assert {*TYPE_CODES} == {"string", "integer", "number", "boolean", "array", "object", "null"}


def test_a_name_is_the_code_in_small_letters_with_hyphens() -> None:
    assert name_of("VALUE_REQUIRED") == "value-required"


def test_no_code_of_the_api_has_the_name_of_a_rule() -> None:
    assert {each.name for each in RULES.values()}.isdisjoint(map(name_of, API_CODES))


def test_a_body_that_is_null_is_a_problem_of_the_whole_request() -> None:
    assert Problem("NOT_NULL_BODY", ROOT, "Request body must not be null") == NULL_BODY
