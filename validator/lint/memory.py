"""What one run remembers of all items: for the rules that need it, and for the volume of its data sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.contract.context import Context
from validator.lint.estimate import Volume
from validator.model import JSON, Problem
from validator.rules.base import Rule


class Memory:
    """The watches of the rules, and the volume."""

    def __init__(self, context: Context, rules: Sequence[Rule]) -> None:
        self._volume = Volume(context)
        self._watches = [each.watch(context) for each in rules if each.watch]
        self._is_of_data_set = False
        self._is_request = context.is_request

    def begin(self, file: str | None, *, is_one_request: bool) -> None:
        """The next items come from this file."""
        self._is_of_data_set = self._is_request and not is_one_request
        for watch in self._watches:
            watch.begin(file, is_one_request=is_one_request)

    def take(self, first: int, items: Sequence[JSON]) -> Iterator[tuple[int, Problem]]:
        """Remember these items, the first of which has this position; gives what is found, with the positions."""
        if self._is_of_data_set:
            self._volume.take(items)
        for watch in self._watches:
            yield from watch.take(first, items)

    def end(self) -> list[Problem]:
        """The file is over; this is to be said at its end."""
        return [problem for watch in self._watches for problem in watch.end()]

    def notes(self) -> Iterator[str]:
        """What the items of data sets take to upload, if one request is not enough."""
        if self._volume.requests > 1:
            yield self._volume.note()
