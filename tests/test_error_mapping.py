"""From failed keywords to the API's errors: code, text and bounds, and one of several at a path."""

from __future__ import annotations

from typing import Any

import pytest

from validator.engines.error_mapping import Explainer, as_errors, order
from validator.engines.failures import Failure
from validator.model import ROOT, Path, Problem


def problem(keyword: str, schema: dict[str, Any], *names: str, is_null: bool = False) -> Problem:
    """The one problem of a failure of this keyword at `a`."""
    (found,) = Explainer().problems([Failure(keyword, {keyword: None, **schema}, ("a",), names, is_null)])
    return found


@pytest.mark.parametrize(
    ("keyword", "schema", "expected"),
    [
        ("type", {"type": "string"}, ("STRING_EXPECTED", "Value must be a string", None)),
        ("type", {"type": ["integer", "string"]}, ("INTEGER_EXPECTED", "Value must be an integer", None)),
        ("type", {"type": "null"}, ("VALUE_NOT_ALLOWED", "Unknown field name", None)),
        ("enum", {"enum": ["a", True, 1]}, ("UNKNOWN_ENUM_VALUE", "Value must be one of: a, true, 1", ("a", True, 1))),
        ("pattern", {"pattern": "^{}$"}, ("PATTERN_MISMATCH", "Value must match the pattern ^{}$", ("^{}$",))),
        ("not", {}, ("VALUE_NOT_ALLOWED", "Unknown field name", None)),
        ("minLength", {"minLength": 2}, (
            "STRING_LENGTH_LESS_THAN_MIN", "String length must be greater or equal to 2", (2,))),
        ("maxLength", {"maxLength": 2}, (
            "STRING_LENGTH_GREATER_THAN_MAX", "String length must be less or equal to 2", (2,))),
        ("minItems", {"minItems": 2}, ("ARRAY_SIZE_LESS_THAN_MIN", "Array size must be greater or equal to 2", (2,))),
        ("maxItems", {"maxItems": 2}, ("ARRAY_SIZE_GREATER_THAN_MAX", "Array size must be less or equal to 2", (2,))),
        ("minimum", {"minimum": 0.5}, ("VALUE_LESS_THAN_MIN", "Value must be greater or equal to 0.5", (0.5,))),
        ("maximum", {"maximum": 2}, ("VALUE_GREATER_THAN_MAX", "Value must be less or equal to 2", (2,))),
        ("uniqueItems", {}, ("DUPLICATE_VALUE_IN_ARRAY", "Array must not contain duplicate values", None)),
    ],
)  # fmt: skip
def test_a_keyword_has_the_code_and_text_of_the_table(keyword: str, schema: dict[str, Any], expected: Any) -> None:
    code, message, params = expected

    assert problem(keyword, schema) == Problem(code, Path(("a",)), message, params)


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("required", ("VALUE_REQUIRED", "Value must be present and not equal to null")),
        ("additionalProperties", ("VALUE_NOT_ALLOWED", "Unknown field name")),
    ],
)
def test_a_keyword_about_keys_is_a_problem_of_each_key(keyword: str, expected: tuple[str, str]) -> None:
    found = Explainer().problems([Failure(keyword, {}, ("a",), ("y", "x"))])

    assert found == [Problem(expected[0], Path(("a", name)), expected[1]) for name in ("x", "y")]


def test_null_where_it_is_not_taken_is_a_value_that_is_missing() -> None:
    expected = "Value must be present and not equal to null"

    assert problem("type", {"type": "string"}, is_null=True) == Problem("VALUE_REQUIRED", Path(("a",)), expected)


