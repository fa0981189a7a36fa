"""One finding as one line of text, whole and in parts, for every format that shows such a line."""

from __future__ import annotations

from functools import lru_cache

from validator.model import Finding, Path, Severity
from validator.reporters.clean import clean

#: Stands for the file of a finding that is about the request as a whole.
REQUEST = "<request>"

_PAINT: dict[Severity, str] = {"error": "\x1b[1;31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_PLAIN = "\x1b[0m"


def text_line(finding: Finding, *, color: bool = False) -> str:
    """`FILE:LINE:COLUMN: SEVERITY CODE PATH: MESSAGE`, without what is not known."""
    (code, path, message, *_), severity, _, _, _, file, _, span = finding
    said = _said(code, path, message)
    if color or not span:
        return f"{clean(place(finding))}: {paint(severity, severity) if color else severity} {said}"
    return f"{_name(file)}:{span[0]}:{span[1]}: {severity} {said}"


@lru_cache
def _name(file: str | None) -> str:
    return REQUEST if file is None else clean(file)


@lru_cache(maxsize=1024)
def _said(code: str, path: Path, message: str) -> str:
    """The same is said again and again."""
    return clean(f"{code} {path}: {message}" if path else f"{code}: {message}")


def place(finding: Finding) -> str:
    """`FILE:LINE:COLUMN`, as far as it is known."""
    file, span = finding.file, finding.span
    name = REQUEST if file is None else file
    return f"{name}:{span.line}:{span.column}" if span else name


def sentence(finding: Finding) -> str:
    """The message, after the path if there is one: for formats that have no place of their own for a path."""
    path = str(finding.path)
    return f"{path}: {finding.message}" if path else finding.message


def paint(text: str, severity: Severity) -> str:
    """The text in the colour of the severity."""
    return f"{_PAINT[severity]}{text}{_PLAIN}"
