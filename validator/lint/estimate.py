"""How many requests and minutes a data set takes."""

from __future__ import annotations

from collections.abc import Sequence

from validator.contract.context import Context
from validator.model import JSON
from validator.rules.sizes import value_bytes


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


def _some(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
