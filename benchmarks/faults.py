"""The many ways in which a task can be invalid: what `shapes.py` does to the items of its invalid shapes.

Each way takes the task, the position of the item and the random numbers, and makes the task one that the API refuses.
Where it leaves a value behind, the value has the position in it: no two items give the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Item = dict[str, Any]
Way = Callable[[Item, int, Random], None]

_REQUIRED = ("image", "title", "category", "sku", "price", "in_stock", "box")
_SECOND_FAULT = 0.3


def spoil(task: Item, n: int, chance: Random) -> None:
    """Make the n-th task invalid, in one way or two."""
    WAYS[n % len(WAYS)](task, n, chance)
    if chance.random() < _SECOND_FAULT:
        chance.choice(INPUT_WAYS)(task, n, chance)


def _inputs(task: Item) -> Item:
    """The input values; a fault before may have put something else there."""
    values = task.get("input_values")
    return values if isinstance(values, dict) else {}


def _without_field(task: Item, _n: int, chance: Random) -> None:
    _inputs(task).pop(chance.choice(_REQUIRED), None)


def _misspelt_field(task: Item, n: int, chance: Random) -> None:
    name, values = chance.choice(_REQUIRED), _inputs(task)
    values[f"{name[:-1]}{n}"] = values.pop(name, n)


def _null_field(task: Item, _n: int, chance: Random) -> None:
    _inputs(task)[chance.choice(_REQUIRED)] = None


def _field(name: str, value: Callable[[int, Random], Any]) -> Way:
    def way(task: Item, n: int, chance: Random) -> None:
        _inputs(task)[name] = value(n, chance)

    return way


def _key(name: str, value: Callable[[int, Random], Any]) -> Way:
    def way(task: Item, n: int, chance: Random) -> None:
        task[name] = value(n, chance)

    return way


def _without(name: str) -> Way:
    def way(task: Item, _n: int, _chance: Random) -> None:
        del task[name]

    return way


def _solution(values: Callable[[int], Any]) -> Way:
    def way(task: Item, n: int, _chance: Random) -> None:
        task["known_solutions"] = [{"output_values": {"result": "OK"}, "correctness_weight": 1}, values(n)]

    return way


#: What is wrong in one input value.
INPUT_WAYS: list[Way] = [
    _without_field,
    _misspelt_field,
    _null_field,
    _field("image", lambda n, _: f"images/{n}.jpg"),
    _field("image", lambda n, _: {"url": f"https://images.example.com/{n}.jpg"}),
    _field("title", lambda n, _: n),
    _field("title", lambda n, _: [f"title {n}"]),
    _field("title", lambda n, _: f"заголовок {n} " * 20),
    _field("description", lambda n, _: f"№ {n}, and so on " * 80),
    _field("category", lambda n, _: f"shoes-{n}"),
    _field("sku", lambda n, _: f"ab-{n:08d}"),
    _field("sku", lambda n, _: f"AB-{n:08d}-{n}"),
    _field("price", lambda n, _: f"{n} €"),
    _field("price", lambda n, _: -0.5 - n),
    _field("price", lambda n, _: 100_000.5 + n),
    _field("rating", lambda n, _: n % 5 + 1.5),
    _field("rating", lambda n, _: 6 + n),
    _field("in_stock", lambda n, _: f"yes {n}"),
    _field("in_stock", lambda n, _: n),
    _field("place", lambda n, _: f"{n} Main Street"),
    _field("box", lambda n, _: [n % 100, 1, 2]),
    _field("box", lambda n, chance: [n % 100, 1, chance.random(), 3]),
    _field("box", lambda n, _: [1, 2, 3, f"{n}px"]),
    _field("box", lambda n, _: {"x": n, "y": 2}),
    _field("box", lambda n, _: [1, -1 - n, 3, 20_000 + n]),
    _field("tags", lambda n, _: f"red, green, {n}"),
    _field("tags", lambda n, _: [f"tag {n + k}" for k in range(9)]),
    _field("tags", lambda n, _: ["red", n, None]),
    _field("tags", lambda n, _: [f"a tag that is much too long to be one: {n:020d}"]),
]
#: What is wrong in one task.
WAYS: list[Way] = [
    *INPUT_WAYS,
    _without("pool_id"),
    _without("input_values"),
    _key("pool_id", lambda n, _: {"id": n}),
    _key("pool_id", lambda n, _: [f"{n}"]),
    _key("input_values", lambda n, _: [n]),
    _key("input_values", lambda n, _: f"image={n}"),
    _key("overlap", lambda n, _: -n),
    _key("overlap", lambda n, _: n + 0.5),
    _key("overlap", lambda n, _: f"{n} times"),
    _key("overlap", lambda n, _: {"value": n}),
    _key("infinite_overlap", lambda n, _: n),
    _key("reserved_for", lambda n, _: f"user-{n}"),
    _key("reserved_for", lambda n, _: [f"user-{n}", None, {"id": n}]),
    _key("unavailable_for", lambda n, _: {"users": n}),
    _key("known_solutions", lambda n, _: {"result": n}),
    _key("known_solutions", lambda n, _: [f"OK {n}"]),
    _key("baseline_solutions", lambda n, _: [{"confidence_weight": n}]),
    _key("message_on_unknown_solution", lambda n, _: [f"hint {n}"]),
    _solution(lambda n: {"output_values": {"result": f"FINE {n}"}, "correctness_weight": 1}),
    _solution(lambda n: {"output_values": {"result": "BAD", "quality": n + 6}, "correctness_weight": 1}),
    _solution(lambda n: {"output_values": {"quality": f"{n}"}, "correctness_weight": 1}),
    _solution(lambda n: {"output_values": {"result": "BAD"}, "correctness_weight": 1.5 + n}),
    _solution(lambda n: {"output_values": [n], "correctness_weight": 1}),
    _solution(lambda n: {"correctness_weight": 1 / (n + 1)}),
]
