"""How many requests and minutes a data set takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.context import Context
from validator.encoding import compact
from validator.model import JSON, ROOT, as_object, objects


class Volume:
    """Counts the items of a data set, and the requests they fill in their order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.items = self.requests = 0
        self._items = self._inputs = self._outputs = 0

    def take(self, items: Sequence[JSON]) -> None:
        """Count more items."""
        self.items += len(items)
        limits = self.context.limits
        if limits.input_values_bytes is None or limits.output_values_bytes is None:
            self.requests = -(-self.items // limits.items_per_request)
            return
        for item in items:
            inputs, outputs = value_bytes(item, self.context)
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
    return _size(input_values(item, context)), _size(output_values(item, context))


def input_values(item: JSON, context: Context) -> list[JSON]:
    """The input_values of all tasks of an item."""
    return _there(task.get("input_values") for _, task in context.tasks(item))


def output_values(item: JSON, context: Context) -> list[JSON]:
    """The output_values of all solutions of all tasks of an item."""
    tasks = (task for _, task in context.tasks(item))
    solutions = (objects(task.get(key), ROOT) for task in tasks for key in ("known_solutions", "baseline_solutions"))
    return _there(each.get("output_values") for some in solutions for _, each in some)


def _there(values: Iterable[JSON]) -> list[JSON]:
    return [each for each in values if as_object(each)]


def _size(values: list[JSON]) -> int:
    return sum(len(compact(each)) for each in values)


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
