"""Two engines, one answer: a law over generated projects and payloads, and what it has found so far."""

from __future__ import annotations

import os
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from generators import checks
from hypothesis import HealthCheck, given, settings

from validator import Validator
from validator.engines.compiled import ENGINES, RustEngine, compiled
from validator.engines.error_mapping import Explainer, as_errors
from validator.model import Path, Problem

ITEMS = 5
#: For a long run by hand: ENGINES_EXAMPLES=4000 compares 20,000 payloads.
EXAMPLES = int(os.environ.get("ENGINES_EXAMPLES", "60"))

Answer = tuple[list[Problem], bool]


def answers(arguments: dict[str, Any], items: list[Any], name: str) -> list[Answer]:
    validator = Validator(**arguments, engine=name)
    engine, explainer = compiled(validator.context.schema, name), Explainer()
    found = [(explainer.problems(engine.failures(each)), engine.is_valid(each)) for each in items]
    errors = {str(n): as_errors(problems) for n, (problems, _) in enumerate(found) if problems}
    assert validator.validation_errors(items) == errors
    assert validator.is_valid(items) is not bool(errors)
    return found


def check_law(arguments: dict[str, Any], items: list[Any]) -> list[Answer]:
    """Assert that both engines give the same answers, and any other validator the same verdicts."""
    rust, python = (answers(arguments, items, name) for name in ENGINES)
    assert rust == python
    assert repr(rust) == repr(python)  # 1 is not 1.0, and the step "0" is not the step 0
    verdicts = [is_valid for _, is_valid in rust]
    assert [not problems for problems, _ in rust] == verdicts
    validator = Validator(**arguments)
    exported = validator.schema
    assert [jsonschema.Draft7Validator(exported).is_valid(each) for each in items] == verdicts
    # Here the patterns are as exported, with a lookahead behind `$` that the rust engine leaves out.
    portable = jsonschema_rs.Draft7Validator(exported)
    if not isinstance(compiled(validator.context.schema, "rust"), RustEngine):
        return rust  # numbers in the project that jsonschema-rs does not compare well
    assert all(verdict_of(portable, each) in (known, None) for each, known in zip(items, verdicts, strict=True))
    return rust


def verdict_of(validator: jsonschema_rs.Draft7Validator, item: Any) -> bool | None:
    try:
        return validator.is_valid(item)
    except ValueError:  # it does not compare what is deeper than 255 levels
        return None


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(checks(ITEMS))
def test_both_engines_give_the_same_answer(check: tuple[dict[str, Any], list[Any]]) -> None:
    check_law(*check)


def required(*path: str | int) -> Problem:
    return Problem("VALUE_REQUIRED", Path(path), "Value must be present and not equal to null")


def no_string(*path: str | int) -> Problem:
    return Problem("STRING_EXPECTED", Path(path), "Value must be a string")


def no_boolean(*path: str | int) -> Problem:
    return Problem("BOOLEAN_EXPECTED", Path(path), "Value must be a boolean")


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def task(*, ids: Any = None, **values: Any) -> dict[str, Any]:
    return {"pool_id": "1", "overlap": 1, "input_values": values, "reserved_for": ids}


def project_of(fields: dict[str, Any]) -> dict[str, Any]:
    return {"input_spec": fields, "output_spec": {}}


TEXT = {"type": "string"}
UNIQUE = Problem("DUPLICATE_VALUE_IN_ARRAY", Path(["reserved_for"]), "Array must not contain duplicate values")
USERS = ("reserved_for", 0), ("reserved_for", 1)
NOT_UNIQUE = [UNIQUE, *(no_string(*each) for each in USERS)]
NO_STRINGS = [no_string(*each) for each in USERS]

HUGE = float(2**64)

