"""Strings that a pattern matches, of a wanted length: the tree of the pattern is walked, and nothing is tried twice."""

from __future__ import annotations

from collections.abc import Sequence

from validator.fuzz.choices import Source, characters, chosen
from validator.patterns.chars import Chars
from validator.patterns.tree import Alt, Cat, Node, Repeat

#: Longer texts repeat themselves: each choice costs time.
_FRESH = 48


def filled(source: Source, chars: Chars, length: int) -> str:
    """That many characters of the set; a long text is the same again and again."""
    if length <= _FRESH:
        return source.text(chars, length, length)
    return (source.text(chars, _FRESH, _FRESH) * (length // _FRESH + 1))[:length]


class Speller:
    """Spells out one pattern tree. A set of lengths is an integer: its n-th bit says that n is in the set.

    Args:
        tree: The pattern; what its lookaheads ask is left to whoever takes the strings.
        longest: No string is longer.
    """

    def __init__(self, tree: Node, longest: int) -> None:
        self._tree = tree
        self._all = (1 << longest + 1) - 1
        self._masks: dict[object, int] = {}
        self._choices: dict[object, Sequence[int]] = {}

    def lengths(self, least: int, most: int) -> Sequence[int]:
        """The lengths between the two that a match can have."""
        mask = self._mask(self._tree)
        return [n for n in range(least, min(most, mask.bit_length()) + 1) if mask >> n & 1]

    def spell(self, source: Source, lengths: Sequence[int]) -> str:
        """A match of one of these lengths, which `lengths` must have given."""
        tree = self._tree
        if isinstance(tree, Repeat) and isinstance(tree.body, Chars) and lengths[-1] <= _FRESH:
            return source.text(tree.body, lengths[0], lengths[-1])
        return self._spell(tree, source, chosen(source, lengths))

    def _mask(self, node: Node) -> int:
        key = id(node)  # the tree lives as long as this does, so an id stands for one node
        if key not in self._masks:
            self._masks[key] = self._all & self._new_mask(node)
        return self._masks[key]

    def _new_mask(self, node: Node) -> int:
        match node:
            case Chars():
                return 0b10 if characters(node) else 0
            case Cat(parts):
                return self._rest(parts, 0)
            case Alt(parts):
                mask = 0
                for each in parts:
                    mask |= self._mask(each)
                return mask
            case Repeat(body, least, most):
                return self._times(body, least, most)
        return 1

    def _rest(self, parts: tuple[Node, ...], start: int) -> int:
        """The lengths of the parts from one on."""
        if (id(parts), start) not in self._masks:
            mask = self._masks[id(parts), len(parts)] = 1
            for n in range(len(parts) - 1, -1, -1):
                mask = self._masks[id(parts), n] = self._sum(self._mask(parts[n]), mask)
        return self._masks[id(parts), start]

    def _times(self, body: Node, least: int, most: int | None) -> int:
        """The lengths of so many bodies, one after the other."""
        key = (id(body), least, most)
        if key not in self._masks:
            self._masks[key] = self._new_times(body, least, most)
        return self._masks[key]

    def _new_times(self, body: Node, least: int, most: int | None) -> int:
        room = self._all.bit_length() - 1
        if isinstance(body, Chars) and characters(body):
            top = room if most is None else min(most, room)
            return self._all & ((1 << top + 1) - (1 << least)) if least <= top else 0
        once = self._mask(body)
        mask = self._power(once, least)
        # What a body adds is at least one character, or nothing: so many rounds are enough.
        for _ in range(room if most is None else min(most - least, room)):
            longer = mask | self._sum(mask, once)
            if longer == mask:
                break
            mask = longer
        return mask

    def _power(self, once: int, count: int) -> int:
        mask = 1
        for bit in f"{count:b}":
            mask = self._sum(mask, mask)
            mask = self._sum(mask, once) if bit == "1" else mask
        return mask

    def _sum(self, one: int, other: int) -> int:
        """The sums of a length of the one and a length of the other."""
        if one.bit_count() > other.bit_count():
            one, other = other, one
        total = 0
        for n in _bits(one):
            total |= other << n
        return total & self._all

    def _spell(self, node: Node, source: Source, length: int) -> str:
        match node:
            case Chars():
                first, last = node.ranges[0]
                return chr(first) if first == last and len(node.ranges) == 1 else filled(source, node, 1)
            case Cat(parts):
                return self._spell_parts(parts, source, length)
            case Alt(parts):
                able = [each for each in parts if self._mask(each) >> length & 1]
                return self._spell(chosen(source, able), source, length)
            case Repeat(body, least, most):
                return self._spell_times(body, least, most, source, length)
        return ""

    def _spell_parts(self, parts: tuple[Node, ...], source: Source, length: int) -> str:
        pieces = []
        for n, part in enumerate(parts):
            size = chosen(source, self._sizes(part, length, self._rest(parts, n + 1)))
            pieces.append(self._spell(part, source, size))
            length -= size
        return "".join(pieces)

    def _spell_times(self, body: Node, least: int, most: int | None, source: Source, length: int) -> str:
        if isinstance(body, Chars):
            return filled(source, body, length)
        pieces: list[str] = []
        while least or length:
            must_read = not least  # a body that may be left out and reads nothing would have no end
            least, most = max(least - 1, 0), None if most is None else most - 1
            sizes = self._sizes(body, length, self._times(body, least, most))
            size = chosen(source, [each for each in sizes if each or not must_read])
            pieces.append(self._spell(body, source, size))
            length -= size
        return "".join(pieces)

    def _sizes(self, node: Node, length: int, after: int) -> Sequence[int]:
        """The lengths that a node may have where it and what comes after it have this one."""
        key = (id(node), length, after)
        if key not in self._choices:
            self._choices[key] = [n for n in _bits(self._mask(node)) if n <= length and after >> (length - n) & 1]
        return self._choices[key]


def _bits(mask: int) -> list[int]:
    """The positions of the ones, the lowest first."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
