"""Contracts: folders of JSON Schemas, found, read, and made self-contained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as FilePath
from typing import NamedTuple

import orjson

from validator.contract.schemas import Schema, reference, rewritten
from validator.errors import UnknownNameError

DEFAULT_CONTRACT = "2022-06"

#: Which document of a contract describes one item of each kind.
DOCUMENTS: dict[str, str] = {
    "tasks": "task",
    "task-suites": "task-suite",
    "project": "project",
    "pool": "pool",
    "created": "created",
    "batch": "batch",
    "operation": "operation",
    "operation-log": "operation-log",
    "error": "error",
}
REQUEST_KINDS = ("tasks", "task-suites")
#: The document that holds what the others share.
PARTS = "parts"


class Limits(NamedTuple):
    """How much the API takes: items in one request, a minute, a day; bytes of values in one request."""

    items_per_request: int
    items_per_minute: int
    items_per_day: int
    input_values_bytes: int | None = None
    output_values_bytes: int | None = None


@dataclass(frozen=True)
class Contract:
    """One generation of the API: its JSON Schemas by document name (`task`, `pool`, …)."""

    name: str
    documents: Mapping[str, Schema] = field(repr=False)

    def limits(self, kind: str) -> Limits:
        """The limits of the endpoint that takes this kind."""
        return Limits(**self.documents[DOCUMENTS[kind]]["x-limits"])

    def slot(self, name: str) -> Schema:
        """An open slot (`input_values`, `output_values`, `overlap_rule`, `inputs_rule`) or another shared part."""
        return self.part(PARTS, name)

    def part(self, document: str, name: str = "") -> Schema:
        """A document, or one of its definitions."""
        whole = self.documents[document]
        part: Schema = whole["definitions"][name] if name else whole
        return part

    def filled(self, document: str, slots: Mapping[str, Schema] | None = None) -> Schema:
        """One document with every reference replaced by what it refers to, and the slots by `slots`.

        Its examples are those of the contract alone: no project is known to fit them.
        """
        inlined = self._inline(self.documents[document], document, slots or {})
        dropped = ("$id", "definitions", "examples") if slots else ("$id", "definitions")
        return {key: value for key, value in inlined.items() if key not in dropped}

    def _inline(self, schema: Schema, document: str, slots: Mapping[str, Schema]) -> Schema:
        def resolve(node: Schema) -> Schema:
            if "$ref" not in node:
                return node
            name, part = reference(node, document)
            target = self.part(name, part)
            if name == PARTS and part in slots:
                target = target | slots[part]
            inlined = self._inline(target, name, slots)
            dropped = ("$schema", "$id", "definitions", "examples") if not part else ()
            kept = {key: value for key, value in inlined.items() if key not in dropped}
            # A title or description beside the reference is about this use of it.
            return kept | {key: value for key, value in node.items() if key != "$ref"}

        return rewritten(schema, resolve)


@cache
def schemas_folder() -> FilePath:
    """Where the contracts lie: inside the package in a wheel, beside it in a checkout."""
    package = FilePath(__file__).resolve().parent.parent
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"


@cache
def contract_names() -> tuple[str, ...]:
    """The names of all contracts, oldest first."""
    return tuple(sorted(each.name for each in schemas_folder().iterdir() if each.is_dir()))


def load(name: str) -> Contract:
    """Read one contract, once.

    Raises:
        UnknownNameError: there is no contract of that name.
    """
    if name not in contract_names():
        raise UnknownNameError("contract", name, contract_names())
    return _loaded(name)


@cache
def _loaded(name: str) -> Contract:
    return read(schemas_folder() / name)


def read(folder: FilePath) -> Contract:
    """Read the contract in a folder; its name is the folder's."""
    return Contract(folder.name, {each.stem: orjson.loads(each.read_bytes()) for each in sorted(folder.glob("*.json"))})
