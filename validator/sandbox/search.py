"""Searching the sandbox: the query parameters of lists, as the official client sends them, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from validator.contract.loader import PARTS, Contract
from validator.contract.schemas import Schema
from validator.engines.compiled import compiled
from validator.engines.error_mapping import Explainer
from validator.model import JSON, Problem
from validator.patterns.portable import END
from validator.sandbox.store import Condition

#: How many items a page has that says nothing of it, and at most. Source: docstrings of the official client.
_PAGE, _LARGEST_PAGE = 50, 100_000
_LARGEST = (1 << 53) - 1

_OPERATORS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_INTEGER = re.compile(r"-?[0-9]{1,18}")


class Search(NamedTuple):
    """What a list is asked for. `order` has columns, each with whether it goes downwards."""

    conditions: list[Condition]
    order: list[tuple[str, bool]]
    limit: int


def parameters(contract: Contract, kind: str) -> dict[str, Schema]:
    """The query parameters of a list of items, each with its schema."""
    text: Schema = {"type": "string"}
    number: Schema = {"type": "integer", "minimum": 0, "maximum": _LARGEST}
    time = {key: value for key, value in contract.part(PARTS, "date_time").items() if key != "type"} | text
    one: dict[str, Schema] = {"pool_id": text, "overlap": number}
    if kind == "task-suites":
        one["task_id"] = text
    compared: dict[str, Schema] = {"id": text, "created": time, "overlap": number}
    ranges = {f"{name}_{each}": schema for name, schema in compared.items() for each in _OPERATORS}
    sort = {"type": "string", "pattern": f"^-?(id|created)(,-?(id|created))*{END}"}
    page: dict[str, Schema] = {"sort": sort, "limit": {"type": "integer", "minimum": 1, "maximum": _LARGEST_PAGE}}
    return one | ranges | page


def read_parameters(given: Mapping[str, str], schemas: Mapping[str, Schema]) -> dict[str, JSON]:
    """The parameters that have a schema, as the types that the schemas want; what cannot be read stays text."""
    return {name: _read(given[name], schema) for name, schema in schemas.items() if name in given}


def _read(text: str, schema: Schema) -> JSON:
    types = schema.get("type", ())
    if "boolean" in types and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if "integer" in types and _INTEGER.fullmatch(text):
        return int(text)
    return text


def problems_of(values: Mapping[str, JSON], schemas: Mapping[str, Schema]) -> list[Problem]:
    """What the API would say of query parameters."""
    engine = compiled({"type": "object", "properties": dict(schemas)}, "auto")
    return Explainer().problems(engine.failures(dict(values)))


def search_of(values: Mapping[str, JSON]) -> Search:
    """What parameters without problems ask for. Without a `sort`, and among equals, ids decide."""
    order = [(each.lstrip("-"), each.startswith("-")) for each in str(values.get("sort", "id")).split(",")]
    limit = values.get("limit", _PAGE)
    conditions = [_condition(name, value) for name, value in values.items() if name not in ("sort", "limit")]
    return Search(conditions, [*order, ("id", False)], limit if isinstance(limit, int) else _PAGE)


def _condition(name: str, value: JSON) -> Condition:
    column, _, operator = name.rpartition("_")
    if operator not in _OPERATORS:
        column, operator = name, ""
    asked = value if isinstance(value, int) else str(value)
    if column == "created" and isinstance(asked, str):
        asked = _padded(asked)
    return Condition(column, _OPERATORS.get(operator, "="), asked)


def _padded(time: str) -> str:
    """A time with six digits of a second, as times are kept."""
    whole, _, fraction = time.partition(".")
    return f"{whole}.{fraction:0<6}"
