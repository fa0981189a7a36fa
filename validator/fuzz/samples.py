"""Samples: items made up for one context, valid, or broken in known ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from validator.contract.context import Context
from validator.fuzz.choices import Source
from validator.fuzz.generators import Shape, shapes
from validator.fuzz.mutations import Errors, Mutation, broken, mutations
from validator.model import JSON

_MOST = 3  # mutations in one item


@dataclass(frozen=True)
class Samples:
    """Makes up items for one context.

    Raises:
        NothingFitsError: no item can be valid.
    """

    context: Context
    shapes: Sequence[Shape] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shapes", shapes(self.context.schema))

    @cached_property
    def mutations(self) -> Sequence[Sequence[Mutation]]:
        """The ways to break an item, for each shape."""
        return [mutations(each) for each in self.shapes]

    @cached_property
    def _inner(self) -> Sequence[Sequence[Mutation]]:
        """Those that leave an object."""
        return [[each for each in some if each.route or each.keyword != "type"] for some in self.mutations]

    def item(self, source: Source) -> dict[str, JSON]:
        """A valid item."""
        return cast("dict[str, JSON]", self._shape(source)[1].make(source))

    def broken_item(self, source: Source, *, is_object: bool = True) -> tuple[JSON, Errors]:
        """An item with a mistake or a few, and the errors it must get by path.

        Args:
            source: Makes the choices.
            is_object: Whether it must be an object still; anything else is an item only inside a list or a line.
        """
        n, shape = self._shape(source)
        known = (self._inner if is_object else self.mutations)[n]
        chosen = [source.pick(known)]
        while len(chosen) < _MOST and source.flag():
            other = source.pick(known)
            if all(other.is_apart_from(each) for each in chosen):
                chosen.append(other)
        return broken(source, shape, shape.make(source), chosen)

    def _shape(self, source: Source) -> tuple[int, Shape]:
        n = source.whole(0, len(self.shapes) - 1) if len(self.shapes) > 1 else 0
        return n, self.shapes[n]
