"""What is known beside the item itself: contract, kind, project, pool and query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from validator.contract import task_spec
from validator.contract.loader import DOCUMENTS, REQUEST_KINDS, Contract, Limits
from validator.contract.schemas import Schema, known_keys
from validator.contract.task_spec import TaskSpec
from validator.model import JSON, ROOT, Path, as_object, objects

Overlap = Literal["supplied", "default-missing", "required", "undecided"]

# A printed answer of the server gives a task the default of suites where the pool has that alone.
_DEFAULT_OVERLAPS = {
    "tasks": ("default_overlap_for_new_tasks", "default_overlap_for_new_task_suites"),
    "task-suites": ("default_overlap_for_new_task_suites",),
}
_TRAINING_KEYS = frozenset(
    {"task_suites_required_to_pass", "training_tasks_in_task_suite_count", "inherited_instructions"}
)


class Query(NamedTuple):
    """The query parameters of a request; None stands for one that nothing was said of."""

    async_mode: bool | None = None
    allow_defaults: bool | None = None
    skip_invalid_items: bool | None = None
    open_pool: bool | None = None
    operation_id: str | None = None


@dataclass(frozen=True)
class Context:
    """Everything that a check of one file or payload depends on, beside the data."""

    contract: Contract
    kind: str
    spec: TaskSpec | None = None
    pool: Mapping[str, JSON] | None = None
    query: Query = field(default_factory=Query)
    #: The document that describes one item, where it is not the one of the kind.
    document: str = ""
    #: How many items the request had that a response answers; None where it is not known.
    request_size: int | None = None

    @property
    def is_request(self) -> bool:
        """Whether the items are tasks or suites to be sent."""
        return self.kind in REQUEST_KINDS

    @cached_property
    def limits(self) -> Limits:
        """How much the endpoint takes."""
        return self.contract.limits(self.kind)

    @cached_property
    def schema(self) -> Schema:
        """The filled schema of one item, with our annotations."""
        return self.contract.filled(self.document or DOCUMENTS[self.kind], self._slots())

    def _slots(self) -> dict[str, Schema]:
        slots = task_spec.slots(self.spec, self.contract)
        if self.overlap == "required":
            slots["overlap_rule"] = self.contract.slot("overlap_required")
        return slots

    @property
    def keys(self) -> dict[str, Schema]:
        """The keys that an item may have, each with its schema; those with `readOnly` are for responses."""
        return known_keys(self.schema)

    @property
    def task_schema(self) -> Schema:
        """The schema of one task: of the item itself, or of a task inside the suite."""
        schema: dict[str, Any] = self.schema
        return schema["properties"]["tasks"]["items"] if self.kind == "task-suites" else schema

    @cached_property
    def overlap(self) -> Overlap:
        """What becomes of an item that has no overlap of its own. What is not said is not taken for false."""
        if not self.is_request or self.is_training_pool:
            return "supplied"  # in a training all tasks have infinite overlap
        if self.query.allow_defaults is None:
            return "undecided"
        if not self.query.allow_defaults:
            return "required"
        return "supplied" if self.pool is None or self.default_overlap is not None else "default-missing"

    @property
    def default_overlap(self) -> int | None:
        """The overlap that the pool gives to new items of this kind; tasks take that for suites too, if it is alone."""
        defaults = as_object((self.pool or {}).get("defaults"))
        numbers = (_whole_number(defaults.get(key)) for key in _DEFAULT_OVERLAPS.get(self.kind, ()))
        return next((each for each in numbers if each is not None and each >= 1), None)

    @property
    def is_training_pool(self) -> bool:
        """Whether the pool is a training, by any of the marks that documents show."""
        pool = self.pool or {}
        return pool.get("type") == "TRAINING" or pool.get("training") is True or not _TRAINING_KEYS.isdisjoint(pool)

    def tasks(self, item: JSON) -> Iterator[tuple[Path, dict[str, JSON]]]:
        """The tasks of an item, each with its path: the item itself, or those inside the suite."""
        if self.kind == "task-suites":
            yield from objects(as_object(item).get("tasks"), ROOT / "tasks")
        elif isinstance(item, dict):
            yield ROOT, item


def _whole_number(value: JSON) -> int | None:
    """The integer that a number is by its value: 3.0 is 3."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == value // 1 else None
