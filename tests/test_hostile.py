"""Projects and payloads made to break the tool: each gets an answer in bounded time, the same from both engines."""

from __future__ import annotations

import builtins
from time import perf_counter
from typing import Any

import pytest

from validator import Validator
from validator.engines.compiled import ENGINES
from validator.errors import BadDocumentError
from validator.json_text.python_values import MAX_DEPTH

LONG = 100_000
SECONDS = 30  # a bound, no measure: where it fails, the time has no end or grows with the square

REQUIRED = {"code": "VALUE_REQUIRED", "message": "Value must be present and not equal to null"}
UNKNOWN = {"code": "VALUE_NOT_ALLOWED", "message": "Unknown field name"}
NO_STRING = {"code": "STRING_EXPECTED", "message": "Value must be a string"}


def listed(*values: Any) -> dict[str, Any]:
    shown = ", ".join(map(str, values))
    return {"code": "UNKNOWN_ENUM_VALUE", "message": f"Value must be one of: {shown}", "params": list(values)}


def bound(code: str, text: str, number: float) -> dict[str, Any]:
    return {"code": code, "message": f"{text} {number}", "params": [number]}


def at_least(number: float) -> dict[str, Any]:
    return bound("VALUE_LESS_THAN_MIN", "Value must be greater or equal to", number)


def at_most(number: float) -> dict[str, Any]:
    return bound("VALUE_GREATER_THAN_MAX", "Value must be less or equal to", number)


def project_of(**fields: Any) -> dict[str, Any]:
    return {"task_spec": {"input_spec": fields, "output_spec": {}}}


def errors_in(values: dict[str, Any], project: dict[str, Any], **item: Any) -> dict[str, Any]:
    """The errors of a task with these input values; both engines and all three calls must agree on them."""
    task = {"pool_id": "1", "overlap": 1, "input_values": values, **item}
    answers = []
    for name in ENGINES:
        validator = Validator("tasks", project=project, engine=name)
        errors = validator.validation_errors([task]).get("0", {})
        assert validator.is_valid(task) is (not errors)
        assert {
            str(each.path) for each in validator.lint(task) if each.severity == "error" and each.kind != "project"
        } == set(errors)
        answers.append(errors)
    assert answers[0] == answers[1]
    return answers[0]


# --- patterns ---


FOREVER = ["(a+)+b", "(a|a)*b", "(.*)*c", "(a|aa)+b", "([a-z]+)*b", "(.*a){20}b", "a*a*a*a*a*b"]


@pytest.mark.parametrize("pattern", [*FOREVER, "(?=(a+)+$)a*b", "(?!(a+)+b).*c"])
def test_a_pattern_that_backtracks_forever_ends(pattern: str) -> None:
    started = perf_counter()
    found = errors_in({"f": "a" * LONG}, project_of(f={"type": "string", "pattern": pattern}))
    assert perf_counter() - started < SECONDS
    message = f"Value must match the pattern {pattern}"
    assert found == {"input_values.f": {"code": "PATTERN_MISMATCH", "message": message, "params": [pattern]}}


@pytest.mark.parametrize("pattern", ["(", "[b-a]", "*", r"(a)\1", r"\bfoo\b", "(?<=a)b", "", "a{0,99999999999}"])
def test_a_pattern_that_cannot_be_used_rejects_nothing(pattern: str) -> None:
    text = "" if pattern == "" else "x"
    assert errors_in({"f": text}, project_of(f={"type": "string", "pattern": pattern})) == {}


# --- names and values in generated code ---

INJECTED = [
    '"; import os #',
    '"]; import builtins; builtins.ENGINES_SENTINEL = 1 #',
    "'] + [setattr(__import__('builtins'), 'ENGINES_SENTINEL', 1)] + ['",
    '" + str(setattr(__import__("builtins"), "ENGINES_SENTINEL", 1)) + "',
    '{setattr(__import__("builtins"), "ENGINES_SENTINEL", 1)}',
    "\nimport builtins; builtins.ENGINES_SENTINEL = 1\n#",
    '""")\nimport builtins; builtins.ENGINES_SENTINEL = 1\n("""',
    "\\",
    '\\"',
    "${}",
    "{}",
    "{variable}",
    "{0.__class__}",
    "%s",
    "%(name)s",
    "\r\n",
    "\u2028",
    "\0",
    "$ref",
    "__proto__",
    "",
    "0",
    "01",
    "a.b",
    "a/b",
    "~1",
    "%25",
    "n" * 10_000,
]


@pytest.fixture(autouse=True)
def _nothing_is_executed() -> Any:
    yield
    assert not hasattr(builtins, "ENGINES_SENTINEL")


