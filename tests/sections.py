r"""A case in one file: a head, and below it the files that belong to it, each as text that can be read and edited.

The form is txtar, that of Go's tests: `-- NAME --` begins a file, which ends where the next one begins. After the name
may come how the file is written here, and where its text is if several cases read it:

    -- tasks.json (escaped) --     \r, \\, \xff and a backslash at the end of a line are what they are in Python
    -- tasks.json.gz (gzip) --     the text is compressed; (utf-16) and (base64) likewise
    -- tasks.json = FILE --        the text is that of fixtures/FILE
    -- folder/ --                  an empty folder
"""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

FIXTURES = Path(__file__).parent.parent / "fixtures"

_MARKER = re.compile(r"^-- (.*) --\n", re.MULTILINE)
_NAME = re.compile(r"([^()=]+?)(?: \((.+)\))?(?: = (\S+))?")
_ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|[\\r\n])")
_ESCAPES = {b"\\": b"\\", b"r": b"\r", b"\n": b""}
#: What an editor does not show, or does not keep.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]")


class CaseError(ValueError):
    """A text that is no case; the message says why."""


class Section(NamedTuple):
    """A marker, and the text up to the next one."""

    start: int
    name: str
    how: tuple[str, ...]
    shared: str
    text: str

    @property
    def data(self) -> bytes:
        """The bytes that it stands for."""
        data = (FIXTURES / self.shared).read_bytes() if self.shared else self.text.encode()
        for how in reversed(self.how):
            data = _DECODERS[how](data)
        return data


def sections(text: str) -> list[Section]:
    """The files in a case. Raises CaseError."""
    unseen = _UNSEEN.search(text)
    if unseen:
        raise CaseError(f"{unseen[0]!r} cannot be seen: write that file (escaped)")
    markers = list(_MARKER.finditer(text))
    ends = [*(each.start() for each in markers[1:]), len(text)]
    return [_section(each, text[each.end() : end]) for each, end in zip(markers, ends, strict=False)]


def section(name: str, data: bytes, *how: str) -> str:
    """The marker and the text of these bytes."""
    text = data.decode("utf-8", "surrogateescape")
    if _UNSEEN.search(text) or _MARKER.search(text) or text[-1:] not in ("", "\n"):
        text, how = _escaped(text), (*how, "escaped")
    return f"-- {name}{' (' + ', '.join(how) + ')' if how else ''} --\n{text}"


def _section(marker: re.Match[str], text: str) -> Section:
    match = _NAME.fullmatch(marker[1])
    if not match:
        raise CaseError(f"{marker[0]!r} is not `-- NAME --`, `-- NAME (HOW) --` or `-- NAME = FILE --`")
    name, how, shared = match[1], tuple(match[2].split(", ")) if match[2] else (), match[3] or ""
    if not set(how) <= _DECODERS.keys():
        raise CaseError(f"{marker[0]!r}: ({match[2]}) is none of {', '.join(_DECODERS)}")
    if text and (shared or name.endswith("/")):
        raise CaseError(f"{marker[0]!r} takes no text")
    if shared and not (FIXTURES / shared).is_file():
        raise CaseError(f"{marker[0]!r}: there is no fixtures/{shared}")
    return Section(marker.start(), name, how, shared, text)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("\r", "\\r")
    text = _UNSEEN.sub(lambda each: "".join(map(r"\x{:02x}".format, each[0].encode("utf-8", "surrogateescape"))), text)
    text = _MARKER.sub(lambda each: rf"\x2d{each[0][1:]}", text)
    return text if text.endswith("\n") else text + "\\\n"


def _unescaped(text: bytes) -> bytes:
    if b"\\" in _ESCAPE.sub(b"", text):
        raise CaseError(r"an escape other than \\, \r, \xff and a backslash at the end of a line")
    return _ESCAPE.sub(lambda each: _ESCAPES[each[1]] if each[1] in _ESCAPES else bytes([int(each[1][1:], 16)]), text)


_DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "escaped": _unescaped,
    "gzip": lambda text: gzip.compress(text, mtime=0),
    "utf-16": lambda text: text.decode().encode("utf-16"),
    "base64": base64.b64decode,
    # What the command makes, and how that is compared: the bytes are those of the text.
    "written": bytes,
    "whole": bytes,
    "contains": bytes,
}