def test_a_schema_can_say_that_null_is_of_the_wrong_type() -> None:
    schema = {"type": "object", "x-errors": {"type": {"code": "OBJECT_EXPECTED"}}}

    assert problem("type", schema, is_null=True).code == "OBJECT_EXPECTED"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ({"code": "INVALID_URL_SYNTAX"}, ("INVALID_URL_SYNTAX", "Value must be in valid url format", None)),
        ({"message": "No {}"}, ("PATTERN_MISMATCH", "No ^w", ("^w",))),
        ({"params": ["[w]"]}, ("PATTERN_MISMATCH", "Value must match the pattern [w]", ("[w]",))),
        ({"message": "No"}, ("PATTERN_MISMATCH", "No", None)),
    ],
)
def test_a_schema_overrides_what_it_is_annotated_with(annotation: dict[str, Any], expected: Any) -> None:
    code, message, params = expected
    schema = {"pattern": "^w", "x-errors": {"pattern": annotation}}

    assert problem("pattern", schema) == Problem(code, Path(("a",)), message, params)


def test_an_annotation_of_one_keyword_is_not_about_another() -> None:
    schema = {"pattern": "^w", "minLength": 1, "x-errors": {"pattern": {"code": "INVALID_URL_SYNTAX"}}}

    assert problem("minLength", schema).code == "STRING_LENGTH_LESS_THAN_MIN"


def test_of_several_failures_at_a_path_the_one_that_ranks_first_is_the_problem() -> None:
    schema = {"type": "string", "pattern": "a", "minLength": 1, "enum": ["a"]}
    failures = [Failure(keyword, schema, ("a",)) for keyword in ("minLength", "pattern", "enum")]

    for each in (failures, failures[::-1]):
        assert [found.code for found in Explainer().problems(each)] == ["UNKNOWN_ENUM_VALUE"]


def test_of_two_that_rank_the_same_the_name_of_the_keyword_decides() -> None:
    failures = [Failure(keyword, {"minLength": 3, "maxLength": 1}, ()) for keyword in ("minLength", "maxLength")]

    for each in (failures, failures[::-1]):
        assert [found.code for found in Explainer().problems(each)] == ["STRING_LENGTH_GREATER_THAN_MAX"]


def test_problems_come_in_the_order_of_their_paths_with_positions_as_numbers() -> None:
    schema = {"type": "string"}
    steps: list[tuple[str | int, ...]] = [("b",), ("a", 10), ("a", 9), ("a",), ()]

    found = Explainer().problems([Failure("type", schema, each) for each in steps])

    assert [str(each.path) for each in found] == ["", "a", "a.9", "a.10", "b"]


def test_the_same_failure_is_the_same_problem_wherever_it_is_found_again() -> None:
    explainer, schema = Explainer(), {"type": "string"}
    first, again = (explainer.problems([Failure("type", schema, ("a",))]) for _ in range(2))
    (elsewhere,) = explainer.problems([Failure("type", schema, ("b",))])

    assert first == again == [Problem("STRING_EXPECTED", Path(("a",)), "Value must be a string")]
    assert elsewhere.path == Path(("b",))


def test_schemas_that_are_equal_need_not_mean_the_same_to_one_explainer() -> None:
    explainer = Explainer()
    plain, annotated = {"pattern": "a"}, {"pattern": "a", "x-errors": {"pattern": {"code": "UUID_EXPECTED"}}}
    found = explainer.problems([Failure("pattern", plain, ("a",)), Failure("pattern", annotated, ("b",))])

    assert [each.code for each in found] == ["PATTERN_MISMATCH", "UUID_EXPECTED"]


def test_the_order_of_paths_has_fields_by_name_and_positions_by_number() -> None:
    paths = [Path(each) for each in [("b",), ("a", 10), ("a", "x"), ("a", 9), ("a",), ()]]

    assert [str(each) for each in sorted(paths, key=order)] == ["", "a", "a.x", "a.9", "a.10", "b"]


def test_errors_are_by_dotted_path_and_have_params_only_where_there_are_any() -> None:
    problems = [
        Problem("A", ROOT, "m"),
        Problem("B", Path(("a", 0)), "n", (1, None)),
        Problem("C", Path(("c",)), "o", ()),
    ]

    assert as_errors(problems) == {
        "": {"code": "A", "message": "m"},
        "a.0": {"code": "B", "message": "n", "params": [1, None]},
        "c": {"code": "C", "message": "o", "params": []},
    }