@pytest.mark.parametrize("text", INJECTED)
def test_a_field_name_is_only_a_name(text: str) -> None:
    project = project_of(**{text: {"type": "string"}, "plain": {"type": "array_string", "required": False}})
    assert errors_in({text: "a", "plain": ["a"]}, project) == {}
    assert errors_in({text: 5}, project) == {f"input_values.{text}": NO_STRING}
    assert errors_in({text: None}, project) == {f"input_values.{text}": REQUIRED}
    found = errors_in({f"{text}x": 1, "plain": [5]}, project)
    expected = {f"input_values.{text}": REQUIRED, f"input_values.{text}x": UNKNOWN, "input_values.plain.0": NO_STRING}
    assert found == expected


@pytest.mark.parametrize("text", INJECTED)
def test_an_allowed_value_is_only_a_value(text: str) -> None:
    project = project_of(f={"type": "string", "allowed_values": ["a", text]})
    assert errors_in({"f": text}, project) == {}
    assert errors_in({"f": f"{text}\n"}, project) == {"input_values.f": listed("a", text)}


@pytest.mark.parametrize("text", [each for each in INJECTED if each.isprintable()])
def test_a_pattern_is_only_a_pattern(text: str) -> None:
    quoted = rf"\Q{text}\E"
    project = project_of(f={"type": "string", "pattern": quoted})
    assert errors_in({"f": text}, project) == {}
    message = f"Value must match the pattern {quoted}"
    error = {"code": "PATTERN_MISMATCH", "message": message, "params": [quoted]}
    assert errors_in({"f": f"{text}\n"}, project) == {"input_values.f": error}


# --- large ---


def nested(levels: int) -> Any:
    value: Any = "deep"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


@pytest.mark.parametrize("levels", [254, 255, 256, 300, MAX_DEPTH - 2])
def test_json_may_be_as_deep_as_orjson_reads_it(levels: int) -> None:
    project = project_of(j={"type": "json"}, s={"type": "string"})
    assert errors_in({"j": nested(levels), "s": "a"}, project) == {}
    assert errors_in({"j": nested(levels)}, project) == {"input_values.s": REQUIRED}
    assert errors_in({"j": 1, "s": nested(levels)}, project) == {"input_values.s": NO_STRING}


def test_a_field_may_have_ten_thousand_allowed_values() -> None:
    values = [f'"{n}"' for n in range(10_000)]
    project = project_of(f={"type": "array_string", "allowed_values": values})
    started = perf_counter()
    assert errors_in({"f": values}, project) == {}
    assert errors_in({"f": [*values, "x"]}, project) == {"input_values.f.10000": listed(*values)}
    assert perf_counter() - started < SECONDS


def test_a_project_may_have_two_thousand_fields() -> None:
    names = [f"f{n:04}" for n in range(2_000)]
    project = project_of(**{name: {"type": "string"} for name in names})
    started = perf_counter()
    assert errors_in(dict.fromkeys(names, "a"), project) == {}
    assert errors_in(dict.fromkeys(names, 1), project) == {f"input_values.{name}": NO_STRING for name in names}
    missing = {f"input_values.{name}": REQUIRED for name in names}
    unknown = {f"input_values.x{name}": UNKNOWN for name in names}
    assert errors_in({f"x{name}": 1 for name in names}, project) == missing | unknown
    assert perf_counter() - started < SECONDS


def test_a_list_of_users_may_be_long_and_wrong() -> None:
    users: list[Any] = [str(n) for n in range(10_000)]
    project = project_of()
    started = perf_counter()
    assert errors_in({}, project, reserved_for=[*users, nested(300), {}, 1.5]) == {
        f"reserved_for.{n}": NO_STRING for n in (10_000, 10_001, 10_002)
    }
    assert perf_counter() - started < SECONDS


# --- numbers ---

BOUNDS: list[tuple[dict[str, Any], Any, dict[str, Any]]] = [
    ({"min_value": 10**300}, 1e299, at_least(10**300)),
    ({"max_value": 10**300}, 1e299, {}),
    ({"max_value": -(10**300)}, 0, at_most(-(10**300))),
    ({"max_value": 1e299}, 10**300, at_most(1e299)),
    ({"min_value": 2**53 + 1}, 2**53, at_least(2**53 + 1)),
    ({"min_value": 2**53 + 1}, 2**53 + 1, {}),
    ({"min_value": 2**53 + 1}, float(2**53), at_least(2**53 + 1)),
    ({"max_value": 2**64}, 2**64 + 1, at_most(2**64)),
    ({"min_value": 5, "max_value": 1}, 3, at_most(1)),  # both are broken; one is named
    ({"min_value": -0.0}, 0, {}),
    ({"allowed_values": [2**64]}, 2**64, {}),
    ({"allowed_values": [2**64]}, 2**64 + 1, listed(2**64)),
    ({"allowed_values": [1]}, 1.0, {}),
    ({"allowed_values": [1, 1.0]}, 2, listed(1)),
    ({"allowed_values": [1.0]}, 1, {}),
    ({"allowed_values": [0]}, -0.0, {}),
    ({"allowed_values": [1]}, True, {"code": "FLOAT_EXPECTED", "message": "Value must be a number"}),
    ({"allowed_values": [1, True]}, 7, {}),  # no list of numbers: it cannot be used
]