#: What the law found, or should have: arguments, an item, its problems.
FOUND: list[tuple[dict[str, Any], Any, list[Problem]]] = [
    # jsonschema-rs names no empty key in a path, and makes numbers of keys that look like one
    ({"project": project_of({"": TEXT})}, task(**{"": 1}), [no_string("input_values", "")]),
    ({"project": project_of({"": TEXT})}, task(), [required("input_values", "")]),
    ({"project": project_of({"0": TEXT})}, task(**{"0": 1}), [no_string("input_values", "0")]),
    ({"project": project_of({"01": TEXT})}, task(**{"01": None}), [required("input_values", "01")]),
    # and it takes over no more than 255 levels
    ({"project": project_of({"s": TEXT, "j": {"type": "json"}})}, task(j=deep(300)), [required("input_values", "s")]),
    ({"project": project_of({"s": TEXT})}, task(s=deep(900)), [no_string("input_values", "s")]),
    # equal numbers, and equal objects, are duplicates; true is not 1
    ({"contract": "2023-06"}, task(ids=[1, 1.0]), NOT_UNIQUE),
    ({"contract": "2023-06"}, task(ids=[{"a": [1, {}]}, {"a": [1.0, {}]}]), NOT_UNIQUE),
    ({"contract": "2023-06"}, task(ids=[[True], [1]]), NO_STRINGS),
    ({"contract": "2023-06"}, task(ids=[deep(300), deep(300)]), NOT_UNIQUE),
    (
        {"project": project_of({"s": TEXT | {"allowed_values": ["a"]}})},
        task(s=deep(300)),
        [no_string("input_values", "s")],
    ),
    ({"allow_defaults": False}, task() | {"infinite_overlap": deep(300)}, [no_boolean("infinite_overlap")]),
    # jsonschema-rs compares large floats by their decimal form
    ({"project": project_of({"n": {"type": "integer", "allowed_values": [2**64]}})}, task(n=HUGE), []),
    ({"project": project_of({"n": {"type": "float", "min_value": HUGE}})}, task(n=2**64), []),
    ({"project": project_of({"n": {"type": "float", "max_value": 2**63}})}, task(n=float(2**63)), []),
    ({"contract": "2023-06"}, task(ids=[10**30, 1e30]), NOT_UNIQUE),
    ({"contract": "2023-06"}, task(ids=[2**64, HUGE]), NO_STRINGS),
    ({"contract": "2023-06"}, task(ids=[2**55, float(2**55)]), NO_STRINGS),
    ({"project": project_of({"n": {"type": "float", "max_value": 2**55}})}, task(n=float(2**55)), []),
    ({"project": project_of({"n": {"type": "float", "min_value": float(2**58)}})}, task(n=2**58), []),
    # fastjsonschema stumbles over `const`
    ({"allow_defaults": False}, {"pool_id": "1", "input_values": {}}, [required("overlap")]),
    # names that every object of JavaScript has, and a number beyond 64 bits beside them
    (
        {"project": project_of({"__proto__": TEXT, "n": {"type": "integer", "max_value": 10**300}})},
        task(),
        [required("input_values", "__proto__"), required("input_values", "n")],
    ),
    # an unknown field beside a missing one
    (
        {"project": project_of({"a": TEXT, "b": TEXT})},
        task(c=1),
        [
            required("input_values", "a"),
            required("input_values", "b"),
            Problem("VALUE_NOT_ALLOWED", Path(["input_values", "c"]), "Unknown field name"),
        ],
    ),
]


@pytest.mark.parametrize(("arguments", "item", "problems"), FOUND)
def test_what_the_law_found_is_mended(arguments: dict[str, Any], item: Any, problems: list[Problem]) -> None:
    assert check_law({"kind": "tasks", **arguments}, [item]) == [(problems, not problems)]


def test_a_schema_that_cannot_be_compiled_is_no_matter_of_the_value() -> None:
    engine = compiled({"pattern": "("}, "rust")

    for ask in (lambda: engine.is_valid("a"), lambda: engine.are_valid(["a"])):
        with pytest.raises(jsonschema_rs.ValidationError):
            ask()
