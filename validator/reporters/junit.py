"""JUnit's XML, which most CI servers show: a suite for each file, a test for each finding.

An error is a failed test. Warnings and infos are passed tests with output, since a failed one turns a build red.
"""

from __future__ import annotations

from typing import IO

from validator.model import Finding, Tally
from validator.reporters.base import Options, Reporter, Write
from validator.reporters.line import REQUEST, text_line
from validator.wording import clean

# The tests of one suite are kept until their number is known, in memory up to this many characters.
_KEPT = 1 << 22

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class JUnit(Reporter):
    """Writes suite by suite: the numbers of tests and failures stand before them."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._names = frozenset(options.files)
        self._to_come = iter(options.files)
        self._suite: _Suite | None = None

    def begin(self) -> None:
        """Open the document."""
        self._write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="toloka-lint">\n')

    def finding(self, finding: Finding) -> None:
        """Keep the test until its file is over."""
        name = REQUEST if finding.file is None else finding.file
        if self._suite is None or self._suite.name != name:
            self._end_suite()
            if finding.file in self._names:
                self._pass_to(name)
            self._suite = _Suite(name)
        self._suite.add(finding)

    def end(self, tally: Tally) -> None:  # noqa: ARG002 - each suite has its own counts
        """Write the last suite, and those of the files without findings."""
        self._end_suite()
        for name in self._to_come:
            _Suite(name).write(self._write)
        self._write("</testsuites>\n")

    def _pass_to(self, file: str) -> None:
        """Write the suites of the files before this one: they have no findings."""
        for name in self._to_come:
            if name == file:
                break
            _Suite(name).write(self._write)

    def _end_suite(self) -> None:
        if self._suite:
            self._suite.write(self._write)


class _Suite:
    """The tests of one file, rendered."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._tests = 0
        self._failures = 0
        self._text: IO[str] | None = None

    def add(self, finding: Finding) -> None:
        if self._text is None:
            from tempfile import SpooledTemporaryFile  # only this format needs it, and start-up time counts

            self._text = SpooledTemporaryFile(_KEPT, "w+", encoding="utf-8", newline="")  # noqa: SIM115 - see write()
        self._tests += 1
        self._failures += finding.severity == "error"
        self._text.write(_test(self.name, finding))

    def write(self, write: Write) -> None:
        name = _escaped(self.name)
        count = f'tests="{self._tests or 1}" failures="{self._failures}" errors="0" skipped="0"'
        write(f'  <testsuite name="{name}" {count}>\n')
        if self._text is None:
            write(f'    <testcase classname="{name}" name="no findings"/>\n')
        else:
            self._text.seek(0)
            for line in self._text:
                write(line)
            self._text.close()
        write("  </testsuite>\n")


def _test(suite: str, finding: Finding) -> str:
    line = _escaped(text_line(finding))
    if finding.severity == "error":
        result = f'<failure type="{_escaped(finding.code)}" message="{_escaped(finding.message)}">{line}</failure>'
    else:
        result = f"<system-out>{line}</system-out>"
    head = f'    <testcase classname="{_escaped(suite)}" name="{_escaped(_title(finding))}">'
    return f"{head}\n      {result}\n    </testcase>\n"


def _title(finding: Finding) -> str:
    item = "" if finding.index is None else f"item {finding.index}"
    return " ".join(filter(None, (item, str(finding.path), finding.code)))


def _escaped(text: str) -> str:
    return clean(text).translate(_ENTITIES)
