"""Every keyword and every code of the schemas has a mutation, and each mutation draws exactly the error it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest

from validator import Validator, contracts
from validator.contracts import REQUEST_KINDS, Schema
from validator.model import Problem
from validator.mutations import EACH, Mutation, Route, broken
from validator.samples import Samples
from validator.sources import Rolled
from validator.validator import context_of

PROJECTS = {
    each.stem: orjson.loads(each.read_bytes())
    for each in sorted((Path(__file__).parent.parent / "fixtures" / "fuzz").glob("*.json"))
}
POOLS: list[dict[str, Any] | None] = [None, {"defaults": {}}]
CASES = [
    pytest.param(kind, {"contract": contract, "project": project, "pool": pool}, id=f"{kind}-{contract}-{name}-{n}")
    for kind, contract, (name, project), (n, pool) in product(
        REQUEST_KINDS,
        contracts.contract_names(),
        {"none": None, **PROJECTS}.items(),
        enumerate(POOLS),
    )
]
NARROW = {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "enum", "uniqueItems"}

#: Keywords that describe or lead to others; what they lead to is walked.
SILENT = {
    *("$schema", "title", "description", "default", "examples", "readOnly"),
    *("properties", "items", "allOf", "if", "then", "else", "const"),
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
                assert engine.validation_errors([item]) == expected, (mutation, item)


def as_map(errors: list[Problem]) -> dict[str, Any]:
    return {
        str(path): {"code": code, "message": message} | ({} if params is None else {"params": list(params)})
        for code, path, message, params in errors
    }


@pytest.mark.parametrize(("kind", "options"), CASES)
def test_every_keyword_has_a_mutation(kind: str, options: dict[str, Any]) -> None:
    samples = Samples(context_of(kind, **options))
    reached = {(_named(each), each.keyword) for known in samples.mutations for each in known}
    wanted = {*_keywords(samples.context.schema, ())}

    assert wanted - reached - UNREACHABLE == set()


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
