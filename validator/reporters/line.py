"""One finding as one line of text, whole and in parts, for every format that shows such a line."""

from __future__ import annotations

import re
from functools import lru_cache

from validator.model import Finding, Severity
from validator.wording import clean, shown

#: Stands for the file of a finding that is about the request as a whole.
REQUEST = "<request>"

_PAINT: dict[Severity, str] = {"error": "\x1b[1;31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_PLAIN = "\x1b[0m"
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")


def text_line(finding: Finding, *, color: bool = False, values: bool = True) -> str:
    """`FILE:LINE:COLUMN: SEVERITY CODE PATH: MESSAGE (is VALUE): HINT`, without what is not known."""
    path, severity = finding.path, finding.severity
    where = f"{finding.code} {path}" if path else finding.code
    level = paint(severity, severity) if color else severity
    return f"{_cleaned(place(finding))}: {level} {clean(f'{where}: {said(finding, values=values)}')}"


def said(finding: Finding, *, values: bool = True) -> str:
    """The message, with the value behind the API's own words, and what to do."""
    message = finding.message
    if finding.code.startswith("TL"):  # our own words name the value, where there is one to name
        whole = f"{message}: {finding.hint}" if finding.hint else message
        return whole if values else _QUOTED.sub("…", whole)
    if values and finding.value is not None:
        message = f"{message} (is {shown(finding.value)})"
    return f"{message}: {finding.hint}" if finding.hint else message


def place(finding: Finding) -> str:
    """`FILE:LINE:COLUMN`, as far as it is known."""
    file, span = finding.file, finding.span
    name = REQUEST if file is None else file
    return f"{name}:{span.line}:{span.column}" if span else name


def sentence(finding: Finding) -> str:
    """The message, after the path if there is one: for formats that have no place of their own for a path."""
    path = str(finding.path)
    return f"{path}: {said(finding)}" if path else said(finding)


def paint(text: str, severity: Severity) -> str:
    """The text in the colour of the severity."""
    return f"{_PAINT[severity]}{text}{_PLAIN}"


@lru_cache
def _cleaned(text: str) -> str:
    return clean(text)
