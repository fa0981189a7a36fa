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
from operator import itemgetter

from xxhash import xxh3_64_intdigest

from validator.contract.context import Context
from validator.json_text.compact import compact
from validator.model import JSON, ROOT, Problem, as_list, as_object
from validator.rules.base import Rule

# That many repeats are looked up by a walk over all items so far; past that an index of first positions pays.
_WALKS = 100
# Stands for the hash of an item that has nothing to compare: it is equal to no other.
_NOTHING = 0


class DuplicateWatch:
    """Remembers a hash of each item, in the order of the run, and where each stretch of a file began."""

    def __init__(self, context: Context) -> None:
        self._is_suite = context.kind == "task-suites"
        self._hashes = array("Q")
        self._seen: set[int] = set()
        self._firsts: dict[int, int] = {}
        self._walks = 0
        self._is_indexed = False
        self._stretches: list[tuple[int, int, str | None]] = []
        self._file: str | None = None

    def begin(self, file: str | None, *, is_one_request: bool) -> None:  # noqa: ARG002 - the protocol's signature
        """The next items are this file's."""
        self._file = file

    def take(self, first: int, items: Sequence[JSON]) -> Iterator[tuple[int, Problem]]:
        """The items that stood before, in this file or an earlier one."""
        self._stretches.append((len(self._hashes), first, self._file))
        for index, key in enumerate(map(self._key, items), first):
            if key in self._seen and key != _NOTHING:
                yield index, Problem(RULE.code, ROOT, f"Same input_values as {self._place(self._first(key))}")
            else:
                self._seen.add(key)
                if self._is_indexed:
                    self._firsts[key] = len(self._hashes)
            self._hashes.append(key)

    def end(self) -> Iterator[Problem]:
        """Nothing is left to say."""
        yield from ()

    def _key(self, item: JSON) -> int:
        compared = self._compared(item)
        return xxh3_64_intdigest(compact(compared, sort_keys=True)) if compared else _NOTHING

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


def _values_of_suite(suite: dict[str, JSON]) -> list[JSON]:
    return [as_object(task).get("input_values") for task in as_list(suite.get("tasks"))]


RULE = Rule("TL501", "duplicate-task", "warning", __doc__, watch=DuplicateWatch)
