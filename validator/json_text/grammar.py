"""The first place where a text is not JSON, in words that say what to write instead."""

from __future__ import annotations

import re
import sys
from functools import cache
from math import isinf
from typing import NamedTuple

# A grammar of RFC 8259 in regular expressions, with the limits of orjson, which does the parsing: no number beyond a
# double, no lone surrogate, 1,024 levels. A repeated group costs some 120 bytes a round, so each is bounded, and a
# longer string is walked in steps. A run skips what needs no second look: values that hold no others, with commas.
DEEPEST = 1_024

GAP = r"[ \t\n\r]*"
_PLAIN = r'[^"\\\x00-\x1f\ud800-\udfff]*'
_ESCAPE = (
    r'\\(?:["\\/bfnrt]|u(?:[0-9a-ce-fA-CE-F][0-9a-fA-F]|[dD][0-7])[0-9a-fA-F]{2}'
    r"|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_CHARACTERS = f"{_PLAIN}(?:{_ESCAPE}{_PLAIN}){{0,256}}"
_STRING = f'"{_PLAIN}(?:"|(?:{_ESCAPE}{_PLAIN}){{1,256}}")'
_SHORT_NUMBER = r"-?(?:0|[1-9][0-9]{0,299})(?:\.[0-9]+)?(?![\w.+-])"
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])"
_SIMPLE = rf"(?:{_STRING}|{_SHORT_NUMBER}|(?:true|false|null)(?!\w))"
_START = rf"{GAP}(?:(?P<simple>{_SIMPLE})|(?P<open>[\[{{])|(?P<number>{_NUMBER}))"
_ITEMS = rf"(?:{GAP}{_SIMPLE}{GAP},){{0,64}}"
_KEY = rf"{GAP}(?P<key>{_STRING}{GAP}:)"
_PAIRS = rf"(?:{GAP}{_STRING}{GAP}:{GAP}{_SIMPLE}{GAP},){{0,64}}"

BLANK = re.compile(GAP)
# What may stand next; after a value that is named by what closes the container around it.
_EXPECTED = {
    "value": _START,
    "first item": rf"{GAP}(?P<close>\])|{_ITEMS}{_START}",
    "item": _ITEMS + _START,
    "first key": rf"{GAP}(?P<close>}})|{_PAIRS}{_KEY}",
    "key": _PAIRS + _KEY,
    "colon": f"{GAP}(?P<key>:)",
    "]": rf"{GAP}(?:(?P<comma>,)|(?P<close>\]))",
    "}": rf"{GAP}(?:(?P<comma>,)|(?P<close>}}))",
    "": rf"{GAP}(?P<end>\Z)",
}
# Compiled only for text that is no JSON: they take as long as a tenth of a whole run on a small file.
_compiled = cache(re.compile)

TEXT_AFTER = "Text after the end of the value"
#: How the message ends where more is to come.
END = "found the end of the text"
_COMMENT = (r"//|/\*|#", "Comments are not JSON")
_QUOTES = (
    ("'", "Strings take double quotes, not single ones"),
    ("[\u2018-\u201f`]", "Strings take straight double quotes, not {}"),
)
_VALUE_FAULTS = (
    _COMMENT,
    *_QUOTES,
    (r"[+-]?NaN\b", "NaN is not JSON"),
    (r"[+-]?Infinity\b", "Infinity is not JSON"),
    (r"(?:None|NULL|Null|nil|undefined)\b", "{} is not JSON: write null"),
    (r"(?:True|TRUE)\b", "{} is not JSON: write true"),
    (r"(?:False|FALSE)\b", "{} is not JSON: write false"),
    (r"\+[0-9.]", "A number must not start with +"),
    (r"-?0[0-9]", "A number must not start with 0"),
    (r"-?\.[0-9]", "A number must not start with ."),
    (r"-?[0-9]+\.(?![\w.+-])", "A number must not end in ."),
    (r"-?[0-9]+(?:\.[0-9]+)?[eE][+-]?(?![\w.+-])", "An exponent needs a digit"),
    (r"-(?![\w.+-])", "A minus sign needs a digit after it"),
    (r"-?[0-9][\w.+-]{0,40}", "{} is not a JSON number"),
    (r"[^\W0-9][\w.-]{0,40}", "{} is not a JSON value: strings take double quotes"),
    (r"\Z", "Expected a value but found the end of the text"),
    (r".", "Expected a value but found {}"),
)
_KEY_FAULTS = (
    _COMMENT,
    *_QUOTES,
    (r"\Z", "Expected a key but found the end of the text"),
    (r",", "Expected a key but found ,"),
    (r".", "A key must be a string in double quotes"),
)
_STRING_FAULTS = (
    (r"\r?\n|\r", "A raw line break in a string (close the string, or write \\n)"),
    (r"\t", "A raw tab in a string (write \\t)"),
    (r"[\x00-\x1f]", "A raw control character {} in a string (write it as \\u and four hexadecimal digits)"),
    (r"[\ud800-\udfff]|\\u[dD][89a-fA-F][0-9a-fA-F]{2}", "A lone surrogate {} in a string"),
    (r"\\u", "Bad escape \\u in a string: four hexadecimal digits must follow"),
    (r"\\.", "Bad escape {} in a string (write \\\\ for a backslash)"),
)
_FAULTS = {
    "value": _VALUE_FAULTS,
    "first item": _VALUE_FAULTS,
    "item": ((r"\]", "Trailing comma before ]"), *_VALUE_FAULTS),
    "first key": _KEY_FAULTS,
    "key": ((r"\}", "Trailing comma before }}"), *_KEY_FAULTS),
    "colon": (
        _COMMENT,
        (r"\Z", "Expected : after a key but found the end of the text"),
        (r".", "Expected : after a key"),
    ),
    "]": (_COMMENT, (r"\Z", "Expected , or ] but found the end of the text"), (r".", "Expected , or ] after a value")),
    "}": (
        _COMMENT,
        (r"\Z", "Expected , or }} but found the end of the text"),
        (r".", "Expected , or }} after a value"),
    ),
    "": (_COMMENT, (r".", TEXT_AFTER)),
}


