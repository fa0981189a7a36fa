"""What fails in a value: the words that engines answer in, and how values compare in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from validator.contract.schemas import Schema
from validator.model import JSON

if TYPE_CHECKING:
    from validator.patterns.parse import Pattern

Steps = tuple[str | int, ...]


class Failure(NamedTuple):
    """One keyword that failed: the schema it stands in, and the steps to the value that it was asked of."""

    keyword: str
    schema: Schema
    steps: Steps
    #: The keys that are missing, or that are too much, where the keyword speaks of keys.
    names: Sequence[str] = ()
    #: Whether the keyword is `type` and the value null.
    is_null: bool = False


#: Up to here every whole number is a float too, and is written in full.
EXACT = 2**53


def scalar(value: JSON) -> tuple[bool, JSON]:
    """A value that holds no others, equal to those that JSON takes for the same: 1 to 1.0, but not 1 to true."""
    return isinstance(value, bool), value


def identity(value: JSON) -> tuple[object, ...]:
    """The same for any value, however deep."""
    parts: list[object] = []
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            parts.append(("{", len(each)))
            pending += [part for key in sorted(each) for part in (each[key], key)]
        elif isinstance(each, list):
            parts.append(("[", len(each)))
            pending += each
        elif isinstance(each, float) and abs(each) >= EXACT:
            parts.append((False, Decimal(repr(each))))  # as jsonschema-rs compares them
        else:
            parts.append(scalar(each))
    return tuple(parts)


def users_pattern(node: Schema) -> Pattern | None:
    """The pattern a user wrote, of which `pattern` is the portable form; None for one of the contract's own."""
    source = node.get("x-errors", {}).get("pattern", {}).get("params")
    if not source:
        return None
    from validator.patterns.parse import parse

    return parse(source[0])
