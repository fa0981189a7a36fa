"""What one run remembers of all items: for the rules that need it, and for the volume of its data sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

from validator.context import Context
from validator.model import JSON, Problem, View
from validator.rules.base import Rule
from validator.volume import Volume

#: For each of those who remember: what it must know of each item, in as many numbers as it has views.
Digests = list[Sequence[int]]


class Memory:
    """The watches of the rules and the volume, of which each is given its own part of what is known of the items."""

    def __init__(self, context: Context, rules: Sequence[Rule]) -> None:
        self._volume = Volume(context)
        self._watches = [each.watch(context) for each in rules if each.watch]
        #: Whether the next items are part of a data set, and no request.
        self.is_of_data_set = False
        self._is_request = context.is_request

    def begin(self, file: str | None, *, is_one_request: bool) -> None:
        """The next items come from this file."""
        self.is_of_data_set = self._is_request and not is_one_request
        for watch in self._watches:
            watch.begin(file, is_one_request=is_one_request)

    def digests(self, items: Sequence[JSON]) -> Digests:
        """What must be known of the items. Nothing is remembered: another process may ask."""
        volume = self._volume.digest(items) if self.is_of_data_set else ()
        return [volume, *(watch.digest(items) for watch in self._watches)]

    def take(self, first: int, count: int, digests: Sequence[Sequence[int]]) -> Iterator[tuple[int, Problem]]:
        """Remember so many items, the first of which has this position; gives what is found, with the positions."""
        if self.is_of_data_set:
            self._volume.take(count, digests[0])
        for watch, digest in zip(self._watches, digests[1:], strict=True):
            yield from watch.take(first, count, digest)

    def end(self) -> list[Problem]:
        """The file is over; this is to be said at its end."""
        return [problem for watch in self._watches for problem in watch.end()]

    def notes(self) -> Iterator[str]:
        """What the items of data sets take to upload, if one request is not enough."""
        if self._volume.requests > 1:
            yield self._volume.note()

    @cached_property
    def _views(self) -> list[Sequence[View]]:
        return [self._volume.views, *(watch.views for watch in self._watches)]

    @property
    def views(self) -> list[View]:
        """What must be known of each item of a data set: enough to make the digests without the items."""
        return list(chain.from_iterable(self._views))

    def columns(self, digests: Sequence[Sequence[int]]) -> list[Sequence[int]]:
        """The digests of items of a data set, as each view made its part of them: a number for each item."""
        pairs = zip(self._views, digests, strict=True)
        return [digest[n :: len(views)] for views, digest in pairs for n in range(len(views))]

    def joined(self, columns: Sequence[Sequence[int]]) -> Digests:
        """The digests that these columns make."""
        free = iter(columns)
        return [_in_turn(list(islice(free, len(views)))) for views in self._views]


def _in_turn(columns: Sequence[Sequence[int]]) -> Sequence[int]:
    """The numbers of each item, one after the other."""
    return columns[0] if len(columns) == 1 else list(chain.from_iterable(zip(*columns, strict=True)))
