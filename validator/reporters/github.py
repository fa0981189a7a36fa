"""Workflow commands: GitHub shows them beside the changed lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections import Counter

from validator.model import SEVERITIES, Finding, Severity, Tally
from validator.reporters.base import Options, Reporter, Write
from validator.reporters.line import sentence
from validator.reporters.names import relative
from validator.wording import clean, counted

# So many annotations of each level are shown for a step; the rest would be dropped without a word.
_SHOWN = 10

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class GitHub(Reporter):
    """Writes a command for each finding, as many as GitHub shows, and counts the others."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._counts: Counter[Severity] = Counter()

    def finding(self, finding: Finding) -> None:
        """Write the command."""
        self._counts[finding.severity] += 1
        if self._counts[finding.severity] <= _SHOWN:
            properties = ",".join(f"{key}={_property(value)}" for key, value in _properties(finding).items())
            command = _COMMANDS[finding.severity]
            self._write(f"::{command} {properties}::{clean(sentence(finding).translate(_DATA))}\n")

    def end(self, tally: Tally) -> None:  # noqa: ARG002 - what GitHub shows is counted here
        """Say how many more there are."""
        hidden = {each: self._counts[each] - _SHOWN for each in SEVERITIES if self._counts[each] > _SHOWN}
        if hidden:
            more = ", ".join(counted(number, f"more {each}") for each, number in hidden.items())
            self._write(f"and {more}: GitHub shows at most {_SHOWN} of each level for a step\n")


def _properties(finding: Finding) -> dict[str, object]:
    properties: dict[str, object] = {}
    if finding.file is not None:
        properties["file"] = relative(finding.file)
        if span := finding.span:
            properties |= {"line": span.line, "col": span.column, "endLine": span.end_line}
            if span.end_line == span.line:
                properties["endColumn"] = span.end_column
    return properties | {"title": f"{finding.code} {finding.name}"}


def _property(value: object) -> str:
    return clean(str(value).translate(_PROPERTY))
