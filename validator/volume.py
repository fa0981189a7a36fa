"""How many requests and minutes a data set takes."""

from __future__ import annotations

from collections.abc import Sequence

from validator.context import Context
from validator.encoding import compact
from validator.model import JSON, as_object, objects


class Volume:
    """Counts the items of a data set, and the requests they fill in their order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.items = self.requests = 0
        self._items = self._inputs = self._outputs = 0

    def digest(self, items: Sequence[JSON]) -> Sequence[int]:
        """The bytes of inputs and outputs of each item, one after the other, where the contract limits them."""
        limits = self.context.limits
        if limits.input_values_bytes is None or limits.output_values_bytes is None:
            return ()
        return [size for item in items for size in value_bytes(item, self.context)]

    def take(self, count: int, digest: Sequence[int]) -> None:
        """Count more items."""
        self.items += count
        limits = self.context.limits
        if limits.input_values_bytes is None or limits.output_values_bytes is None:
            self.requests = -(-self.items // limits.items_per_request)
            return
        sizes = iter(digest)
        for inputs, outputs in zip(sizes, sizes, strict=True):
            self._items, self._inputs, self._outputs = self._items + 1, self._inputs + inputs, self._outputs + outputs
            is_full = (
                self._items > limits.items_per_request
                or self._inputs > limits.input_values_bytes
                or self._outputs > limits.output_values_bytes
            )
            if is_full or not self.requests:
                self.requests += 1
                self._items, self._inputs, self._outputs = 1, inputs, outputs

    @property
    def minutes(self) -> int:
        """Minutes that the quota makes it take."""
        return -(-self.items // self.context.limits.items_per_minute)

    def note(self) -> str:
        """The sentence for the summary."""
        needs = f"{_some(self.requests, 'request')} and {_some(self.minutes, 'minute')} of quota"
        return f"{_some(self.items, 'item')} need {needs}"


def value_bytes(item: JSON, context: Context) -> tuple[int, int]:
    """Bytes of all input_values and all output_values of an item, as compact JSON."""
    inputs = outputs = 0
    for path, task in context.tasks(item):
        inputs += _size(task.get("input_values"))
        for key in ("known_solutions", "baseline_solutions"):
            outputs += sum(_size(each.get("output_values")) for _, each in objects(task.get(key), path))
    return inputs, outputs


def _size(values: JSON) -> int:
    return len(compact(values)) if as_object(values) else 0


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
