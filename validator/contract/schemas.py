"""JSON Schemas as values: walked, rewritten, and made fit for other validators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from validator.patterns.portable import END

Schema: TypeAlias = dict[str, Any]

# Where draft-07 keeps subschemas; everything else in a schema is data and must be left alone.
_MAPS_OF_SCHEMAS = ("properties", "patternProperties", "definitions")
_LISTS_OF_SCHEMAS = ("allOf",)
_SCHEMAS = ("items", "additionalProperties", "if", "then", "else", "not", "contains", "propertyNames")


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


def known_keys(schema: Schema) -> dict[str, Schema]:
    """The keys that an object of this (filled) schema may have, each with its schema."""
    keys: dict[str, Schema] = schema.get("properties", {})
    return keys
