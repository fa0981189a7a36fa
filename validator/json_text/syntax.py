"""Why a text is not JSON: where orjson stops, what is wrong there, and a hint for what people write instead of JSON."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import orjson

#: JSON's white space; Python's own strip() takes more.
BLANKS = " \t\n\r"
#: How deep JSON may be nested; orjson, which reads the files, goes no further.
DEEPEST = 1_024
TEXT_AFTER = "Text after the end of the value"

_CUT = "The text ends before the value is complete"
_COMMENT = r"//|/\*|#"
_QUOTES = "write strings and keys in double quotes"
# The words of orjson change with its versions, the place and a few words do not. The first row that fits counts: what
# the message holds, what we say ({} is what the text has there), and what to do about it.
_MISTAKES = (
    ("control character", "Raw {} in a string", None),
    ("surrogate in string", "Lone surrogate {} in a string", "a pair of surrogates stands for one character"),
    ("escape", "Bad escape {} in a string", r"write \\ for a backslash"),
    ("trailing comma", "Trailing comma before {}", "remove the comma"),
    ("infinity", "Number beyond the range of a double (1.8e308)", "write it as a string, or leave it out"),
    ("depth", f"Nested deeper than {DEEPEST:,} levels", None),
    ("content after", TEXT_AFTER, None),
    ("end of data", _CUT, None),
    ("data is empty", _CUT, None),
    ("empty document", _CUT, None),
)
_RAW = {"\n": ("line break", r"close the string, or write \n"), "\r": ("line break", r"close the string, or write \n"),
        "\t": ("tab", r"write \t")}  # fmt: skip
_RAW_HINT = r"write it as \u and four hexadecimal digits"
# What people write where JSON needs a value or a key; the groups, if any, are what the hint repeats.
_HINTS = (
    (r"(?:Al|AI|INPUT|GOLDEN|HINT|TASK):", "this looks like a table, which .tsv or .csv files hold"),
    (r"<", "this looks like a page in HTML or XML, such as the answer of a server to something else"),
    (r";", "separate elements and members with commas"),
    (_COMMENT, "JSON has no comments"),
    (r"'", _QUOTES),
    (r"[\u2018-\u201f`«»]", "write strings and keys in straight double quotes"),
    (r"[+-]?(?:NaN|nan)\b", "write null, or leave the key out; JSON has no NaN"),
    (r"[+-]?(?:Infinity|inf)\b", "write null, or leave the key out; JSON has no infinity"),
    (r"(?:None|NULL|Null|nil|undefined)\b", "write null"),
    (r"(?:True|TRUE)\b", "write true"),
    (r"(?:False|FALSE)\b", "write false"),
    (r"[^\W\d][\w.-]*\s*:", "put the key in double quotes"),
    (r"[^\W\d]", "put text in double quotes"),
    (r"[+-]?[\d.][\w.+-]*\s*:", "put the key in double quotes"),
    (r"[+-]?[\d.][\w.]*[-:/_x][\w.:/+-]*", "put text that is no number in double quotes"),
    (r"\+", "a number has no plus sign"),
    (r"-?0\d", "no number begins with 0; put an id or a code in double quotes"),
    (r"[-.\d]", "a number has digits before and after its point, and in its exponent"),
    (r",", "remove the comma, or write the value before it"),
    (r":", "keys and their colons stand in an object, { and }"),
    (r"\ufeff", "remove the byte order mark"),
)
_TOKEN = re.compile(r'[+-]?[\w.][\w.+-]*|//|/\*|"[^"\\]{0,40}"')
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_KEY = re.compile(r'([{,])[ \t\r\n]*"[^"\\]*"$')
_BRACKET = re.compile(r"[][{}]")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|.)?", re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONGEST = 40
_SHORT = 1 << 20


class Mistake(NamedTuple):
    """Why a text is not JSON, at which character, and what to do about it."""

    message: str
    offset: int
    hint: str | None = None
    #: Whether the text ends before the value does.
    is_cut: bool = False

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def mistake(text: str) -> Mistake | None:
    """What keeps the text from being JSON; None when nothing does.

    Raises:
        MemoryError: there is not enough to read it.
    """
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _explained(text, error)
    return None


def _explained(text: str, error: orjson.JSONDecodeError) -> Mistake | None:
    if "memory" in error.msg:
        # Of short text that is nested deep and not closed orjson says so too; with blanks behind it, it does not.
        if len(text) > _SHORT:
            raise MemoryError
        return mistake(text.ljust(_SHORT + 1))
    found = next((each for each in _MISTAKES if each[0] in error.msg), None)
    if found is None:
        return _unexpected(text, error)
    return _known(text, error, *found)


def _known(text: str, error: orjson.JSONDecodeError, what: str, message: str, hint: str | None) -> Mistake:
    """A mistake that orjson has a word for."""
    at = error.pos
    if what == "control character":
        shown, hint = _RAW.get(text[at], (_shown(text[at]), _RAW_HINT))
        return Mistake(message.format(shown), at, hint)
    if "string" in error.msg:
        return _in_string(text, at, message, hint)
    if what == "trailing comma":
        comma = text.rindex(",", 0, at + 1)
        return Mistake(message.format(text[comma + 1 :].lstrip()[:1]), comma, hint)
    if what == "content after":
        return Mistake(message, at, _hint_after(text, at))
    return _cut(text) if message == _CUT else Mistake(message, at - (what == "depth"), hint)


def _cut(text: str) -> Mistake:
    """The text ends too early: the place is its end, or where the string begins that it ends in."""
    end = 0
    for match in _STRING.finditer(text):
        end = match.end()
    quote = text.find('"', end)
    if quote < 0:
        return Mistake(_CUT, len(text.rstrip(BLANKS)), is_cut=True)
    return Mistake("The text ends inside a string", quote, "close the string", is_cut=True)


def _in_string(text: str, offset: int, message: str, hint: str | None) -> Mistake:
    """A mistake in an escape; versions of orjson differ in whether they stop before or behind it."""
    begin = offset if text.startswith("\\", offset) else max(text.rfind("\\", 0, offset), 0)
    if "surrogate" in message and not _SURROGATE.match(text, begin):
        begin = max(text.rfind("\\", 0, begin), 0)  # the one before it lacks its other half
    match = _ESCAPE.match(text, begin)
    escape = match[0] if match else text[begin : begin + 1]
    if escape.startswith("\\u") and "escape" in message:
        hint = r"four hexadecimal digits follow \u"
    return Mistake(message.format(_shown(escape)), begin, hint)


def _hint_after(text: str, offset: int) -> str | None:
    rest = text[offset:].rstrip(BLANKS)
    if rest == ",":
        return "remove the comma"
    if rest.startswith(("{", "[", ",")):
        return "several items make a list, [{…}, {…}], or a .jsonl file with one in each line"
    return _hint_at(text, offset, ((_COMMENT, "JSON has no comments"), (r"[]}]", "remove it, it closes nothing")))


def _unexpected(text: str, error: orjson.JSONDecodeError) -> Mistake:
    """A character that cannot come here; a number or word is shown whole, from where it begins."""
    begin = error.pos
    if "digit" in error.msg or _is_part(text[begin : begin + 1]):
        while begin and _is_part(text[begin - 1]) and error.pos - begin < _LONGEST:
            begin -= 1
    match = _TOKEN.match(text, begin)
    token = match[0] if match else text[begin : begin + 1]
    hint = _hint_between(text, begin) or _hint_at(text, begin, _HINTS)
    shown = _shown(token)
    return Mistake(f"Unexpected {shown if shown != token else repr(token)}", begin, hint)


def _is_part(character: str) -> bool:
    return character.isalnum() or character in {"_", ".", "+", "-"}


def _hint_between(text: str, offset: int) -> str | None:
    """What is missing between a value that ends before this place and what comes at it."""
    before = text[max(0, offset - _LONGEST) : offset].rstrip(BLANKS)
    found = text[offset : offset + 1]
    if found in {"}", "]"}:
        opener = _open_before(text, offset)
        if before.endswith(":"):
            return "write the value before it"
        return f"{opener} is not closed" if opener and opener + found not in {"{}", "[]"} else None
    if text[offset - 1 : offset] == '"' and found.isalpha():
        return 'write \\" for a quote inside a string'
    key = _KEY.search(before)
    if key and (key[1] == "{" or _open_before(text, offset) == "{"):
        return "write a colon behind the key"
    ends = before.endswith(('"', "}", "]")) or (before[-1:].isalnum() and text[offset - 1] in BLANKS)
    return "a comma is missing before it" if ends and found in '"{[-' + "0123456789tfn" else None


def _open_before(text: str, offset: int) -> str:
    """The innermost bracket that is open at this place."""
    opened: list[str] = []
    for each in _BRACKET.findall(_STRING.sub("", text[:offset])):
        if each in "[{":
            opened.append(each)
        elif opened:
            opened.pop()
    return opened[-1] if opened else ""


def _hint_at(text: str, offset: int, hints: tuple[tuple[str, str], ...]) -> str | None:
    return next((hint for pattern, hint in hints if _compiled(pattern).match(text, offset)), None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _shown(found: str) -> str:
    """The text itself, cut where it is long, or the number of a character that is not seen."""
    if found.isprintable() and not found.isspace():
        return found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"
    return f"U+{ord(found[-1]):04X}" if found else "the end"
