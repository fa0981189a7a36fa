"""How many requests and minutes a data set takes to upload."""

from __future__ import annotations

from collections.abc import Sequence

from validator.contract.context import Context
from validator.wording import counted


class UploadEstimate:
    """Counts the items of a data set, and the requests they fill in their order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.items = self.requests = 0
        #: What the last request holds.
        self._items = self._inputs = self._outputs = 0

    def take(self, items: int, sizes: Sequence[tuple[int, int]]) -> None:
        """Count more items; the sizes are bytes of input_values and output_values, where the contract limits them."""
        if not self.context.is_request:
            return
        self.items += items
        limits = self.context.limits
        if limits.input_values_bytes is None or limits.output_values_bytes is None:
            self.requests = -(-self.items // limits.items_per_request)
            return
        for inputs, outputs in sizes:
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
        needs = f"{counted(self.requests, 'request')} and {counted(self.minutes, 'minute')} of quota"
        return f"{counted(self.items, 'item')} need {needs}"
