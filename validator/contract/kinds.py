"""Which kind of document a value is, by the keys it has."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from validator.contract.loader import DOCUMENTS
from validator.model import JSON, as_object


class _Mark(NamedTuple):
    """The marks of a kind: keys that must all be there, and keys of which one must be."""

    kind: str
    all_of: AbstractSet[str] = frozenset()
    any_of: AbstractSet[str] = frozenset()
    none_of: AbstractSet[str] = frozenset()


# The first that fits decides; what fits none is a task.
_REQUEST = frozenset({"pool_id", "input_values", "tasks"})
_MARKS_ALONE = (
    _Mark("batch", {"items"}, none_of=_REQUEST),
    _Mark("batch", {"validation_errors"}, none_of=_REQUEST),
    _Mark("operation", {"type", "status"}, {"submitted", "parameters", "details", "progress"}, _REQUEST),
    _Mark("error", {"code"}, {"message", "request_id", "payload"}, _REQUEST),
    _Mark("created", {"id", "created", "pool_id"}),
)
_MARKS = (
    _Mark("operation-log", {"type", "success"}, none_of=_REQUEST),
    _Mark("project", any_of={"task_spec", "input_spec", "output_spec"}, none_of=_REQUEST),
    _Mark(
        "pool",
        any_of={"defaults", "mixer_config", "reward_per_assignment", "private_name", "task_suites_required_to_pass"},
        none_of=_REQUEST,
    ),
    _Mark("task-suites", {"tasks"}),
)


def kind_of(value: JSON, *, is_alone: bool) -> str:
    """The kind of an item; some kinds are known only where the item is all there is in the file."""
    if not isinstance(value, dict):
        return "tasks"
    keys = value.keys()
    for mark in _MARKS_ALONE + _MARKS if is_alone else _MARKS:
        if mark.all_of <= keys and (not mark.any_of or mark.any_of & keys) and not mark.none_of & keys:
            return mark.kind
    return "tasks"


def document_of(kind: str, value: JSON) -> str:
    """The document of the contract that describes this value: a task_spec may stand without its project."""
    if (
        kind == "project"
        and "task_spec" not in as_object(value)
        and {"input_spec", "output_spec"} & set(as_object(value))
    ):
        return "task-spec"
    return DOCUMENTS[kind]
