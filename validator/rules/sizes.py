"""How many bytes the values of an item take, as the limits of a request count them."""

from __future__ import annotations

from collections.abc import Iterable

from validator.contract.context import Context
from validator.json_text.compact import compact
from validator.model import JSON, ROOT, as_object, objects


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
