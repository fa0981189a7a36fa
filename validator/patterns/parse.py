"""Reads the patterns of a project's task_spec and gives each one meaning in every regular-expression engine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NoReturn

from validator.patterns.automaton import Machine
from validator.patterns.chars import ALNUM, DIGIT, LAST, LOWER, NOT_A_LINE_BREAK, SPACE, SURROGATES, UPPER, WORD, Chars
from validator.patterns.portable import END
from validator.patterns.tree import (
    Alt,
    Cat,
    End,
    Look,
    Node,
    Repeat,
    Start,
    alt,
    cat,
    has_lookahead,
    is_empty,
    is_simple,
    repeat,
    size,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["InvalidPatternError", "Pattern", "UnsupportedPatternError", "parse"]

_DEEPEST = 40  # groups in groups; jsonschema-rs gives up beyond sixty
_LARGEST = 45_000  # jsonschema-rs fails near 50,000
_INT_MAX = 2**31 - 1  # Java counts no further
_SHOWN = 80


class InvalidPatternError(ValueError):
    """A pattern that no server would compile."""

    def __init__(self, pattern: str, position: int, why: str) -> None:
        self.pattern, self.position, self.why = pattern, position, why
        super().__init__(pattern, position, why)

    def __str__(self) -> str:
        return f"the pattern {_shown(self.pattern)} is broken at position {self.position}: {self.why}"


class UnsupportedPatternError(ValueError):
    """A pattern that some engine may take, but that engines do not read alike or not in bounded time."""

    def __init__(self, pattern: str, position: int, construct: str) -> None:
        self.pattern, self.position, self.construct = pattern, position, construct
        super().__init__(pattern, position, construct)

    def __str__(self) -> str:
        where = f"{self.construct} at position {self.position}"
        return f"the pattern {_shown(self.pattern)} has {where}, which is not supported"


def _shown(pattern: str) -> str:
    return repr(pattern if len(pattern) <= _SHOWN else pattern[:_SHOWN] + "…")


@dataclass(frozen=True)
class Pattern:
    """A pattern that is understood: `portable` means the same in Python, Rust and ECMAScript (with the u flag)."""

    source: str
    portable: str
    has_lookahead: bool
    is_simple: bool  # an engine that backtracks takes no more than linear time over it
    tree: Node = field(repr=False, compare=False)

    @cached_property
    def _machine(self) -> Machine:
        return Machine(self.tree)

    def matches(self, text: str) -> bool:
        """Whether the pattern matches the whole text, in time linear in its length."""
        return self._machine.matches(text)


@lru_cache(maxsize=1024)
def parse(pattern: str) -> Pattern:
    """Read a pattern, or say why not: InvalidPatternError, UnsupportedPatternError."""
    tree = _Parser(pattern).parse()
    return Pattern(pattern, f"^(?:{write(tree)}){END}", has_lookahead(tree), is_simple(tree), tree)


# --- characters ---

_NAMED = {code: ord(char) for code, char in zip("tnrfae", "\t\n\r\f\a\x1b", strict=True)}
_CLASSES = {"d": DIGIT, "w": WORD, "s": SPACE, "D": ~DIGIT, "W": ~WORD, "S": ~SPACE}
_PROPERTIES = {
    "Alpha": UPPER | LOWER,
    "Digit": DIGIT,
    "Alnum": ALNUM,
    "Upper": UPPER,
    "Lower": LOWER,
    "Punct": Chars.of((33, 47), (58, 64), (91, 96), (123, 126)),
    "Space": SPACE,
}
_ANCHORS: dict[str, Callable[[int], Node]] = {"A": Start, "z": End, "Z": End}
_UNSUPPORTED_ESCAPES = {
    **dict.fromkeys("bB", "a word boundary"),
    **dict.fromkeys("k123456789", "a backreference"),
    **dict.fromkeys("hH", "a class of horizontal spaces"),
    **dict.fromkeys("vV", "a class of vertical spaces"),
    "G": "an anchor at the last match",
    "R": "a line break of any kind",
    "X": "a grapheme cluster",
    "N": "a named character",
    "c": "a control character by letter",
}
_NOT_IN_CLASS = "bBGRXkAzZ123456789"

# --- reading ---

_COUNT = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_NAME = re.compile(r"P?<([A-Za-z][A-Za-z0-9]*)>")
_FLAGS = re.compile(r"[idmsuxU]*-?[idmsuxU]*[:)]")
_HEX = re.compile(r"x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})")
_LOW_SURROGATE = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_OCTAL = re.compile(r"0([0-3][0-7]{2}|[0-7]{1,2})")
_PROPERTY = re.compile(r"[pP](?:\{([^}]+)\}|[A-Za-z])")


class _Parser:
    """A recursive descent over one pattern; `at` is where it stands in `text`, the pattern without its quotes."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.text, self.places = _unquote(pattern)
        self.at = 0
        self.ignore_case = False
        self.names: set[str] = set()

    def parse(self) -> Node:
        self.ignore_case = self._take("(?i)")
        tree = self._alternatives(depth=0)
        if self.at < len(self.text):
            self._invalid("this parenthesis closes no group")
        tree = self._settle(tree, first=True, last=True, looking=False)
        if size(tree) > _LARGEST:
            self._unsupported("too many parts", 0)
        return tree

    def _invalid(self, why: str, at: int | None = None) -> NoReturn:
        raise InvalidPatternError(self.pattern, self.places[self.at if at is None else at], why)

    def _unsupported(self, construct: str, at: int) -> NoReturn:
        raise UnsupportedPatternError(self.pattern, self.places[at], construct)

    def _take(self, start: str) -> bool:
        taken = self.text.startswith(start, self.at)
        self.at += len(start) if taken else 0
        return taken

    def _scan(self, expected: re.Pattern[str]) -> re.Match[str] | None:
        found = expected.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _alternatives(self, depth: int) -> Node:
        branches = [self._sequence(depth)]
        while self._take("|"):
            branches.append(self._sequence(depth))
        return alt(branches)

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom(depth)))
        return cat(parts)

    def _atom(self, depth: int) -> Node:
        start, char = self.at, self._peek()
        if char in "*+?":
            self._invalid(f"there is nothing for {char!r} to repeat")
        if char == "{":
            self._count()
            self._unsupported("a repetition of nothing", start)
        self.at += 1
        if char == "(":
            return self._group(start, depth)
        if char == "[":
            return self._class(start)
        if char == "\\":
            if make := _ANCHORS.get(self._peek()):
                self.at += 1
                return make(start)
            chars = self._escaped(in_class=False)
            return self._literal(chars, start) if isinstance(chars, int) else chars
        simple: dict[str, Node] = {".": NOT_A_LINE_BREAK, "^": Start(start), "$": End(start)}
        return simple.get(char) or self._literal(ord(char), start)

    def _literal(self, code: int, start: int) -> Chars:
        return self._range(code, code, start)

    def _range(self, first: int, last: int, start: int) -> Chars:
        if first in SURROGATES or last in SURROGATES:
            self._unsupported("half of a surrogate pair", start)
        chars = Chars.of((first, last))
        if self.ignore_case:
            twins = [ord(chr(code).swapcase()) for low, high in _PROPERTIES["Alpha"].ranges
                     for code in range(low, high + 1) if code in chars]  # fmt: skip
            chars |= Chars.of(*[(code, code) for code in twins])
        return chars

    def _quantified(self, body: Node) -> Node:
        start, char = self.at, self._peek()
        if char == "" or char not in "*+?{":
            return body
        least, most = self._count()
        if self._take("+"):
            self._unsupported("a possessive quantifier", start)
        self._take("?")  # lazy: which way is tried first makes no difference to a match of the whole
        node = repeat(body, least, most)
        if size(node) > _LARGEST and isinstance(node, Repeat):
            self._unsupported("too large a repetition", start)
        return node

    def _count(self) -> tuple[int, int | None]:
        for sign, bounds in {"*": (0, None), "+": (1, None), "?": (0, 1)}.items():
            if self._take(sign):
                return bounds
        start, found = self.at, self._scan(_COUNT)
        if not found:
            self._invalid("'{' starts no repetition here; write '\\{' for the character", start)
        least, most = _number(found[1]), _number(found[3] or found[1])
        if max(least, most) > _INT_MAX:
            self._invalid("the number is too large", start)
        if most < least:
            self._invalid("the repetition ends before it starts", start)
        return least, None if found[2] and not found[3] else most

    def _group(self, start: int, depth: int) -> Node:
        if depth == _DEEPEST:
            self._unsupported("too deep a nesting", start)
        look = next((sign for sign in ("?=", "?!") if self._take(sign)), None)
        if look is None and self._take("?"):
            self._group_kind(start)
        body = self._alternatives(depth + 1)
        if not self._take(")"):
            self._invalid("this group is not closed", start)
        return Look(body, look == "?=") if look else body

    def _group_kind(self, start: int) -> None:
        """Read what stands between `(?` and the body of a group that is not a lookahead."""
        if self._take(":"):
            return
        for sign, construct in {"<=": "a lookbehind", "<!": "a lookbehind", ">": "an atomic group"}.items():
            if self._take(sign):
                self._unsupported(construct, start)
        if self._scan(_FLAGS):
            self._unsupported("an inline flag", start)
        name = self._scan(_NAME)
        if not name:
            self._invalid("there is no such kind of group", start)
        if name[1] in self.names:
            self._invalid(f"another group is named {name[1]!r}", start)
        self.names.add(name[1])

    def _escaped(self, *, in_class: bool) -> int | Chars:
        """What a backslash, just read, makes of the text behind it; a single character is an int."""
        start, letter = self.at - 1, self._peek()
        if letter in ("p", "P"):
            return self._property(start)
        if letter in _UNSUPPORTED_ESCAPES and not (in_class and letter in _NOT_IN_CLASS):
            self._unsupported(_UNSUPPORTED_ESCAPES[letter], start)
        if letter in _CLASSES:
            self.at += 1
            return _CLASSES[letter]
        return self._escaped_code(start)

    def _escaped_code(self, start: int) -> int:
        if found := self._scan(_HEX):
            return self._joined(int(found[found.lastindex or 0], 16), start)
        if found := self._scan(_OCTAL):
            return int(found[1], 8)
        letter = self._peek()
        if letter == "":
            self._invalid("nothing follows the backslash", start)
        if letter.isascii() and letter.isalnum() and letter not in _NAMED:
            self._invalid("there is no such escape", start)
        self.at += 1
        return _NAMED.get(letter, ord(letter))

    def _joined(self, code: int, start: int) -> int:
        """The code point, made whole when it is the first of two escapes that form a surrogate pair."""
        if code > LAST:
            self._invalid("there is no such character", start)
        if code in SURROGATES[:1024] and (low := self._scan(_LOW_SURROGATE)):
            return ord(bytes.fromhex(f"{code:04x}{low[1]}").decode("utf-16-be"))
        return code

    def _property(self, start: int) -> Chars:
        negated = self._peek() == "P"
        found = self._scan(_PROPERTY)
        if not found:
            self._invalid("this is no property of characters", start)
        chars = _PROPERTIES.get(found[1])
        if chars is None:
            self._unsupported("a Unicode property", start)
        if self.ignore_case:
            self._unsupported("a property that ignores case", start)
        return ~chars if negated else chars

    def _class(self, start: int) -> Chars:
        negated, chars, first = self._take("^"), Chars(()), self.at
        while self.at == first or self._peek() != "]":  # a bracket in the first place is a character
            if self._peek() == "":
                self._invalid("this class is not closed", start)
            chars |= self._class_item()
        self.at += 1
        return ~chars if negated else chars

    def _class_item(self) -> Chars:
        start = self.at
        first = self._class_char()
        if isinstance(first, Chars):
            return first
        if self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("", "]"):
            return self._literal(first, start)
        self.at += 1
        last = self._class_char()
        if isinstance(last, Chars):
            self._invalid("a range cannot end in a class", start)
        if last < first:
            self._invalid("the range ends before it starts", start)
        return self._range(first, last, start)

    def _class_char(self) -> int | Chars:
        """The next character of a class, or the set of characters that an escape stands for."""
        start, char = self.at, self._peek()
        if char == "[":
            self._unsupported("a class in a class", start)
        if self._take("&&"):
            self._unsupported("an intersection of classes", start)
        self.at += 1
        return self._escaped(in_class=True) if char == "\\" else ord(char)

    def _settle(self, node: Node, *, first: bool, last: bool, looking: bool) -> Node:
        """Drop the anchors that say what is true anyway (a pattern matches the whole text); refuse all others.

        A lookahead may end before the text does, so an end anchor stays there.
        """
        match node:
            case Cat(parts):
                head, tail = _empty_run(parts), len(parts) - 1 - _empty_run(parts[::-1])
                return cat([self._settle(each, first=first and i <= head, last=last and i >= tail, looking=looking)
                            for i, each in enumerate(parts)])  # fmt: skip
            case Alt(parts):
                return alt([self._settle(each, first=first, last=last, looking=looking) for each in parts])
            case Repeat(body, least, most):
                once = most == 1
                body = self._settle(body, first=first and once, last=last and once, looking=looking)
                return repeat(body, least, most)
            case Look(body, wanted):
                return Look(self._settle(body, first=first, last=True, looking=True), wanted)
        return self._settle_anchor(node, first=first, last=last, looking=looking)

    def _settle_anchor(self, node: Node, *, first: bool, last: bool, looking: bool) -> Node:
        match node:
            case Start(place) if not first:
                self._unsupported("a start anchor behind something else", place)
            case End(place) if not last:
                self._unsupported("an end anchor before something else", place)
            case End() if looking:
                return node
            case Start() | End():
                return Cat()
        return node


def _empty_run(parts: tuple[Node, ...]) -> int:
    """How many of the first parts never read a character."""
    return next((i for i, each in enumerate(parts) if not is_empty(each)), len(parts))


def _number(digits: str) -> int:
    """The number; one far too large for Java is cut short, so that it stays cheap to read and too large."""
    return int(digits.lstrip("0")[:11] or "0")


def _unquote(pattern: str) -> tuple[str, list[int]]:
    r"""The pattern with each `\Q...\E` spelt out in escapes, and where each of its characters comes from."""
    pieces: list[str] = []
    places: list[int] = []
    at, quoted = 0, False
    while at < len(pattern):
        piece = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        if piece == (r"\E" if quoted else r"\Q"):
            quoted = not quoted
        else:
            piece = piece[0] if quoted else piece
            pieces.append(_quote(piece) if quoted else piece)
            places += [at] * len(pieces[-1])
        at += len(piece)
    return "".join(pieces), [*places, len(pattern)]


def _quote(char: str) -> str:
    # A bare digit could join a number or an escape in front of the quote.
    if char.isascii() and char.isdigit():
        return f"\\x{ord(char):02x}"
    return f"\\{char}" if char.isascii() and not char.isalpha() else char
