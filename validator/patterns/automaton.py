"""A machine that matches the tree of a pattern in time linear in the text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from validator.patterns.chars import Chars
from validator.patterns.tree import Alt, Cat, Look, Node, Repeat, subtrees

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOM = 500_000  # how many states, in all, the remembered steps of one machine may hold


class _Jump(NamedTuple):
    """A step that reads nothing, open only where the state `guard` is alive (or is not)."""

    source: int
    guard: int | None = None
    wanted: bool = True


class Machine:
    """Reads the text from its end to its start and keeps the states from which the rest can be matched.

    Backwards, because what a lookahead asks about has then been read already: a lookahead is a set of states
    of its own, and holds where its first state is alive. So nothing is ever tried twice.
    """

    def __init__(self, tree: Node) -> None:
        self._reads: list[list[tuple[int, Chars]]] = []  # by state: who gets here, by reading what
        self._jumps: list[list[_Jump]] = []  # by state: who gets here without reading
        self._depth: list[int] = []  # by state: how many lookaheads it stands in
        self._goals: set[int] = set()  # the last states of lookaheads, alive everywhere
        self._end = self._new(0)  # alive at the end of the text alone
        goal = self._new(0)
        self._start = self._build(tree, goal, 0)
        self._cuts = sorted({cut for node in subtrees(tree) if isinstance(node, Chars) for cut in node.cuts})
        self._deepest = max(self._depth)
        self._last = self._close({self._end, goal} | self._goals)
        self._steps: dict[tuple[frozenset[int], int], frozenset[int]] = {}
        self._room = _ROOM

    def matches(self, text: str) -> bool:
        """Whether the tree matches the whole text."""
        alive = self._last
        for char in reversed(text):
            # Between two cuts all characters are alike: one remembered step serves them all.
            key = (alive, bisect_right(self._cuts, ord(char)))
            alive = self._steps.get(key) or self._step(key, ord(char))
            if not alive:
                return False
        return self._start in alive

    def includes(self, other: Machine, most: int = 10_000) -> bool | None:
        """Whether this tree matches every text that the other one matches; None if `most` steps do not tell."""
        cuts = sorted({0, *self._cuts, *other._cuts})
        seen = {(self._last, other._last)}
        pending = list(seen)
        while pending:
            mine, others = pending.pop()
            if other._start in others and self._start not in mine:
                return False
            if len(seen) > most:
                return None
            for code in cuts:  # each stands for all characters up to the next
                both = (self._after(mine, code), other._after(others, code))
                if both[1] and both not in seen:
                    seen.add(both)
                    pending.append(both)
        return True

    def _after(self, alive: frozenset[int], code: int) -> frozenset[int]:
        key = (alive, bisect_right(self._cuts, code))
        return self._steps.get(key) or self._step(key, code)

    def _step(self, key: tuple[frozenset[int], int], code: int) -> frozenset[int]:
        found = {source for state in key[0] for source, chars in self._reads[state] if code in chars}
        alive = self._close(found | self._goals)
        self._room -= len(alive) + 1
        if self._room < 0:
            self._steps.clear()
            self._room = _ROOM
        self._steps[key] = alive
        return alive

    def _close(self, seeds: Iterable[int]) -> frozenset[int]:
        """Add all states that reach the seeds by jumps; the innermost lookaheads first, for others ask about them."""
        alive = set(seeds)
        for depth in range(self._deepest, -1, -1):
            pending = [state for state in alive if self._depth[state] == depth]
            while pending:
                for source, guard, wanted in self._jumps[pending.pop()]:
                    if source not in alive and (guard is None or (guard in alive) is wanted):
                        alive.add(source)
                        pending.append(source)
        return frozenset(alive)

    def _new(self, depth: int) -> int:
        self._reads.append([])
        self._jumps.append([])
        self._depth.append(depth)
        return len(self._depth) - 1

    def _join(self, depth: int, *targets: int) -> int:
        state = self._new(depth)
        for target in targets:
            self._jumps[target].append(_Jump(state))
        return state

    def _build(self, node: Node, after: int, depth: int) -> int:
        """Lay states for the node in front of the state `after`, and return the first of them."""
        match node:
            case Cat(parts):
                for part in reversed(parts):
                    after = self._build(part, after, depth)
                return after
            case Alt(parts):
                return self._join(depth, *[self._build(part, after, depth) for part in parts])
            case Repeat():
                return self._build_repeat(node, after, depth)
        state = self._new(depth)
        match node:
            case Chars():
                self._reads[after].append((state, node))
            case Look(body, wanted):
                goal = self._new(depth + 1)
                self._goals.add(goal)
                self._jumps[after].append(_Jump(state, self._build(body, goal, depth + 1), wanted))
            case _:  # the end of the text: anchors at its start are gone by now
                self._jumps[after].append(_Jump(state, self._end))
        return state

    def _build_repeat(self, node: Repeat, after: int, depth: int) -> int:
        for _ in range(node.least):
            after = self._build(node.body, after, depth)
        if node.most is None:
            state = self._join(depth, after)
            self._jumps[self._build(node.body, state, depth)].append(_Jump(state))
            return state
        # The copies that may be left out come first and are entered anywhere: few of them are alive at a time.
        entries = [after]
        for _ in range(node.most - node.least):
            entries.append(self._build(node.body, entries[-1], depth))
        return self._join(depth, *entries)
