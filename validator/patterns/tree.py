"""The tree of a pattern: its nodes, how to make them, write them and judge them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, prod
from typing import TYPE_CHECKING, TypeAlias

from validator.patterns.chars import LAST, SURROGATES, Chars
from validator.patterns.portable import END

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Cat:
    """One part after the other; without parts, the empty string."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Alt:
    """Any one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The body from `least` to `most` times; None is no limit."""

    body: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """A lookahead: what follows must (`wanted`) or must not begin with the body."""

    body: Node
    wanted: bool


@dataclass(frozen=True, slots=True)
class Start:
    """The start of the text, with the place in the pattern that asked for it."""

    place: int


@dataclass(frozen=True, slots=True)
class End:
    """The end of the text, with the place in the pattern that asked for it."""

    place: int


Node: TypeAlias = Chars | Cat | Alt | Repeat | Look | Start | End


def subtrees(node: Node) -> Iterator[Node]:
    """The node and all that it is made of."""
    yield node
    match node:
        case Cat(parts) | Alt(parts):
            for each in parts:
                yield from subtrees(each)
        case Repeat(body) | Look(body):
            yield from subtrees(body)


def has_lookahead(tree: Node) -> bool:
    """Whether a lookahead stands anywhere in the tree."""
    return any(isinstance(node, Look) for node in subtrees(tree))


def cat(parts: list[Node]) -> Node:
    """The parts one after the other, without sequences in sequences."""
    flat = [inner for each in parts for inner in (each.parts if isinstance(each, Cat) else (each,))]
    return flat[0] if len(flat) == 1 else Cat(tuple(flat))


def alt(parts: list[Node]) -> Node:
    """Any one of the parts, without choices in choices."""
    flat = [inner for each in parts for inner in (each.parts if isinstance(each, Alt) else (each,))]
    return flat[0] if len(flat) == 1 else Alt(tuple(flat))


def repeat(body: Node, least: int, most: int | None) -> Node:
    """The body that often, without repetitions that say nothing."""
    if is_empty(body):  # engines refuse, or differ on, repeating what reads nothing; once says it all
        return body if least else Cat()
    if most == 0:
        return Cat()
    return body if least == most == 1 else Repeat(body, least, most)


def is_empty(node: Node) -> bool:
    """Whether the node never reads a character."""
    match node:
        case Cat(parts) | Alt(parts):
            return all(map(is_empty, parts))
        case Look() | Start() | End():
            return True
    return False


_ASCII = 0x7F


def size(node: Node) -> int:
    """How large the node is once its repetitions are written out, as the Rust engine counts: an ASCII letter is 4.

    What it compiles may not pass 10 MB. Measured: sets grow with the gaps they have among longer UTF-8 sequences,
    and those that reach to the last code point need more.
    """
    match node:
        case Chars(cuts):
            return max(4, 6 * (LAST in node) + sum(cut > _ASCII for cut in cuts))
        case Cat(parts) | Alt(parts):
            return 1 + sum(map(size, parts))
        case Repeat(body, least, most):
            return 1 + size(body) * (least + 1 if most is None else most)
        case Look(body):
            return 1 + size(body)
    return 1


_SYNTAX = frozenset("^.*+?()[]{}|")
_BASIC_PLANE = 0xFFFF


def write(node: Node) -> str:
    """The node in the notation that Python, Rust and ECMAScript (with the u flag) read alike."""
    match node:
        case Chars():
            return _write_chars(node)
        case Cat(parts):
            return "".join(f"(?:{write(each)})" if isinstance(each, Alt) else write(each) for each in parts)
        case Alt(parts):
            return "|".join(map(write, parts))
        case Look(body, wanted):
            return f"(?{'=' if wanted else '!'}{write(body)})"
        case Repeat(body, least, most):
            text = write(body) if isinstance(body, Chars) else f"(?:{write(body)})"
            return text + _write_count(least, most)
    return END


def _write_count(least: int, most: int | None) -> str:
    signs = {(0, None): "*", (1, None): "+", (0, 1): "?"}
    exact = f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"
    return signs.get((least, most), exact)


def _write_chars(chars: Chars) -> str:
    if not chars.cuts or chars.cuts == (0,):
        return r"[\s\S]" if chars.cuts else r"[^\s\S]"  # `[]` and `[^]` are not portable
    if len(chars.ranges) == 1 and chars.ranges[0][0] == chars.ranges[0][1]:
        return _write_char(chr(chars.cuts[0]))
    # Surrogates are in the set all or none; Rust cannot name them, so the form is chosen that leaves them out.
    negated = SURROGATES.start in chars
    items = (~chars if negated else chars).ranges
    return f"[{'^' * negated}{''.join(_write_range(*each) for each in items)}]"


def _write_range(first: int, last: int) -> str:
    ends = [_write_char(chr(code), in_class=True) for code in dict.fromkeys((first, last))]
    return ("-" if last - first > 1 else "").join(ends)


def _write_char(char: str, *, in_class: bool = False) -> str:
    code = ord(char)
    if not char.isascii():  # beyond the basic plane no escape is portable
        return f"\\u{code:04x}" if code <= _BASIC_PLANE else char
    # Not `\$`: fastjsonschema replaces each dollar sign by `\Z`.
    if not char.isprintable() or char in "$\\" or (in_class and not char.isalnum()):
        return f"\\x{code:02x}"
    return f"\\{char}" if char in _SYNTAX else char


_MOST_WAYS = 256
_WIDE = 8  # a repetition with more room than this counts as a loop


def is_simple(tree: Node) -> bool:
    """Whether an engine that backtracks needs no more than linear time: it tries few ways, or one for each length."""
    loops, ways = _effort(tree)
    return loops <= 1 and ways <= _MOST_WAYS and not has_lookahead(tree)


def _effort(node: Node) -> tuple[int, int]:
    """What failing costs an engine that backtracks: the loops in a row, and the ways through all the rest."""
    match node:
        case Cat(parts):
            efforts = [_effort(each) for each in parts]
            return sum(loops for loops, _ in efforts), min(prod(ways for _, ways in efforts), _MOST_WAYS + 1)
        case Alt(parts):
            efforts = [_effort(each) for each in parts]
            return max(loops for loops, _ in efforts), sum(ways for _, ways in efforts)
        case Repeat(body, least, most):
            loops, ways = _effort(body)
            room = inf if most is None else most - least
            if room > _WIDE:
                return (1, 1) if (loops, ways) == (0, 1) else (2, 1)
            times = most or 0
            return loops * times, min(ways, _MOST_WAYS) ** min(times, _MOST_WAYS) * (int(room) + 1)
    return 0, 1
