"""hypothesis-jsonschema makes payloads from the exported schemas: another hand than ours, and all take what it makes.

It breaks on Hypothesis 6.170.10 and later, so the `test` extra holds Hypothesis below that.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft7Validator

from validator import Validator
from validator.contract.loader import REQUEST_KINDS, contract_names

HELD_BELOW = (6, 170, 10)
HYPOTHESIS = tuple(map(int, version("hypothesis").split(".")))

pytestmark = pytest.mark.skipif(
    HYPOTHESIS >= HELD_BELOW and not os.environ.get("CI"),
    reason="hypothesis-jsonschema needs Hypothesis below 6.170.10: pip install '.[test]'",
)

PROJECTS = {
    each.stem: orjson.loads(each.read_bytes())
    for each in sorted((Path(__file__).parent.parent / "fixtures" / "fuzz").glob("*.json"))
    if each.stem != "impossible-and-odd"  # it cannot make an array of nothing
}
EACH_ONCE = [*zip(REQUEST_KINDS, contract_names(), strict=True)]
CASES = [
    *product(REQUEST_KINDS, contract_names(), [None]),
    *((kind, contract, name) for name in PROJECTS for kind, contract in EACH_ONCE),
]


@pytest.mark.parametrize(("kind", "contract", "project"), CASES)
def test_what_it_makes_of_the_exported_schema_is_valid(kind: str, contract: str, project: str | None) -> None:
    from hypothesis_jsonschema import from_schema

    known: dict[str, Any] = {
        "contract": contract,
        "project": PROJECTS[project] if project else None,
        "pool": {"defaults": {}} if kind == "task-suites" else None,
    }
    rust, python = (Validator(kind, **known, engine=each) for each in ("rust", "python"))
    plain = Draft7Validator(rust.schema)

    @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(from_schema(rust.schema))
    def run(item: Any) -> None:
        assert rust.validation_errors(item) == {}
        assert python.validation_errors(item) == {}
        assert plain.is_valid(item)

    run()
