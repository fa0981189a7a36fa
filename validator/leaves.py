"""Leaves: the scalars of an item, and expressions of the JSON text of all others that a schema would judge alike.

The expressions are for text without backslashes and control characters: there, every quote begins or ends a string.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from math import inf
from typing import Any, TypeAlias

from validator.chars import Chars
from validator.collector import ASSERTIONS
from validator.contracts import Schema
from validator.encoding import compact
from validator.failures import users_pattern
from validator.model import JSON
from validator.numerals import AT_ONCE, Between, decimals, integers, numbers
from validator.pattern_tree import Alt, Cat, Look, Node, Repeat, is_simple, write
from validator.patterns import InvalidPatternError, UnsupportedPatternError, parse
from validator.portable import END

#: What was asked of a leaf: keywords, each with the schema it stands in.
Asked: TypeAlias = "Sequence[tuple[str, Schema]]"

#: Behind so many characters it is not told apart how long a string is: expressions do not count much further.
_LONGEST = 1_000_000
_NOBODY = Chars(())
_ASCII = Chars.of((0x00, 0x7F))
_NO_QUOTE = ~Chars.of((ord('"'), ord('"')))
# Whether such a pattern matches may hang on what stands behind the part that it matches.
_LOOKS_ON = re.compile(r"\$|\(\?[^:]|\\[ABbGZz]")
_STARTS = re.compile(r"(?<!\[)\^")


def literal(value: JSON) -> str:
    """The expression of this one scalar."""
    return re.escape(compact(value).decode())


def alike(value: JSON, asked: Asked, *, is_exact: bool) -> str:
    """The expression of scalars for which each keyword holds, or fails, as it does for this one, itself among them.

    Args:
        value: The scalar.
        asked: The keywords.
        is_exact: Whether only such text fits as compact JSON has for the value, so that it can stand for the value.
    """
    expression: str | None = None
    if isinstance(value, str):
        expression = _string(value, asked)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        expression = _number(value, asked, is_exact=is_exact)
    only = literal(value)
    return expression if expression and re.fullmatch(expression, compact(value).decode()) else only


# --- strings ----------------------------------------------------------------------------------------------------------


def _string(value: str, asked: Asked) -> str | None:
    """The expression for strings; None where only the string itself is known to be alike."""
    named = [[each for each in listed(*one) if isinstance(each, str)] for one in asked]
    if choices := [each for each in named if each]:
        verdicts = [_holds(value, *each) for each in asked]
        same = [each for each in choices[0] if verdicts == [_holds(each, *one) for one in asked]]
        return f"(?:{'|'.join(map(literal, same))})"
    text = _Text(value)
    return text.expression() if all(text.takes(*each) for each in asked) else None


def listed(keyword: str, schema: Schema) -> list[JSON]:
    """The values that a keyword names: those of `enum`, or that of `const`."""
    values: list[JSON] = schema["enum"] if keyword == "enum" else [schema["const"]] if keyword == "const" else []
    return values


def _holds(value: str, keyword: str, schema: Schema) -> bool:
    types, fails, looks_at_length = ASSERTIONS[keyword]
    return str not in types or not fails(schema)(len(value) if looks_at_length else value)


class _Text:
    """What is known of the strings that are alike: how they begin, of which characters they are, and how many."""

    def __init__(self, value: str) -> None:
        self._value = value
        self._prefix = ""
        self._chars = _NO_QUOTE
        self._least: float = 0
        self._most = inf
        self._looks: list[str] = []
        #: Of each of these sets there is a character.
        self._some: list[Chars] = []

    def expression(self) -> str:
        """The expression for all of them."""
        for some in self._some:
            if self._chars & ~some == _NOBODY:
                self._least = max(self._least, 1)
            else:
                self._looks.append(f"(?={write(_NO_QUOTE & ~some)}*{write(_NO_QUOTE & some)})")
        known = len(self._prefix)
        most = "" if self._most == inf else max(0, int(min(self._most, _LONGEST)) - known)
        count = f"{{{max(0, int(self._least) - known)},{most}}}"
        # A set of more than ASCII takes long to ask; most that are like ASCII text are ASCII too.
        set_ = self._chars & _ASCII if self._value.isascii() else self._chars
        chars = '[^"]' if self._chars == _NO_QUOTE else write(set_)
        count = "*" if count == "{0,}" else count
        return f'"{"".join(self._looks)}{re.escape(self._prefix)}{chars}{count}{AT_ONCE}"'

    def takes(self, keyword: str, schema: Schema) -> bool:
        """Take a keyword into account; False where that cannot be done."""
        if keyword == "minLength":
            self._split(schema[keyword] - 1)
        elif keyword == "maxLength":
            self._split(schema[keyword])
        elif keyword == "pattern":
            return self._pattern(schema)
        return True

    def _split(self, length: float) -> None:
        """Those up to a length are judged otherwise than the longer ones."""
        if len(self._value) > length:
            self._least = max(self._least, length + 1)
        else:
            self._most = min(self._most, length)

    def _pattern(self, schema: Schema) -> bool:
        holds, tree = _holds(self._value, "pattern", schema), _whole(schema)
        if tree is None:
            return self._found(schema["pattern"], holds=holds)
        match tree:
            case Repeat(Chars() as chars, least, most) if holds:
                self._chars &= chars
                self._least, self._most = max(self._least, least), min(self._most, inf if most is None else most)
                return True
        if is_simple(tree):
            self._looks.append(f'(?{"=" if holds else "!"}(?:{write(_unquoted(tree))})")')
            return True
        return False

    def _found(self, pattern: str, *, holds: bool) -> bool:
        """Take into account a pattern that is looked for anywhere in the string."""
        if _LOOKS_ON.search(pattern):
            return False
        tree = None if _STARTS.search(pattern) else _tree(pattern)
        if isinstance(tree, Chars):
            if holds:
                self._some.append(tree)
            else:
                self._chars &= ~tree
        elif found := re.search(pattern, self._value) if holds else None:
            # It is found in all that begin as far as it was read here.
            self._prefix = max(self._prefix, self._value[: found.end()], key=len)
        else:
            return False
        return True


def _whole(schema: Schema) -> Node | None:
    """The tree of a pattern that speaks of the whole string; None for one that is looked for in it."""
    if users := users_pattern(schema):
        return users.tree
    pattern: str = schema["pattern"]
    if not pattern.startswith("^") or not pattern.endswith(END):
        return None
    tree = _tree(pattern[1 : -len(END)])
    return None if isinstance(tree, Alt) else tree  # of a choice, the anchors may belong to one side each


def _tree(pattern: str) -> Node | None:
    try:
        return parse(pattern).tree
    except (InvalidPatternError, UnsupportedPatternError):
        return None


def _unquoted(node: Node) -> Node:
    """The same, for strings without quotes."""
    match node:
        case Chars():
            return node & _NO_QUOTE
        case Cat(parts) | Alt(parts):
            return type(node)(tuple(map(_unquoted, parts)))
        case Repeat(body, least, most):
            return Repeat(_unquoted(body), least, most)
        case Look(body, wanted):
            return Look(_unquoted(body), wanted)
    return node


# --- numbers ----------------------------------------------------------------------------------------------------------

#: The keywords that bind a number: whether they bind it from above, and whether the bound itself is out.
_BOUNDS = {
    "minimum": (False, False),
    "exclusiveMinimum": (False, True),
    "maximum": (True, False),
    "exclusiveMaximum": (True, True),
}


def _number(value: float, asked: Asked, *, is_exact: bool) -> str | None:
    """The expression for numbers; None where only the number itself is known to be alike."""
    number = Decimal(repr(value))
    between = Between()
    written: Callable[[Between], str] = partial(numbers, is_exact=is_exact, are_mostly_integers=isinstance(value, int))
    for keyword, schema in asked:
        if any(isinstance(each, int | float) and not isinstance(each, bool) for each in listed(keyword, schema)):
            return None
        if keyword == "type":  # of integers
            written = decimals if isinstance(value, float) else integers
        elif keyword in _BOUNDS:
            between = _within(between, number, Decimal(repr(schema[keyword])), *_BOUNDS[keyword])
    return f"(?:{written(between)})"


def _within(between: Between, number: Decimal, bound: Decimal, is_upper: bool, is_open: bool) -> Between:  # noqa: FBT001 - as the table has them
    """Those on the same side of the bound as the number."""
    inside = between.below(bound, is_open=is_open) if is_upper else between.above(bound, is_open=is_open)
    if inside.holds(number):
        return inside
    return between.above(bound, is_open=not is_open) if is_upper else between.below(bound, is_open=not is_open)


#: The keywords that speak of a leaf of a type; whatever else there is says nothing of it.
SPEAKS: dict[type, Any] = {
    str: frozenset({"enum", "const", "pattern", "minLength", "maxLength"}),
    int: frozenset({"enum", "const", *_BOUNDS}),
    float: frozenset({"enum", "const", *_BOUNDS}),
    bool: frozenset(),
    type(None): frozenset(),
}
