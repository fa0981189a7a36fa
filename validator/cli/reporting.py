"""From findings to output: any formats, to stdout and files, then the summary and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from validator import __version__
from validator.cli.output import is_stdout, place, refuse_to_overwrite, writer
from validator.cli.parameters import Format
from validator.cli.streams import complain, say, wants_color
from validator.errors import CannotCheckError
from validator.model import SEVERITIES, Finding, Severity, Tally
from validator.reporters import reporter_of
from validator.reporters.base import Options
from validator.reporters.summary import summary
from validator.wording import counted

FAIL_ON = (*SEVERITIES, "never")


class ClashError(CannotCheckError):
    """Two outputs that would go to one place."""


def outputs(chosen: Mapping[str, Any], *inputs: object) -> list[Format]:
    """Each format with its file, None for stdout: reports in files go beside what is shown, which is text unless said.

    Raises:
        ClashError: two of them would go to the same place.
        CannotWriteError: one would go to one of the inputs.
    """
    formats: Sequence[Format] = chosen.get("output_format", ())
    plain = [each for each in formats if each.file is None] or [Format("text")]
    if len(plain) > 1:
        first, second = plain[:2]
        raise ClashError(f"both {first.name} and {second.name} would go to the same place; write {second.name}=FILE")
    there = Format(plain[0].name, chosen.get("output"))
    found = [there, *(each for each in formats if each.file is not None)]
    places: dict[str, str] = {}
    for each in found:
        refuse_to_overwrite(each.file, *inputs)
        where = place(each.file)
        if where in places and where != os.devnull:
            raise ClashError(f"both {places[where]} and {each.name} would go to {each.file}; name two files")
        places[where] = each.name
    return found


class Report:
    """What one run says: findings in each format, then the summary.

    Args:
        tally: What the run counts.
        chosen: The options about the run.
        formats: Where each format goes, as `outputs` gives them.
    """

    def __init__(self, tally: Tally, chosen: Mapping[str, Any], formats: Sequence[Format]) -> None:
        self._tally = tally
        self._chosen = chosen
        self._formats = formats
        self._left_out = 0

    def write(
        self, findings: Iterable[Finding], files: Sequence[str], before: Callable[[], None] = lambda: None
    ) -> None:
        """Write findings in each format; `before` is called before stdout gets some of them."""
        most = self._chosen.get("max_findings")
        with ExitStack() as stack:
            writers = [stack.enter_context(writer(each.file, before)) for each in self._formats]
            reporters = [
                reporter_of(each.name, write, self._options(each, files))
                for each, write in zip(self._formats, writers, strict=True)
            ]
            for reporter in reporters:
                reporter.begin()
            counting = _counting(findings, self._tally)
            for finding in counting if most is None else worst(counting, self._tally, most):
                for reporter in reporters:
                    reporter.finding(finding)
            for reporter in reporters:
                reporter.end(self._tally)
        self._left_out = max(reporter.left_out for reporter in reporters)

    def _options(self, to: Format, files: Sequence[str]) -> Options:
        # What the environment says is about what is looked at, not about reports in files.
        environment = os.environ if is_stdout(to.file) else {}
        is_terminal = is_stdout(to.file) and sys.stdout.isatty()
        return Options(
            files=files,
            color=wants_color(self._chosen.get("color", "auto"), environment, is_terminal=is_terminal),
            statistics=bool(self._chosen.get("statistics")),
            version=__version__,
        )

    def conclude(self) -> int:
        """Say on stderr what was found, and give the exit code."""
        left_out, is_loud = self._left_out, not self._chosen.get("quiet")
        if left_out and is_loud:
            which = f"{counted(left_out, 'finding')} {'is' if left_out == 1 else 'are'}"
            complain(f"{which} not in this map, which holds the API's errors of items; try --output-format text")
        if is_loud and self._tally.files:
            say(summary(self._tally))
        return 1 if _fails(self._tally, self._chosen.get("fail_on", "error")) else 0


def _counting(findings: Iterable[Finding], tally: Tally) -> Iterator[Finding]:
    for finding in findings:
        tally.count(finding)
        yield finding


def worst(findings: Iterable[Finding], tally: Tally, most: int) -> Iterator[Finding]:
    """The worst of them, in their order: no warning takes the place of an error. The others are counted."""
    kept: dict[Severity, list[tuple[int, Finding]]] = {severity: [] for severity in SEVERITIES}
    for n, finding in enumerate(findings):
        tally.cut += 1
        if len(kept[finding.severity]) < most:
            kept[finding.severity].append((n, finding))
    shown = [each for severity in SEVERITIES for each in kept[severity]][:most]
    tally.cut -= len(shown)
    yield from (finding for _, finding in sorted(shown, key=lambda each: each[0]))


def _fails(tally: Tally, fail_on: str) -> bool:
    counts = {"error": tally.errors, "warning": tally.warnings, "info": tally.infos}
    return fail_on != "never" and any(counts[level] for level in SEVERITIES[: SEVERITIES.index(fail_on) + 1])
