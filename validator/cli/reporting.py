"""From findings to output: any format, to stdout or a file, then the summary and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import click

from validator import __version__
from validator.cli import complain
from validator.cli.output import writer
from validator.model import SEVERITIES, Finding, Tally
from validator.reporters import reporter_of
from validator.reporters.base import Options, Reporter
from validator.reporters.summary import count, summary


def report(
    findings: Iterable[Finding],
    tally: Tally,
    chosen: Mapping[str, Any],
    files: Sequence[str],
    before: Callable[[], None] = lambda: None,
) -> Reporter:
    """Write findings in the chosen format; `before` is called before stdout gets some of it."""
    options = Options(
        files=files, color=_wants_color(chosen), statistics=bool(chosen.get("statistics")), version=__version__
    )
    with writer(chosen.get("output"), before) as write:
        reporter = reporter_of(chosen.get("output_format", "text"), write, options)
        reporter.begin()
        most = chosen.get("max_findings")
        for finding in findings if most is None else _shown(findings, tally, most):
            tally.count(finding)
            reporter.finding(finding)
        reporter.end(tally)
    return reporter


def _shown(findings: Iterable[Finding], tally: Tally, most: int) -> Iterator[Finding]:
    """The first of them; the others are counted."""
    rest = iter(findings)
    yield from islice(rest, most)
    for finding in rest:
        tally.count(finding)
        tally.cut += 1


def conclude(reporter: Reporter, tally: Tally, chosen: Mapping[str, Any]) -> int:
    """Say on stderr what was found, and give the exit code."""
    left_out = getattr(reporter, "left_out", 0)
    if left_out and not chosen.get("quiet"):
        which = f"{count(left_out, 'finding')} {'is' if left_out == 1 else 'are'}"
        complain(f"{which} not in this map, which holds the API's errors of items; try --output-format text")
    if not chosen.get("quiet") and tally.files:
        click.echo(summary(tally), err=True)
    return 1 if _fails(tally, chosen.get("fail_on", "error")) else 0


def _fails(tally: Tally, fail_on: str) -> bool:
    counts = {"error": tally.errors, "warning": tally.warnings, "info": tally.infos}
    return fail_on != "never" and any(counts[level] for level in SEVERITIES[: SEVERITIES.index(fail_on) + 1])


def _wants_color(chosen: Mapping[str, Any]) -> bool:
    when = chosen.get("color", "auto")
    if when != "auto":
        return bool(when == "always")
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (chosen.get("output") is None and sys.stdout.isatty())
