"""What the rules do with one object: worked out once for each sequence of keys, and looked up from then on.

An item is a tree of objects of which the contract lists the keys: the item, the tasks of a suite, their solutions.
Each is a level. Objects of a level with the same keys wake the same rules, and files have a handful of such sequences.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from validator.contract.schemas import Schema, known_keys
from validator.lint.texts import text_checks
from validator.model import Path, Problem
from validator.rules.base import Check, Count, Fact, Rule, Scope
from validator.rules.parts import SOLUTIONS, lists_keys

# A file in which every object has other keys must not fill the memory.
_MOST_PLANS = 1_000

Counted = tuple[str, Hashable]
#: A way to an object inside an item: its steps.
_Way = tuple[str | int, ...]


class Seen:
    """What the rules found in items, by the number of the item, and what they counted."""

    def __init__(self) -> None:
        self.problems: dict[int, list[Problem]] = {}
        #: By code and thing: the number, and the first item.
        self.counts: dict[Counted, Count] = {}

    def add(self, n: int, way: _Way, problem: Problem) -> None:
        """Keep what is wrong with an object of the n-th item."""
        if way:
            problem = problem._replace(path=Path((*way, *problem.path)))
        self.problems.setdefault(n, []).append(problem)

    def count(self, thing: Counted, n: int) -> None:
        """Count an object of the n-th item."""
        known = self.counts.get(thing)
        self.counts[thing] = Count(1, n) if known is None else Count(known.number + 1, known.first)


class Plan(NamedTuple):
    """What is to be done with objects that have the same keys."""

    #: What is wrong with the keys themselves.
    problems: Sequence[Problem]
    checks: Sequence[Check]
    counters: Sequence[tuple[str, Callable[[dict[str, Any]], Iterable[Hashable]]]]
    #: What each of the objects counts as.
    things: Sequence[Counted]
    #: The keys that hold lists of objects of another level.
    inner: Sequence[tuple[str, Level]]


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
        made = [(each.keys, each.check(scope)) for each in mine if each.check]
        self._checks: list[tuple[Sequence[str], Check]] = [(keys, check) for keys, check in made if check]
        self._checks += text_checks(scope, roles, rules)
        facts = [(each, each.fact(scope)) for each in mine if each.fact]
        #: What is counted, with the rule that counts.
        self.facts: list[tuple[Rule, Fact]] = [(rule, fact) for rule, fact in facts if fact]
        self.inner = {key: Level(Scope(scope.context, schema), _roles(key), rules) for key, schema in _lists(scope)}
        self._plans: dict[tuple[str, ...], Plan] = {}

    def all_facts(self) -> list[tuple[Rule, Fact]]:
        """What is counted at this level and inside it."""
        return [*self.facts, *(each for level in self.inner.values() for each in level.all_facts())]

    def look(self, value: dict[str, Any], n: int, seen: Seen, way: _Way = ()) -> None:
        """See what the rules say of one object, which is part of the n-th item, and of what is inside it."""
        problems, checks, counters, things, inner = self._plans.get(tuple(value)) or self._plan(tuple(value))
        for problem in problems:
            seen.add(n, way, problem)
        for check in checks:
            for problem in check(value):
                seen.add(n, way, problem)
        for code, of in counters:
            for thing in of(value):
                seen.count((code, thing), n)
        for counted in things:
            seen.count(counted, n)
        for key, level in inner:
            level.look_at_each(value[key], n, seen, (*way, key))

    def look_at_each(self, listed: object, n: int, seen: Seen, way: _Way) -> None:
        """The same for each object of a list inside the n-th item."""
        for m, each in enumerate(listed) if type(listed) is list else ():
            if type(each) is dict:
                self.look(each, n, seen, (*way, m))

    def _plan(self, keys: tuple[str, ...]) -> Plan:
        if len(self._plans) >= _MOST_PLANS:
            self._plans.clear()
        have = frozenset(keys)
        woken = [(rule, fact, fact.of is not None and _wakes(rule.keys, have)) for rule, fact in self.facts]
        plan = self._plans[keys] = Plan(
            [problem for shape in self._shapes for problem in shape(keys)],
            [check for wake, check in self._checks if _wakes(wake, have)],
            [(rule.code, fact.of) for rule, fact, is_woken in woken if is_woken and fact.of],
            [
                (rule.code, fact.otherwise)
                for rule, fact, is_woken in woken
                if not is_woken and fact.otherwise is not None
            ],
            [(key, level) for key, level in self.inner.items() if key in have],
        )
        return plan


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