@pytest.mark.parametrize(("attributes", "value", "expected"), BOUNDS)
def test_bounds_of_any_size_are_kept(attributes: dict[str, Any], value: Any, expected: dict[str, Any]) -> None:
    found = errors_in({"f": value}, project_of(f={"type": "float", **attributes}))
    assert found == ({"input_values.f": expected} if expected else {})


@pytest.mark.parametrize("count", [2**31, 2**64, 10**30, 10**300, 1e308])
def test_a_length_of_any_size_is_kept(count: float) -> None:
    number = int(count)
    project = project_of(
        s={"type": "string", "min_length": count, "max_length": count}, a={"type": "array_url", "min_size": count}
    )
    assert errors_in({"s": "abc", "a": []}, project) == {
        "input_values.s": bound("STRING_LENGTH_LESS_THAN_MIN", "String length must be greater or equal to", number),
        "input_values.a": bound("ARRAY_SIZE_LESS_THAN_MIN", "Array size must be greater or equal to", number),
    }


def test_true_is_not_one() -> None:
    project = project_of(b={"type": "boolean", "allowed_values": [True]}, n={"type": "integer", "allowed_values": [1]})
    assert errors_in({"b": True, "n": 1}, project) == {}
    assert errors_in({"b": 1, "n": True}, project) == {
        "input_values.b": {"code": "BOOLEAN_EXPECTED", "message": "Value must be a boolean"},
        "input_values.n": {"code": "INTEGER_EXPECTED", "message": "Value must be an integer"},
    }
    shown = {"code": "UNKNOWN_ENUM_VALUE", "message": "Value must be one of: true", "params": [True]}
    assert errors_in({"b": False, "n": 1.0}, project) == {"input_values.b": shown}


# --- documents that are not what they should be ---

FIELDS: list[tuple[Any, Any, dict[str, Any]]] = [
    # the field as the project has it, a value (... is none), its error
    ({"type": "string", "required": None}, ..., REQUIRED),
    ({"type": "string", "required": "yes"}, ..., REQUIRED),
    ({"type": "string", "required": 0}, None, REQUIRED),
    ({"type": "string", "required": False}, None, {}),
    ({"type": "string", "min_length": "3"}, "a", {}),
    ({"type": "string", "min_length": True}, "", {}),
    ({"type": "string", "min_length": -1, "max_length": 2.5}, "abc", {}),
    ({"type": "string", "pattern": 5}, "a", {}),
    ({"type": "string", "pattern": None, "min_length": None}, "a", {}),
    ({"type": "string", "allowed_values": {}}, "a", {}),
    ({"type": "string", "allowed_values": [[1]]}, "a", {}),
    ({"type": "string", "allowed_values": ["a", None]}, "b", {}),
    ({"type": "string", "allowed_values": []}, "b", {}),
    ({"type": "string", "allowed_values": "abc"}, "d", {}),
    ({"type": "integer", "min_value": "3", "max_value": [1]}, 7, {}),
    ({"type": "integer", "min_value": True}, 0, {}),
    ({"type": "array_string", "min_size": "1", "max_size": -1}, ["a"], {}),
    ({"type": "json", "min_length": 3, "pattern": "a"}, 1, {}),
    ({"type": "STRING"}, 1, NO_STRING),
    ({"type": "number"}, "1", {"code": "FLOAT_EXPECTED", "message": "Value must be a number"}),
    ({"type": "enum"}, {"any": [1]}, {}),
    ({"type": 5}, "a", {}),
    ({"type": None}, [], {}),
    ({}, 0, {}),
    ({}, ..., REQUIRED),
    (None, 1, {}),
    (["string"], 1, {}),
    ("string", ..., REQUIRED),
]


@pytest.mark.parametrize(("field", "value", "expected"), FIELDS)
def test_an_attribute_that_cannot_be_used_is_left_out(field: Any, value: Any, expected: dict[str, Any]) -> None:
    found = errors_in({} if value is ... else {"f": value}, project_of(f=field))
    assert found == ({"input_values.f": expected} if expected else {})


@pytest.mark.parametrize("spec", [[], [{"name": "f"}], None, "f", 5])
def test_a_spec_that_is_no_object_rejects_nothing(spec: Any) -> None:
    assert errors_in({"f": 1}, {"task_spec": {"input_spec": spec, "output_spec": {}}}) == {}


@pytest.mark.parametrize("spec", [[], [{"name": "f"}], None, "f", 5])
def test_a_project_in_which_no_spec_is_an_object_is_refused(spec: Any) -> None:
    with pytest.raises(BadDocumentError) as refused:
        errors_in({}, {"task_spec": {"input_spec": spec, "output_spec": spec}})
    advice = "give the project as GET /projects/{id} returns it, or its task_spec alone"
    assert str(refused.value) == f"project: has neither an input_spec nor an output_spec; {advice}"