class Malformed(NamedTuple):
    """Why a text is not JSON, and where."""

    message: str
    offset: int


def past(pattern: re.Pattern[str], text: str, at: int, stop: int = sys.maxsize) -> int:
    """Where the match ends that begins at `at`; `at` itself when there is none."""
    match = pattern.match(text, at, stop)
    return match.end() if match else at


def malformed(text: str) -> Malformed | None:
    """The first place where the text is not JSON; None when it is."""
    closers, due, at = [""], "value", 0
    while due != "end":
        match = _compiled(_EXPECTED[due]).match(text, at)
        if match is None:
            step = _explain(due, text, at)
            if isinstance(step, Malformed):
                return step
            at, due = step, "colon" if "key" in due else closers[-1]
            continue
        event, at = match.lastgroup, match.end()
        if event == "open":
            closers.append("}" if text[at - 1] == "{" else "]")
            if len(closers) > DEEPEST + 1:
                return Malformed(f"Nested deeper than {DEEPEST:,} levels", at - 1)
        elif event == "close":
            closers.pop()
        elif event == "number" and isinf(float(match["number"])):
            return Malformed("A number beyond the range of a double (1.8e308)", match.start("number"))
        due = _due(event, closers[-1])
    return None


def _due(event: str | None, closer: str) -> str:
    """What must come after an event inside a container that this closer will close."""
    in_list = closer == "]"
    if event == "open":
        return "first item" if in_list else "first key"
    if event == "comma":
        return "item" if in_list else "key"
    return {"key": "value", "end": "end"}.get(event or "", closer)


def _explain(due: str, text: str, at: int) -> int | Malformed:
    """What is wrong where `due` did not come; but a very long string is no fault, and its end is returned."""
    at = past(BLANK, text, at)
    if text.startswith('"', at) and due in {"value", "item", "first item", "key", "first key"}:
        return _string_end(text, at)
    message = _message(_FAULTS[due], text, at)
    return Malformed(message, text.rindex(",", 0, at) if message.startswith("Trailing comma") else at)


def _string_end(text: str, at: int) -> int | Malformed:
    """Past the string that opens at `at`, or what is wrong in it."""
    reached, before = at + 1, at
    while reached > before:
        before, reached = reached, past(_compiled(_CHARACTERS), text, reached)
        if text.startswith('"', reached):
            return reached + 1
    if text[reached : reached + 2] in {"", "\\"}:
        return Malformed("Unclosed string", at)
    return Malformed(_message(_STRING_FAULTS, text, reached), reached)


def _message(faults: tuple[tuple[str, str], ...], text: str, at: int) -> str:
    """What the first of the faults that fits says; the tables leave no place where none does."""
    tries = ((re.compile(pattern, re.DOTALL).match(text, at), message) for pattern, message in faults)
    return next(message.format(_shown(match[0])) for match, message in tries if match)


def _shown(found: str) -> str:
    """The text itself, or the number of a character that cannot be seen."""
    return found if found.isprintable() and not found.isspace() else f"U+{ord(found[-1]):04X}"
