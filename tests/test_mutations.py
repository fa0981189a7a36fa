"""Every keyword and every code of the schemas has a mutation, and each mutation draws exactly the error it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest

from validator import Validator
from validator.contract import loader
from validator.contract.codes import API_CODES, KEYWORDS, TYPE_CODES
from validator.contract.loader import REQUEST_KINDS
from validator.contract.schemas import Schema, rewritten
from validator.fuzz.choices import Rolled
from validator.fuzz.generators import NothingFitsError, types_of
from validator.fuzz.mutations import EACH, Mutation, Route, broken
from validator.fuzz.samples import Samples
from validator.model import Problem
from validator.validator import context_of

PROJECTS = {
    each.stem: orjson.loads(each.read_bytes())
    for each in sorted((Path(__file__).parent.parent / "fixtures" / "fuzz").glob("*.json"))
}
POOLS: dict[str, dict[str, Any] | None] = {"no pool": None, "no default": {"defaults": {}}}
CASES = [
    pytest.param(kind, {"contract": contract, "project": project, "pool": POOLS[about]}, id=f"{kind}-{contract}-{name}")
    for name, project in {"no project": None, **PROJECTS}.items()
    for kind, contract, about in (
        product(REQUEST_KINDS, loader.contract_names(), POOLS)
        if project is None
        else [("tasks", "2022-06", "no pool"), ("task-suites", "2023-06", "no default")]
    )
]

#: Keywords that describe, or lead to others; what they lead to is walked.
SILENT = {
    *("$schema", "$comment", "title", "description", "default", "examples", "readOnly"),
    *("properties", "items", "allOf", "if", "then", "else", "const"),
}
#: Keywords that no value can break, by the end of the route.
UNREACHABLE = {
    (("maybe",), "enum"),  # both booleans are listed
    (("anything",), "pattern"),  # it matches every string
    (("odd",), "type"),  # an unknown type takes anything; json does, and null where it is optional
    (("maybe_json",), "type"),
    (("array_json", EACH), "type"),
    (("maybe_array_json", EACH), "type"),
    (("answers", EACH), "type"),
    (("json",), "type"),
    (("shares", EACH), "type"),  # the array may hold nothing
    (("size", EACH), "type"),  # no size is right
}


def test_there_are_projects() -> None:
    assert len(PROJECTS) >= 6


@pytest.mark.parametrize(("kind", "options"), CASES)
def test_each_mutation_draws_its_error_and_no_other(kind: str, options: dict[str, Any]) -> None:
    engines = [Validator(kind, **options, engine=each) for each in ("rust", "python")]
    samples = Samples(engines[0].context)

    for shape, known in zip(samples.shapes, samples.mutations, strict=True):
        for n, mutation in enumerate(known):
            source = Rolled(f"{n}")
            item, errors = broken(source, shape, shape.make(source), [mutation])
            expected = {"0": as_map(errors)}
            for engine in engines:
                assert engine.validation_errors([item]) == expected


def as_map(errors: list[Problem]) -> dict[str, Any]:
    return {
        str(path): {"code": code, "message": message} | ({} if params is None else {"params": list(params)})
        for code, path, message, params, *_ in errors
    }


@pytest.mark.parametrize(("kind", "options"), CASES)
def test_every_keyword_has_a_mutation(kind: str, options: dict[str, Any]) -> None:
    samples = Samples(context_of(kind, **options))
    reached = {(_named(each), each.keyword) for known in samples.mutations for each in known}
    missing = {*_keywords(samples.context.schema, ())} - reached

    assert {(route, keyword) for route, keyword in missing if not _is_unreachable(route, keyword)} == set()


def _is_unreachable(route: Route, keyword: str) -> bool:
    return any(route[-len(end) :] == end and keyword == name for end, name in UNREACHABLE)


def test_every_code_has_a_mutation() -> None:
    contexts = [context_of(*case.values[:1], **case.values[1]) for case in CASES]  # type: ignore[arg-type]
    mutations = [each for context in contexts for known in Samples(context).mutations for each in known]
    possible = {code for context in contexts for code in _codes(context.schema)}

    assert {each.error.code for each in mutations} == possible
    assert possible <= set(API_CODES)
    # The rest are of the body (strategies.invalid_requests has it), the query, projects, responses and byte limits.
    assert set(API_CODES) - possible == {
        "NOT_NULL_BODY",
        "UUID_EXPECTED",
        "INVALID_REGEX_SYNTAX",
        "CHARACTER_NOT_ALLOWED",
        "INVALID_DATE_TIME_SYNTAX",
        "OBJECT_SIZE_BYTES_GREATER_THAN_MAX",
    }


def _codes(schema: Schema) -> set[str]:
    """The codes that stand beside the keywords of a schema, or in the table."""
    found: set[str] = set()

    def look(node: Schema) -> Schema:
        for keyword in node.keys() & KEYWORDS.keys():
            said = node.get("x-errors", {}).get(keyword, {}).get("code")
            if keyword == "type" and not said:
                found.update({TYPE_CODES[types_of(node)[0]], "VALUE_REQUIRED"})
            else:
                found.add(said or KEYWORDS[keyword].code)
        return node

    rewritten(schema, look)
    return found


def _named(mutation: Mutation) -> Route:
    is_of_key = mutation.keyword == "required"
    return mutation.scope if is_of_key else mutation.route


def _keywords(schema: Schema, route: Route) -> Iterator[tuple[Route, str]]:
    """Each keyword that can fail, with the route to the value of which it then speaks."""
    for keyword, bound in schema.items():
        match keyword:
            case "required":
                yield from (((*route, name), keyword) for name in bound)
            case "properties":
                for name, each in bound.items():
                    yield from _keywords(each, (*route, name))
            case "items":
                yield from _keywords(bound, (*route, EACH))
            case "allOf":
                for each in bound:
                    yield from _keywords(each, route)
            case "else" | "then":
                yield from _keywords(bound, route)
            case _ if not keyword.startswith("x-") and keyword not in SILENT:
                yield route, keyword


def test_the_same_source_gives_the_same_items() -> None:
    samples = Samples(context_of("tasks", project=PROJECTS["every-type"]))

    assert [samples.broken_item(Rolled(str(n))) for n in range(20)] == [
        samples.broken_item(Rolled(str(n))) for n in range(20)
    ]


@pytest.mark.parametrize(
    ("attributes", "path"),
    [
        ({"type": "string", "min_length": 2, "max_length": 1}, "input_values.x"),
        ({"type": "string", "pattern": "a{3}", "max_length": 2}, "input_values.x"),
        ({"type": "string", "pattern": "(?=a)b"}, "input_values.x"),
        ({"type": "integer", "min_value": 0.25, "max_value": 0.75}, "input_values.x"),
        ({"type": "array_string", "min_size": 2, "max_size": 1}, "input_values.x"),
        ({"type": "array_string", "allowed_values": ["ab"], "max_length": 1, "min_size": 1}, "input_values.x"),
    ],
)
def test_a_project_for_which_no_task_is_valid_is_refused(attributes: dict[str, Any], path: str) -> None:
    context = context_of("tasks", project={"input_spec": {"x": attributes}})

    with pytest.raises(NothingFitsError) as caught:
        Samples(context)
    assert str(caught.value) == (
        f"{path}: no value can be valid, or none was found; mend the attributes of the field in the project"
    )
