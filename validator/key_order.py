"""The order of keys: objects made alike whatever the order in which their keys stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from validator.model import JSON

#: Files have few different sequences of keys; so many are remembered.
_MOST = 1_000


def by_name(value: JSON) -> JSON:
    """A copy with the keys of all objects by name."""
    if isinstance(value, dict):
        return {name: by_name(value[name]) for name in sorted(value)}
    return list(map(by_name, value)) if isinstance(value, list) else value


def has_objects(values: Iterable[JSON]) -> bool:
    """Whether there is an object among the values, or in their arrays at any depth."""
    while values:
        inside: list[JSON] = []
        for each in values:
            if isinstance(each, dict):
                return True
            if isinstance(each, list):
                inside += [one for one in each if isinstance(one, dict | list)]
        values = inside
    return False


class KeyOrder:
    """The commonest sequence of keys among some objects. To objects with it nothing is done, which is quickest.

    Args:
        objects: They decide; keys that are not in that sequence stand behind it, by name.
    """

    def __init__(self, objects: Iterable[dict[str, JSON]]) -> None:
        often = Counter(map(tuple, objects)).most_common(1)
        self._rank = {name: n for n, name in enumerate(often[0][0] if often else ())}
        #: Sequences of keys that are in this order already.
        self.as_they_are: set[tuple[str, ...]] = set()

    def ordered(self, values: dict[str, JSON]) -> dict[str, JSON]:
        """The object with its keys in this order: itself, if they are."""
        names = tuple(values)
        if names in self.as_they_are:
            return values
        last = len(self._rank)
        in_order = sorted(names, key=lambda name: (self._rank.get(name, last), name))
        if tuple(in_order) != names:
            return {name: values[name] for name in in_order}
        if len(self.as_they_are) < _MOST:
            self.as_they_are.add(names)
        return values
