"""How values, counts and names are worded for people: on one line that nothing in the data can break."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache

import orjson

# C0 and C1 controls, line and paragraph separators, marks that turn the direction of what follows (they can make one
# line look like another: https://trojansource.codes), lone surrogates, and the two that XML forbids beside these.
_UNFIT = "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
# Longer names are like none that we know, and comparing them takes quadratic time; so do many names.
_LONGEST_NAME = 64
_MOST_NAMES = 300
_LONGEST_VALUE = 60


def clean(text: str) -> str:
    r"""The text with each control character as its escape, such as `\n` or `\x1b`; other Unicode stays."""
    return text if text.isprintable() else re.sub(_UNFIT, escape, text)


def escape(match: re.Match[str]) -> str:
    """A matched character as the escape that Python writes."""
    return match[0].encode("unicode_escape").decode()


def quoted(value: object, longest: int = _LONGEST_VALUE) -> str:
    """A value inside a message: text in quotes, numbers and null as in JSON, others by their type."""
    if isinstance(value, str):
        return repr(value if len(value) <= longest else f"{value[:longest]}…")
    if isinstance(value, int) and abs(value) > sys.maxsize:
        return "a huge number"
    return orjson.dumps(value).decode() if isinstance(value, bool | int | float | None) else type(value).__name__


def shown(value: object, longest: int = _LONGEST_VALUE) -> str:
    """A value as JSON writes it, cut if long: what stands behind a message."""
    if isinstance(value, str):
        value = value if len(value) <= longest else f"{value[:longest]}…"
    try:
        text = orjson.dumps(value).decode()
    except (TypeError, RecursionError):  # huge integers, deep nesting
        text = quoted(value)
    return text if len(text) <= longest + 3 else f"{text[:longest]}…"


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 user`, `5,001 tasks`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that is spelt most like this one; None where none is near."""
    names = tuple(known)
    return _near(name, names) if len(name) <= _LONGEST_NAME and len(names) <= _MOST_NAMES else None


@lru_cache(maxsize=1024)
def _near(name: str, known: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches

    by_lower = {each.lower(): each for each in reversed(known)}
    found = get_close_matches(name.lower(), by_lower, 1)
    return by_lower[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """`did you mean 'image'?`, where a known name is near."""
    found = near(name, known)
    return None if found is None else f"did you mean {quoted(found)}?"
