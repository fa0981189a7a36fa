"""Contracts: folders of JSON Schemas, found, read, and made self-contained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as FilePath
from typing import Any, NamedTuple, TypeAlias

import orjson

from validator.errors import UnknownNameError
from validator.portable import END

Schema: TypeAlias = dict[str, Any]

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

# Where draft-07 keeps subschemas; everything else in a schema is data and must be left alone.
_MAPS_OF_SCHEMAS = ("properties", "patternProperties", "definitions")
_LISTS_OF_SCHEMAS = ("allOf",)
_SCHEMAS = ("items", "additionalProperties", "if", "then", "else", "not", "contains", "propertyNames")


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


def reference(node: Schema, document: str) -> tuple[str, str]:
    """The document and the definition in it (or none) that a `$ref` in a document leads to."""
    file, _, pointer = node["$ref"].partition("#")
    return file.removesuffix(".json") or document, pointer.rpartition("/")[2]


def rewritten(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """A copy of a schema in which `change` was applied to every subschema, the innermost first."""
    copy: Schema = {}
    for key, value in schema.items():
        if key in _MAPS_OF_SCHEMAS:
            copy[key] = {name: _rewritten(each, change) for name, each in value.items()}
        elif key in _LISTS_OF_SCHEMAS:
            copy[key] = [_rewritten(each, change) for each in value]
        elif key in _SCHEMAS:
            copy[key] = _rewritten(value, change)
        else:
            copy[key] = value
    return change(copy)


def _rewritten(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    return schema if isinstance(schema, bool) else rewritten(schema, change)


def without(schema: Schema, unwanted: Callable[[str], bool]) -> Schema:
    """A copy of a schema without the keywords of which `unwanted` is true, at any depth."""
    return rewritten(schema, lambda node: {key: value for key, value in node.items() if not unwanted(key)})


def exported(schema: Schema) -> Schema:
    """The schema as any other validator takes it: without our own annotations, and without talk of open slots."""
    return rewritten(without(schema, lambda key: key.startswith("x-") or key == "$comment"), _without_inherited)


def of_list(schema: Schema) -> Schema:
    """The exported schema of a list of items, made from the exported schema of one."""
    dialect, item = _apart(schema)
    return dialect | {"title": f"{_title(item)}: a list", "type": "array", "items": item}


def of_body(schema: Schema) -> Schema:
    """The exported schema of one item or a list of them, as a request takes both."""
    dialect, item = _apart(schema)
    one = {"$ref": "#/definitions/item"}
    choice = {"if": {"type": "array"}, "then": {"type": "array", "items": one}, "else": one}
    return dialect | {"title": f"{_title(item)}: one or a list", **choice, "definitions": {"item": item}}


def _apart(schema: Schema) -> tuple[Schema, Schema]:
    """The name of the dialect, which stands at the top, and all the rest."""
    return {"$schema": schema["$schema"]}, {key: value for key, value in schema.items() if key != "$schema"}


def _title(schema: Schema) -> str:
    return str(schema.get("title", "Item"))


#: What every object of JavaScript inherits: ajv takes a key of this name that is not there for one that is.
_INHERITED = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)


def _without_inherited(node: Schema) -> Schema:
    """The same in keywords that look at no key by its name: patterns and rules about the names there are."""
    named = _INHERITED.intersection(node.get("properties", ()))
    needed = [name for name in node.get("required", ()) if name in _INHERITED]
    changed: Schema = {}
    if named:
        by_pattern = {f"^{name}{END}": node["properties"][name] for name in sorted(named)}
        changed["properties"] = {name: each for name, each in node["properties"].items() if name not in named}
        changed["patternProperties"] = node.get("patternProperties", {}) | by_pattern
    if needed:
        changed["required"] = [name for name in node["required"] if name not in needed]
        changed["allOf"] = [*node.get("allOf", ()), *map(_must_have, needed)]
    return node | changed


def _must_have(name: str) -> Schema:
    """What `required` says of one name: it is not so that all names are others."""
    return {"not": {"type": "object", "propertyNames": {"not": {"const": name}}}}


@cache
def schemas_folder() -> FilePath:
    """Where the contracts lie: inside the package in a wheel, beside it in a checkout."""
    package = FilePath(__file__).resolve().parent
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


def known_keys(schema: Schema) -> dict[str, Schema]:
    """The keys that an object of this (filled) schema may have, each with its schema."""
    keys: dict[str, Schema] = schema.get("properties", {})
    return keys
