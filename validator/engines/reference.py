"""The same failures by jsonschema: slower, and another implementation to hold ours against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from validator.contract.schemas import Schema, rewritten
from validator.engines.failures import Failure, identity, scalar, users_pattern
from validator.model import JSON, as_object

if TYPE_CHECKING:
    from jsonschema.protocols import Validator as JsonschemaValidator


def explainer(schema: Schema) -> Callable[[JSON], Iterator[Failure]]:
    """A function that gives all failures of a value, in no particular order."""

    def change(node: Schema) -> Schema:
        # Under a `$schema` of its own jsonschema would leave our class for the one of that name.
        rest = {key: value for key, value in node.items() if key != "$schema"}
        return rest | {"enum": _Listed(node["enum"])} if "enum" in node else rest

    validator = cast("JsonschemaValidator", _validator_class()(rewritten(schema, change)))
    return lambda value: _failures(validator, value)


def _failures(validator: JsonschemaValidator, value: JSON) -> Iterator[Failure]:
    for error in validator.iter_errors(value):
        schema = cast("Schema", error.schema)
        keyword, instance = str(error.validator), cast("JSON", error.instance)
        names = _names(keyword, schema, instance)
        yield Failure(keyword, schema, tuple(error.absolute_path), names, keyword == "type" and instance is None)


def _names(keyword: str, schema: Schema, instance: JSON) -> list[str]:
    """The keys that a failure is about: jsonschema names them in its message alone."""
    if keyword == "required":
        return [name for name in schema["required"] if name not in as_object(instance)]
    if keyword == "additionalProperties":
        return [name for name in as_object(instance) if not _is_known(name, schema)]
    return []


def _is_known(name: str, schema: Schema) -> bool:
    return name in schema.get("properties", {}) or any(
        re.search(pattern, name) for pattern in schema.get("patternProperties", {})
    )


class _Listed(list[JSON]):
    """The values of an enum, scalars all of them, found without looking at each."""

    def __init__(self, values: list[JSON]) -> None:
        super().__init__(values)
        self.known = frozenset(map(scalar, values))


@cache
def _validator_class() -> Any:
    from jsonschema import Draft7Validator, ValidationError
    from jsonschema.validators import extend

    def keyword(holds: Callable[[Any, Any, JSON, Schema], bool]) -> Callable[..., Iterator[ValidationError]]:
        def check(validator: Any, wanted: Any, instance: JSON, schema: Schema) -> Iterator[ValidationError]:
            if not holds(validator, wanted, instance, schema):
                yield ValidationError("")

        return check

    return extend(Draft7Validator, {name: keyword(holds) for name, holds in _KEYWORDS.items()})


# jsonschema writes the value into its message, which nobody reads here: that takes long where the value is long, and
# fails where it is deep. It also names each missing key, and compares arrays that must be unique pair by pair.


def _has_type(validator: Any, wanted: str | list[str], instance: JSON, _: Schema) -> bool:
    return any(validator.is_type(instance, each) for each in ([wanted] if isinstance(wanted, str) else wanted))


def _is_listed(_: object, wanted: _Listed, instance: JSON, __: Schema) -> bool:
    return not isinstance(instance, dict | list) and scalar(instance) in wanted.known


def _has_keys(_: object, wanted: list[str], instance: JSON, __: Schema) -> bool:
    return not isinstance(instance, dict) or all(name in instance for name in wanted)


def _is_unique(_: object, wanted: bool, instance: JSON, __: Schema) -> bool:  # noqa: FBT001 - jsonschema's signature
    if not wanted or not isinstance(instance, list):
        return True
    return len(set(map(identity, instance))) == len(instance)


def _has_pattern(_: object, wanted: str, instance: JSON, schema: Schema) -> bool:
    return not isinstance(instance, str) or _matches(schema, wanted, instance)


def _matches(schema: Schema, portable: str, text: str) -> bool:
    pattern = users_pattern(schema)
    if pattern is not None and not pattern.is_simple:
        return pattern.matches(text)
    return re.search(portable, text) is not None


_KEYWORDS: dict[str, Callable[[Any, Any, JSON, Schema], bool]] = {
    "type": _has_type,
    "required": _has_keys,
    "enum": _is_listed,
    "not": lambda validator, unwanted, instance, _: not validator.evolve(schema=unwanted).is_valid(instance),
    "pattern": _has_pattern,
    "minItems": lambda _, least, instance, __: not isinstance(instance, list) or len(instance) >= least,
    "maxItems": lambda _, most, instance, __: not isinstance(instance, list) or len(instance) <= most,
    "uniqueItems": _is_unique,
}
