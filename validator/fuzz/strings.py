"""Strings for one schema: those it takes, and those that break one of its keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from validator.contract.schemas import Schema
from validator.fuzz.choices import ANY, Rolled, Source, chosen
from validator.fuzz.from_regex import Speller, filled
from validator.patterns.parse import Pattern, parse
from validator.patterns.portable import END
from validator.patterns.tree import Node

Text = Callable[[Source], str]

#: What is usual where the contract asks for little, by the code of the error.
USUAL = {
    "BLANK_STRING_NOT_ALLOWED": "[0-9]{1,10}",
    "INTEGER_EXPECTED": "[1-9]{1,4}",
    "INVALID_URL_SYNTAX": r"https?://example\.com/[a-z0-9%=&?#._-]{0,20}",
    "INVALID_COORDINATES_SYNTAX": r"-?[0-8]{2}\.[0-9]{6},[0-8]{2}\.[0-9]{6}",
}
#: Strings that break patterns which nearly everything matches.
ODD = ("", " ", "\n", "\r", "\t", "a", "A", "0", "-", "_", ".", "a\n", " a", "\u2028", "\xe9", "\U0001f600", "\x00")

#: Mark that merging leaves in a schema: more patterns that no string may match.
BANNED = "x-banned"

#: How much longer than it must be a string gets.
_ROOM = 24
_SHORT = 64
_LONGEST = 20_000
_MANY = 400  # tries to find matches of a lookahead, once for a pattern
_FEW = 3  # tries to find one, each time
_KEPT = 20


@dataclass(frozen=True)
class Texts:
    """The strings of one schema with `type: string`, its enum left aside."""

    pattern: Pattern | None
    usual: Pattern | None
    least: int
    most: int | None
    #: What `not` forbids.
    banned: Pattern | None = None
    #: What no string may match besides.
    never: tuple[Pattern, ...] = ()

    @cached_property
    def good(self) -> Sequence[Text]:
        """Makers of strings that the schema takes; none where there are no such strings."""
        plain = self._of_length(self.least, self.most)
        usual = [_matching(self.usual, self.least, self.most)] if self.usual and plain else []
        return [each for each in (*usual, *usual, *plain) if each]

    @cached_property
    def too_short(self) -> Sequence[Text]:
        """Makers of strings that match, and whose length is the one thing wrong."""
        return self._of_length(0, self.least - 1 if self.most is None else min(self.least - 1, self.most))

    @cached_property
    def too_long(self) -> Sequence[Text]:
        """The same, on the other side."""
        return [] if self.most is None else self._of_length(max(self.most + 1, self.least), None)

    @cached_property
    def mismatch(self) -> Sequence[Text]:
        """Makers of strings of any length that the pattern does not match."""
        found = _mismatching(self.pattern) if self.pattern else None
        return [found] if found else []

    @cached_property
    def forbidden(self) -> Sequence[Text]:
        """Makers of strings that `not` forbids and the pattern matches."""
        found = _matching(self.banned, 0, None, self._fits) if self.banned else None
        return [found] if found else []

    def first_broken(self, text: str) -> str | None:
        """The keyword that would be reported of a string."""
        if not self._is_allowed(text):
            return "not"
        if self.pattern and not self.pattern.matches(text):
            return "pattern"
        if self.most is not None and len(text) > self.most:
            return "maxLength"
        return "minLength" if len(text) < self.least else None

    def _of_length(self, least: int, most: int | None) -> Sequence[Text]:
        if most is not None and most < least:
            return []
        if self.pattern:
            found = _matching(self.pattern, least, most, self._is_allowed if self.banned or self.never else None)
            return [found] if found else []
        top = least + _ROOM if most is None else min(most, least + _ROOM)
        return [_any(least, top)] if most is None or most == top else [_any(least, top), _any(most, most)]

    def _fits(self, text: str) -> bool:
        return self.pattern is None or self.pattern.matches(text)

    def _is_allowed(self, text: str) -> bool:
        banned = self.never if self.banned is None else (self.banned, *self.never)
        return not any(each.matches(text) for each in banned)


def _any(least: int, most: int) -> Text:
    if most <= _SHORT:
        return lambda source: source.text(ANY, least, most)
    return lambda source: filled(source, ANY, chosen(source, range(least, most + 1)))


def texts(schema: Schema) -> Texts:
    """The strings that a schema speaks of."""
    errors = schema.get("x-errors", {}).get("pattern", {})
    pattern = None
    if "pattern" in schema:
        users = errors.get("params")
        pattern = parse(users[0] if users else whole(schema["pattern"]))
    usual = USUAL.get(errors.get("code", ""))
    banned = schema.get("not", {}).get("pattern")
    return Texts(
        pattern,
        parse(usual) if usual else None,
        schema.get("minLength", 0),
        schema.get("maxLength"),
        parse(whole(banned)) if banned else None,
        tuple(parse(whole(each)) for each in schema.get(BANNED, ())),
    )


def whole(searched: str) -> str:
    """A pattern that is searched for, as the contracts have them, as one that must match the whole string."""
    head = "" if searched.startswith("^") else r"[\s\S]*"
    tail = "" if searched.endswith(END) else r"[\s\S]*"
    return f"{head}(?:{searched.removeprefix('^').removesuffix(END)}){tail}"


def _matching(
    pattern: Pattern, least: int, most: int | None, is_wanted: Callable[[str], bool] | None = None
) -> Text | None:
    """Matches of a pattern with a length between the two; None where there are none, or none are found."""
    speller, lengths = _speller(pattern.tree, least, most)
    if not lengths:
        return None

    def spell(source: Source) -> str:
        return speller.spell(source, lengths)

    if is_wanted is None and not pattern.has_lookahead:
        return spell
    # The tree leaves out what lookaheads ask.
    return _filtered(spell, lambda text: pattern.matches(text) and (is_wanted is None or is_wanted(text)), ())


@lru_cache(maxsize=256)
def _speller(tree: Node, least: int, most: int | None) -> tuple[Speller, Sequence[int]]:
    """A speller that reaches the shortest match of at least that length, and the lengths to choose from."""
    longest = _SHORT
    top = _LONGEST if most is None else min(most, _LONGEST)
    while True:
        longest = min(longest, top)
        speller = Speller(tree, longest)
        lengths = speller.lengths(least, longest)
        if lengths or longest == top:
            near = [n for n in lengths if n <= lengths[0] + _ROOM]
            return speller, near + [n for n in lengths[-1:] if n == most and n not in near]
        longest = longest * 4


def _mismatching(pattern: Pattern) -> Text | None:
    spell = _matching(pattern, 0, None)

    def near(source: Source) -> str:
        """Any string, or a match that was bent a little."""
        if spell is None or source.flag():
            return source.text(ANY, 0, 8)
        text = spell(source)
        at = source.whole(0, len(text))
        return text[:at] + source.text(ANY, 0, 2) + text[at + source.whole(0, 1) :]

    return _filtered(near, lambda text: not pattern.matches(text), ODD)


def _filtered(make: Text, is_wanted: Callable[[str], bool], candidates: Sequence[str]) -> Text | None:
    """What `make` gives and is wanted; where it fails a few times, what it gave before."""
    known = sorted(
        {each for each in (*candidates, *_rolled(make)) if is_wanted(each)}, key=lambda each: (len(each), each)
    )
    if not known:
        return None
    kept = known[:_KEPT]

    def wanted(source: Source) -> str:
        for _ in range(_FEW):
            text = make(source)
            if is_wanted(text):
                return text
        return source.pick(kept)

    return wanted


def _rolled(make: Text) -> Iterator[str]:
    source = Rolled("samples")
    return (make(source) for _ in range(_MANY))
