"""What the rules do with objects: worked out once for each sequence of keys, and looked up from then on.

An item is a tree of objects of which the contract lists the keys: the item, the tasks of a suite, their solutions.
Each is a level. Objects of a level with the same keys wake the same checks, and files have a handful of such sequences;
a check is then asked about all objects of a batch that wake it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from validator.contract.schemas import Schema, known_keys
from validator.lint.texts import text_checks
from validator.model import Path, Problem
from validator.rules.base import Check, Count, Fact, Rule, Scope
from validator.rules.parts import SOLUTIONS, lists_keys

# A file in which every object has other keys must not fill the memory.
_MOST_PLANS = 1_000

Counted = tuple[str, Hashable]
#: The way to an object inside its item: its steps.
Way = tuple[str | int, ...]


class Objects(NamedTuple):
    """Objects of one level."""

    values: Sequence[dict[str, Any]]
    #: The number of the item that each is, or is part of.
    items: Sequence[int]
    #: The way to each inside its item; None for items themselves.
    ways: Sequence[Way] | None = None

    def some(self, numbers: Sequence[int]) -> Objects:
        """Those with these numbers."""
        if len(numbers) == len(self.values):
            return self
        values, items, ways = self
        return Objects([values[n] for n in numbers], [items[n] for n in numbers], ways and [ways[n] for n in numbers])

    def inside(self, key: str) -> Objects:
        """The objects in the lists that these have under a key."""
        found = [
            (each, item, (*(self.ways[n] if self.ways else ()), key, m))
            for n, (value, item) in enumerate(zip(self.values, self.items, strict=True))
            if type(value[key]) is list
            for m, each in enumerate(value[key])
            if type(each) is dict
        ]
        return Objects([each for each, _, _ in found], [n for _, n, _ in found], [way for _, _, way in found])


class Seen:
    """What the rules found in items, by the number of the item, and what they counted."""

    def __init__(self) -> None:
        self.problems: dict[int, list[Problem]] = {}
        #: By code and thing: the number, and the first item.
        self.counts: dict[Counted, Count] = {}

    def add(self, objects: Objects, n: int, problem: Problem) -> None:
        """Keep what is wrong with the n-th of some objects."""
        if objects.ways:
            problem = problem._replace(path=Path((*objects.ways[n], *problem.path)))
        self.problems.setdefault(objects.items[n], []).append(problem)

    def count(self, thing: Counted, number: int, first: int) -> None:
        """Count objects, the first of which is part of this item."""
        known = self.counts.get(thing)
        self.counts[thing] = Count(number, first) if known is None else Count(known[0] + number, min(known[1], first))


@dataclass(frozen=True, eq=False)
class Plan:
    """What objects wake by their keys; those that wake the same share a plan, in whatever order their keys are."""

    #: What is wrong with the keys themselves.
    problems: Sequence[Problem]
    #: Numbers of checks and of facts of the level.
    checks: tuple[int, ...]
    facts: tuple[int, ...]
    #: What each of the objects counts as.
    things: tuple[Counted, ...]
    #: The keys that hold lists of objects of another level.
    inner: tuple[str, ...]


class Level:
    """One level of an item.

    Args:
        scope: What is known, and the schema of the objects.
        roles: The scopes of rules that mean these objects.
        rules: The rules that may speak.
    """

    def __init__(self, scope: Scope, roles: frozenset[str], rules: Sequence[Rule]) -> None:
        mine = [each for each in rules if each.scope in roles]
        self._shapes = [each.shape(scope) for each in mine if each.shape]
        made = [(each.keys_for(scope), each.check(scope)) for each in mine if each.check]
        self._checks: list[tuple[Sequence[str], Check]] = [(keys, check) for keys, check in made if check]
        self._checks += text_checks(scope, roles, rules)
        facts = [(each.code, each.keys_for(scope), each.fact(scope)) for each in mine if each.fact]
        self._facts: list[tuple[str, Sequence[str], Fact]] = [(code, keys, fact) for code, keys, fact in facts if fact]
        self._inner = {key: Level(Scope(scope.context, schema), _roles(key), rules) for key, schema in _lists(scope)}
        #: By the keys of objects.
        self._plans: dict[tuple[str, ...], Plan] = {}
        #: By what is woken.
        self._shared: dict[tuple[object, ...], Plan] = {}

    @property
    def facts(self) -> list[tuple[str, Fact]]:
        """What is counted at this level and inside it, with the code of the rule."""
        own = [(code, fact) for code, _, fact in self._facts]
        return [*own, *(each for level in self._inner.values() for each in level.facts)]

    def look(self, objects: Objects, seen: Seen) -> None:
        """See what the rules say of objects and of what is inside them."""
        woken = self._woken(objects, seen)
        for check, numbers in woken.checks.items():
            some = objects.some(numbers)
            for n, problem in self._checks[check][1](some.values):
                seen.add(some, n, problem)
        for fact, numbers in woken.facts.items():
            code, _, (_, of, _) = self._facts[fact]
            some = objects.some(numbers)
            for n, each in of(some.values) if of else ():
                seen.count((code, each), 1, some.items[n])
        for key, numbers in woken.inner.items():
            inside = objects.some(numbers).inside(key)
            if inside.values:
                self._inner[key].look(inside, seen)

    def _woken(self, objects: Objects, seen: Seen) -> _Woken:
        """What the objects wake; what their keys alone tell is seen at once."""
        groups: dict[Plan, list[int]] = defaultdict(list)
        plans = self._plans
        for n, keys in enumerate(map(tuple, objects.values)):
            groups[plans.get(keys) or self._plan(keys)].append(n)
        woken = _Woken()
        for plan, numbers in groups.items():
            woken.add(plan, numbers)
            for problem in plan.problems:
                for n in numbers:
                    seen.add(objects, n, problem)
            for thing in plan.things:
                seen.count(thing, len(numbers), objects.items[numbers[0]])
        return woken

    def _plan(self, keys: tuple[str, ...]) -> Plan:
        if len(self._plans) >= _MOST_PLANS:
            self._plans.clear()
        have = frozenset(keys)
        problems = [problem for shape in self._shapes for problem in shape(keys)]
        facts = tuple(n for n, (_, wake, fact) in enumerate(self._facts) if fact.of and _wakes(wake, have))
        others = [(code, fact.otherwise) for n, (code, _, fact) in enumerate(self._facts) if n not in facts]
        things = tuple((code, thing) for code, thing in others if thing is not None)
        checks = tuple(n for n, (wake, _) in enumerate(self._checks) if _wakes(wake, have))
        woken = checks, facts, things, tuple(key for key in self._inner if key in have)
        plan = Plan(problems, *woken) if problems else self._shared.setdefault(woken, Plan((), *woken))
        self._plans[keys] = plan
        return plan


class _Woken:
    """Which of some objects wake what, by their numbers."""

    def __init__(self) -> None:
        self.checks: dict[int, list[int]] = defaultdict(list)
        self.facts: dict[int, list[int]] = defaultdict(list)
        self.inner: dict[str, list[int]] = defaultdict(list)

    def add(self, plan: Plan, numbers: list[int]) -> None:
        """Objects with the same keys."""
        for check in plan.checks:
            self.checks[check] += numbers
        for fact in plan.facts:
            self.facts[fact] += numbers
        for key in plan.inner:
            self.inner[key] += numbers


def _wakes(keys: Sequence[str], have: frozenset[str]) -> bool:
    return not keys or not have.isdisjoint(keys)


def _roles(key: str) -> frozenset[str]:
    return frozenset({"object", "solution" if key in SOLUTIONS else "task"})


def _lists(scope: Scope) -> list[tuple[str, Schema]]:
    """The keys that hold lists of objects of which the contract lists the keys, with the schema of such an object."""
    inside = {key: each["items"] for key, each in known_keys(scope.schema).items() if "items" in each}
    return [(key, schema) for key, schema in inside.items() if lists_keys(schema)]


def facts_of(counts: Mapping[Counted, Count], code: str) -> dict[Hashable, Count]:
    """What one rule counted."""
    return {thing: count for (of, thing), count in counts.items() if of == code}
