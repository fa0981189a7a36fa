"""The format for people and for editors: a finding is a line."""

from __future__ import annotations

from validator.contract.codes import name_of
from validator.model import Finding, Tally
from validator.reporters.base import Reporter
from validator.reporters.line import text_line
from validator.reporters.summary import by_frequency
from validator.rules import RULES


class Text(Reporter):
    """Writes `FILE:LINE:COLUMN: SEVERITY CODE PATH: MESSAGE`."""

    def finding(self, finding: Finding) -> None:
        """Write the line."""
        self._write(text_line(finding, color=self._options.color) + "\n")

    def end(self, tally: Tally) -> None:
        """Write how often each code was found, most frequent first, if that was asked for."""
        if self._options.statistics and tally.codes:
            self._write("\n" + "".join(_statistics(tally)))


def _statistics(tally: Tally) -> list[str]:
    counts = by_frequency(tally)
    width = len(f"{max(counts.values()):,}")
    return [f"{count:>{width},} {code} {_name(code)}\n" for code, count in counts.items()]


def _name(code: str) -> str:
    return RULES[code].name if code in RULES else name_of(code)
