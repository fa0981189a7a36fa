"""The parts of an item that rules look at. Whatever is broken counts as not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from validator.contract.context import Context
from validator.contract.schemas import Schema, known_keys
from validator.json_text.compact import compact
from validator.model import JSON, as_list
from validator.rules.base import Count
from validator.wording import counted

HINT = "message_on_unknown_solution"
SOLUTIONS = ("known_solutions", "baseline_solutions")
USERS = ("reserved_for", "unavailable_for")


def noun(context: Context) -> str:
    """What one item is called."""
    return "task suite" if context.kind == "task-suites" else "task"


def overlap_reader(schema: Schema) -> Callable[[dict[str, Any]], int | None]:
    """What gives the overlap of an item of this schema; None for one that has none that the contract takes."""
    overlap = known_keys(schema)["overlap"]
    least, most = overlap.get("minimum", 1), overlap.get("maximum")
    digits = re.compile(overlap["pattern"]).search if "string" in overlap["type"] else None

    def overlap_of(item: dict[str, Any]) -> int | None:
        value = item.get("overlap")
        if isinstance(value, str) and digits and digits(value):
            value = int(value.lstrip("0")[:18] or "0")
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if least <= value and (most is None or value <= most) else None

    return overlap_of


def is_finite(item: dict[str, Any]) -> bool:
    """Whether the item does not say that its overlap is infinite."""
    value = item.get("infinite_overlap")
    return value is None or value is False or value == "false"


def users_reader(schema: Schema) -> Callable[[dict[str, Any], str], list[tuple[int, str | int]]]:
    """What gives the user ids in a list of an item of this schema, each with its position there."""
    takes_numbers = {key: "integer" in known_keys(schema)[key]["items"]["type"] for key in USERS}

    def users(item: dict[str, Any], key: str) -> list[tuple[int, str | int]]:
        listed = item.get(key)
        if not listed or type(listed) is not list:
            return []
        return [
            (n, each)
            for n, each in enumerate(listed)
            if (isinstance(each, str) and each.strip()) or (takes_numbers[key] and _is_whole(each))
        ]

    return users


def are_strings(listed: object) -> bool:
    """Whether it is a list of strings alone, as nearly all lists of users are."""
    return type(listed) is list and set(map(type, listed)) == _ONLY_STRINGS


_ONLY_STRINGS = {str}


def _is_whole(value: JSON) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


def user_key(user: str | float) -> str:
    """The same text for an id, whether it was written as a string, as a number or as a number with a point."""
    return user if isinstance(user, str) else compact(int(user)).decode()


def id_text(value: object) -> str:
    """The id that a value is, without spaces around it; empty for what is none."""
    if isinstance(value, str):
        return value.strip()
    return user_key(value) if isinstance(value, int | float) and _is_whole(value) else ""


def has_hint(task: dict[str, Any]) -> bool:
    """Whether the task has a hint."""
    hint = task.get(HINT)
    return isinstance(hint, str) and hint != ""


def has_solution(task: dict[str, Any]) -> bool:
    """Whether the task has a known solution; with a hint, that makes it a training task."""
    return as_list(task.get("known_solutions")) != []


def role_of(task: dict[str, Any]) -> str:
    """What a task is for: `training` (a known solution and a hint), `control` (a known solution), else `general`."""
    if not has_solution(task):
        return "general"
    return "training" if has_hint(task) else "control"


def lists_keys(schema: Schema) -> bool:
    """Whether the contract says what keys an object of this schema may have; what a project fills in is closed."""
    return "properties" in schema and "additionalProperties" not in schema


def is_infinite(item: dict[str, Any]) -> bool:
    """Whether the item says that its overlap is infinite."""
    value = item.get("infinite_overlap")
    return value is True or value == "true"


def tasks_of(item: dict[str, Any], context: Context) -> list[dict[str, Any]]:
    """The tasks of an item: those inside a suite, or the item itself."""
    if context.kind != "task-suites":
        return [item]
    return [each for each in as_list(item.get("tasks")) if isinstance(each, dict)]


def how_many(count: Count, noun: str, verb: str = "") -> str:
    """`2,000 tasks (first: item 0)`, or `1 task (item 0)`; with a verb in the singular, `1 task (item 0) has`."""
    which = f"(item {count.first:,})" if count.number == 1 else f"(first: item {count.first:,})"
    verbs = {"has": "have", "is": "are"}
    told = verb if count.number == 1 else verbs.get(verb, verb)
    return f"{counted(count.number, noun)} {which} {told}".rstrip()


def reward_of(context: Context) -> float | None:
    """What the pool pays for an assignment; None where it does not say."""
    reward = (context.pool or {}).get("reward_per_assignment")
    return reward if isinstance(reward, int | float) and not isinstance(reward, bool) else None
