"""The same task twice.

## What it finds
Two items of one pool with the same `input_values` (for suites: the same `input_values` of all their tasks, in the
same order). The order of keys does not matter. The finding is at the later item and names the first.

## Why it matters
Each copy is paid for and answered in full. Most often a file was joined with itself, or a query gave a row twice.

## Example
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
{"pool_id": "1", "input_values": {"image": "https://example.com/2.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Any

from orjson import dumps

from validator.context import Context
from validator.encoding import compact
from validator.key_order import KeyOrder, by_name, has_objects
from validator.model import JSON, ROOT, Problem, View, as_list, as_object
from validator.rules.base import Rule

# So many repeats are looked up by a walk over all items so far; past that an index of first positions pays.
_WALKS = 100
# Stands for the hash of an item that has nothing to compare: it is equal to no other.
_NOTHING = hash("")


class DuplicateWatch:
    """Remembers a hash of each item, in the order of the run, and where each stretch of a file began."""

    def __init__(self, context: Context) -> None:
        self._is_suite = context.kind == "task-suites"
        self._order: KeyOrder | None = None
        self._hashes = array("q")
        self._seen: set[int] = set()
        self._has_repeats = False
        self._firsts: dict[int, int] = {}
        self._walks = 0
        self._is_indexed = False
        self._stretches: list[tuple[int, int, str | None]] = []
        self._file: str | None = None

    def begin(self, file: str | None, *, is_one_request: bool) -> None:  # noqa: ARG002 - the protocol's signature
        """The next items are this file's."""
        self._file = file

    @property
    def views(self) -> Sequence[View]:
        """What is compared."""
        return [View(self._viewed, hash)]

    def digest(self, items: Sequence[JSON]) -> Sequence[int]:
        """A hash of each item."""
        if self._order is None:
            compared = (self._compared(each)[1:] for each in items)
            self._order = KeyOrder(each for some in compared for each in some if isinstance(each, dict))
        if not self._is_suite:
            with suppress(KeyError, TypeError):  # most often all are sound, and this is quick
                return self._quick(items, self._order)
        return [self._key(each, self._order) for each in items]

    def _quick(self, tasks: Sequence[Any], order: KeyOrder) -> list[int]:
        """The same of tasks that have what is compared.

        Raises:
            KeyError, TypeError: one of them has not, or holds what orjson does not write.
        """
        as_they_are = order.as_they_are
        # With one brace there are no objects in the values; with more there may be, or it stands in a string.
        return [
            hash(text.decode())
            if tuple(values := task["input_values"]) in as_they_are
            and (text := dumps([task["pool_id"], values])).count(b"{") == 1
            else self._key(task, order)
            for task in tasks
        ]

    def take(self, first: int, count: int, digest: Sequence[int]) -> Iterator[tuple[int, Problem]]:  # noqa: ARG002
        """The items that stood before, in this file or an earlier one."""
        self._stretches.append((len(self._hashes), first, self._file))
        if self._are_new(digest):
            self._hashes.extend(digest)
            return
        for index, key in enumerate(digest, first):
            if key in self._seen and key != _NOTHING:
                yield index, Problem(RULE.code, ROOT, f"Same input_values as {self._place(self._first(key))}")
            else:
                self._seen.add(key)
                if self._is_indexed:
                    self._firsts[key] = len(self._hashes)
            self._hashes.append(key)

    def _are_new(self, keys: Sequence[int]) -> bool:
        """Whether none of the items repeats another. Then they are remembered, in a few calls for all."""
        if not self._has_repeats:
            before = len(self._seen)
            self._seen.update(keys)
            if len(self._seen) == before + len(keys):
                return True
            # The first repeat: from now on it is looked first, and here it is not known any more what was new.
            self._has_repeats = True
            self._seen.clear()
            self._seen.update(self._hashes)
        fresh = set(keys)
        if self._is_indexed or len(fresh) < len(keys) or not self._seen.isdisjoint(fresh):
            return False
        self._seen |= fresh
        return True

    def end(self) -> Iterator[Problem]:
        """Nothing is left to say."""
        yield from ()

    def _key(self, item: JSON, order: KeyOrder) -> int:
        compared = self._compared(item)
        if not compared:
            return _NOTHING
        value, is_in_order = _alike(compared, order)
        return hash(compact(value, sort_keys=not is_in_order).decode())

    def _viewed(self, item: JSON) -> list[JSON]:
        compared = self._compared(item)
        if not compared or not self._order:
            return []
        value, is_in_order = _alike(compared, self._order)
        return [value if is_in_order else by_name(value)]

    def _compared(self, item: JSON) -> list[JSON]:
        """The pool, and the input values of each task; nothing where there is nothing to compare."""
        task = as_object(item)
        values = _values_of_suite(task) if self._is_suite else [task.get("input_values")]
        return [task.get("pool_id"), *values] if any(values) else []

    def _first(self, key: int) -> int:
        """The ordinal of the first item with this key."""
        if key not in self._firsts:
            self._firsts[key] = self._hashes.index(key)
            self._walks += 1
            if self._walks == _WALKS:
                self._firsts = {each: n for n, each in reversed(list(enumerate(self._hashes)))}
                self._is_indexed = True
        return self._firsts[key]

    def _place(self, ordinal: int) -> str:
        begin, first, file = self._stretches[bisect_right(self._stretches, ordinal, key=itemgetter(0)) - 1]
        position = f"item {first + ordinal - begin}"
        return position if file == self._file else f"{position} of {file}"


def _alike(compared: list[JSON], order: KeyOrder) -> tuple[JSON, bool]:
    """What is compared, alike where only the order of keys is not; and whether no more keys are to be put in order."""
    ordered = [order.ordered(each) if isinstance(each, dict) else each for each in compared]
    if not any(has_objects(each.values() if isinstance(each, dict) else [each]) for each in ordered):
        return ordered, True
    # Where keys inside are to be put in order, by name, the outer ones stand apart from their values.
    return [_apart(each) if isinstance(each, dict) else each for each in ordered], False


def _apart(values: dict[str, JSON]) -> JSON:
    return {"keys": list(values), "values": list(values.values())}


def _values_of_suite(suite: dict[str, JSON]) -> list[JSON]:
    return [as_object(task).get("input_values") for task in as_list(suite.get("tasks"))]


RULE = Rule("TL501", "duplicate-task", "warning", __doc__, watch=DuplicateWatch)
