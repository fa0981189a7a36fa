"""What an input holds, by its first bytes: asked where its name does not say it, or says something else."""

from __future__ import annotations

import re

import orjson

from validator.inputs.names import ANY, CannotReadError, Input
from validator.inputs.streams import BLOCK, Stream

_BLANKS = b" \t\r\n"
#: How Excel workbooks begin.
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_HEADER = re.compile(rb'"?(?:INPUT|GOLDEN|HINT|TASK|OUTPUT|ASSIGNMENT|ACCEPT|CONFIDENCE|Al|AI):')
#: Behind more blanks than these nothing is looked for.
_MOST_BLANKS = 1 << 20
#: How a note says what an input was taken for.
_NAMES = {
    "json": "one JSON value",
    "jsonl": "JSON lines",
    "tsv": "a table with tabs",
    "csv": "a table in CSV",
    "xlsx": "an Excel workbook",
}


def sniff(source: Input, stream: Stream) -> Input:
    """The input with the type that its content has; the stream notes where the name says another.

    Raises:
        CannotReadError: it is something that no reader takes.
    """
    if source.is_forced:
        return source
    found = _type_of(source.type, stream)
    if source.type not in {ANY, found}:
        stream.note(f"read as {_NAMES[found]}, although its name says {_NAMES[source.type]}")
    return source._replace(type=found)


def _type_of(named: str, stream: Stream) -> str:
    head = stream.peek(BLOCK)
    if head.startswith(OLD_EXCEL):
        raise CannotReadError(stream.name, "is an Excel workbook of the old kind; save it as .xlsx")
    if head.startswith(ZIP):
        return "xlsx"
    if named in {"tsv", "csv"}:
        return named
    if named in {ANY, "xlsx"} and _HEADER.match(head.lstrip(_BLANKS)):
        return _table_of(head)
    return _json_of(named, stream) if named != "xlsx" else named


def _table_of(head: bytes) -> str:
    header = head.lstrip(_BLANKS).partition(b"\n")[0]
    return "csv" if b"\t" not in header and re.search(b"[,;]", header) else "tsv"


def _json_of(named: str, stream: Stream) -> str:
    """JSON lines or one JSON value: by the first line, whether it is a value, and what follows it."""
    head = stream.peek(BLOCK)
    text = head.lstrip(_BLANKS)
    # A list may be one line of any length; an object is read to the end of its line, and blanks to what follows them.
    while (
        (text[:1] == b"{" or (not text and len(head) < _MOST_BLANKS))
        and b"\n" not in text
        and len(longer := stream.peek(2 * len(head))) > len(head)
    ):
        head = longer
        stream.check(len(head))
        text = head.lstrip(_BLANKS)
    begin = text[:1]
    first, _, rest = text.partition(b"\n")
    is_value = _is_value(first)
    follows = rest.lstrip(_BLANKS)[:1]
    if named == "json":
        return "jsonl" if begin == b"{" == follows and is_value else "json"
    if named == "jsonl":
        is_list = begin == b"[" and not follows if is_value else begin == b"["
        return "json" if is_list else "jsonl"
    return "jsonl" if is_value and follows else "json"


def _is_value(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True
