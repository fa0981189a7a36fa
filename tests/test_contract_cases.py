"""Each case is a file in fixtures/contract: a payload, what is known beside it, and the exact map of errors.

The first part of a name is the point of the contract that the case is about. A case that names no contract holds in
both. The maps were written from the contract's decisions, not taken from the program.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from validator import Validator
from validator.contract.context import Context
from validator.contract.loader import REQUEST_KINDS, contract_names, load
from validator.contract.schemas import exported
from validator.engines.error_mapping import as_errors
from validator.lint.linter import Linter

FOLDER = Path(__file__).parent.parent / "fixtures" / "contract"
KEYS = {"about", "kind", "contract", "project", "pool", "query", "payload", "validation_errors"}
NEEDED = {"about", "kind", "payload", "validation_errors"}
POINTS = ("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8")


class Case(NamedTuple):
    """One case under one contract and, where it is run, by one engine."""

    file: Path
    contract: str

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.file.read_bytes())
        return data

    @property
    def id(self) -> str:
        return f"{self.file.stem}-{self.contract}"


def _cases() -> list[Case]:
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        contract = json.loads(file.read_bytes()).get("contract")
        found += [Case(file, each) for each in ([contract] if contract else contract_names())]
    return found


CASES = _cases()
of_request = pytest.mark.parametrize(
    "case", [each for each in CASES if each.data["kind"] in REQUEST_KINDS], ids=lambda case: case.id
)
of_other = pytest.mark.parametrize(
    "case", [each for each in CASES if each.data["kind"] not in REQUEST_KINDS], ids=lambda case: case.id
)
engines = pytest.mark.parametrize("engine", ["rust", "python"])


def validator_of(case: Case, engine: str = "auto") -> Validator:
    data = case.data
    query = data.get("query", {})
    return Validator(
        data["kind"], contract=case.contract, project=data.get("project"), pool=data.get("pool"), engine=engine, **query
    )


def written(value: object) -> str:
    """JSON that tells 1 from 1.0 and from true, which == does not."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)


def items_of(payload: Any) -> list[Any]:
    return payload if isinstance(payload, list) else [payload]


@engines
@of_request
def test_the_map_is_exactly_this(case: Case, engine: str) -> None:
    validator, data = validator_of(case, engine), case.data

    assert written(validator.validation_errors(data["payload"])) == written(data["validation_errors"])
    assert validator.is_valid(data["payload"]) is not bool(data["validation_errors"])


@of_request
def test_any_other_validator_gives_the_same_verdict(case: Case) -> None:
    schema = validator_of(case).schema
    jsonschema.Draft7Validator.check_schema(schema)
    plain = jsonschema.Draft7Validator(schema)

    refused = [str(n) for n, item in enumerate(items_of(case.data["payload"])) if not plain.is_valid(item)]

    assert refused == sorted(case.data["validation_errors"], key=int)


@engines
@of_other
def test_the_map_of_what_is_no_upload_is_exactly_this(case: Case, engine: str) -> None:
    data = case.data
    kind, contract = data["kind"], load(case.contract)
    document = kind if kind in ("headers", "query") else ""
    linter = Linter(Context(contract, "error" if document else kind, document=document), engine=engine)
    maps = {str(n): as_errors(linter.api_problems(item)) for n, item in enumerate(items_of(data["payload"]))}

    assert written({n: each for n, each in maps.items() if each}) == written(data["validation_errors"])
    jsonschema.Draft7Validator.check_schema(exported(linter.context.schema))


def test_cases_are_well_formed() -> None:
    for file in sorted(FOLDER.iterdir()):
        keys = set(json.loads(file.read_bytes()))

        assert file.suffix == ".json", file
        assert keys <= KEYS, file
        assert keys >= NEEDED, file


def test_every_point_of_the_contract_has_cases() -> None:
    """An empty folder fails."""
    assert {file.stem.partition("-")[0] for file in FOLDER.iterdir()} == set(POINTS)
