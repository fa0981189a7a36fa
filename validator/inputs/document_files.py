"""The files of projects and pools, which options name: read once, whatever their encoding and compression."""

from __future__ import annotations

import orjson

from validator.inputs.names import CannotReadError, Input, compression_of
from validator.inputs.streams import opened, read_to_end
from validator.model import JSON

_BOM = b"\xef\xbb\xbf"
# How UTF-16 and UTF-32 may begin.
_WIDE = (b"\xff", b"\xfe", b"\0")


def read_document(name: str, what: str) -> JSON:
    """The JSON value in a project's or pool's file.

    Raises:
        CannotReadError: the file is not there or does not hold JSON.
    """
    return document(name, document_text(name, what), what)


def document_text(name: str, what: str) -> bytes:
    """The text of the file, in UTF-8.

    Raises:
        CannotReadError: the file is not there or cannot be read.
    """
    try:
        with opened(Input(name, "json", compression=compression_of(name))) as stream, read_to_end(name):
            data = stream.rest()
    except CannotReadError as error:
        why = f"is a folder; name the file with the {what}" if error.why.startswith("is a folder") else error.why
        raise CannotReadError(name, why) from None
    return _in_utf8(name, data) if data[:1] in _WIDE or data[1:2] == b"\0" else data


def _in_utf8(name: str, data: bytes) -> bytes:
    from validator.inputs.encodings import of_mark

    encoding = of_mark(data)
    if encoding is None:
        return data
    try:
        return data.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeError:
        raise CannotReadError(name, f"is {encoding}, and damaged; save it as UTF-8") from None


def document(name: str, data: bytes, what: str) -> JSON:
    """The JSON value of a document's text.

    Raises:
        CannotReadError: the text is not JSON.
    """
    data = data.removeprefix(_BOM)
    if not data.strip(b" \t\r\n"):
        raise CannotReadError(name, f"is empty; give the {what} as the API returns it")
    try:
        value: JSON = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        why = _why(data) or error.msg
        raise CannotReadError(name, f"is not JSON: {why}; give the {what} as the API returns it") from None
    return value


def _why(data: bytes) -> str | None:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        from validator.inputs.encodings import guess

        encoding = guess(data)
        likely = f" but likely {encoding}, save it as UTF-8" if encoding else ""
        return f"byte {error.start} is not UTF-8{likely}"
    from validator.json_text.places import line_column
    from validator.json_text.syntax import mistake

    found = mistake(text)
    if found is None:
        return None
    line, column = line_column(text, found.offset)
    return f"line {line}, column {column}: {found}"
