"""A Code Quality report, which GitLab shows in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from functools import cache

from validator.model import Finding, Severity, Tally
from validator.reporters.base import Options, Reporter, Write
from validator.reporters.fingerprints import Fingerprints
from validator.reporters.json_text import dumps
from validator.reporters.line import sentence
from validator.reporters.names import relative

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


class GitLab(Reporter):
    """Writes a list with one object for each finding."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._separator = "\n"
        self._fingerprints = Fingerprints()
        self._relative = cache(relative)
        # GitLab takes no finding without a file: what is about the whole request is shown at the first one.
        self._first = options.files[0] if options.files else "."

    def begin(self) -> None:
        """Open the list."""
        self._write("[")

    def finding(self, finding: Finding) -> None:
        """Write the finding on a line of its own."""
        self._write(self._separator + dumps(self._as_object(finding)))
        self._separator = ",\n"

    def end(self, tally: Tally) -> None:  # noqa: ARG002 - the list has no counts
        """Close the list."""
        self._write("\n]\n")

    def _as_object(self, finding: Finding) -> dict[str, object]:
        file = self._first if finding.file is None else finding.file
        span = finding.span
        return {
            "description": sentence(finding),
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": self._fingerprints.of(finding),
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": self._relative(file), "lines": {"begin": span.line if span else 1}},
        }
