"""The format for a first look: each line of text with the line of the file, carets under the fault, and advice."""

from __future__ import annotations

from validator.model import Finding
from validator.reporters.base import Options, Write
from validator.reporters.excerpt import excerpt
from validator.reporters.line import paint
from validator.reporters.text import Text
from validator.rules import RULES

#: So much of a line is looked at before and behind a place: more than is shown of it.
_AROUND = 400


class Full(Text):
    """Writes a paragraph for each finding, with an empty line between them."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._is_first = True

    def finding(self, finding: Finding) -> None:
        """Write the paragraph."""
        if not self._is_first:
            self._write("\n")
        self._is_first = False
        super().finding(finding)
        self._write(self._picture(finding))
        if rule := RULES.get(finding.code):
            self._write(f"  = {rule.title}\n")

    def _picture(self, finding: Finding) -> str:
        """The line of the file with carets under it; empty where there is no text to show."""
        span = finding.span
        if not finding.source or not span:
            return ""
        first = max(0, span.column - 1 - _AROUND)
        line = finding.source.excerpt(span.line, first, span.column - 1 + _AROUND)
        if not line.strip():
            return ""
        end = span.end_column - 1 - first if span.end_line == span.line else len(line)
        text, indent, width = excerpt(line, span.column - 1 - first, end)
        carets = "^" * width
        if self._options.color:
            carets = paint(carets, finding.severity)
        gutter = str(span.line)
        return f"  {gutter} | {text}\n  {' ' * len(gutter)} | {' ' * indent}{carets}\n"
