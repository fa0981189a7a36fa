"""`toloka-lint check`: files in, findings out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from validator import __version__, config
from validator.cli import CANNOT_RUN, complain
from validator.cli.options import about_data, given
from validator.cli.output import writer
from validator.cli.progress import progress
from validator.contracts import DOCUMENTS
from validator.errors import CannotCheckError, UnknownNameError
from validator.inputs import Input, expanded, input_of
from validator.linter import Selection
from validator.model import SEVERITIES, Finding, Tally
from validator.reporters import REPORTERS
from validator.reporters.base import Options, Reporter
from validator.reporters.summary import summary
from validator.session import Session
from validator.settings import AUTO, FileSettings


@click.command(name="check")
@click.argument("files", nargs=-1, metavar="[FILES|-]")
@click.option("--kind", metavar="KIND", help=f"What the files hold: {AUTO} (default), {', '.join(DOCUMENTS)}.")
@about_data
@click.option("--request", metavar="FILE", help="The request that a response answers: its positions must agree.")
@click.option("--output-format", metavar="FORMAT", help=f"One of {', '.join(REPORTERS)}.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of stdout; whole or not at all.")
@click.option("--select", metavar="CODES", multiple=True, help="Only these: codes, prefixes (TL2) or names.")
@click.option("--ignore", metavar="CODES", multiple=True, help="Not these.")
@click.option("--severity", metavar="CODE=LEVEL", multiple=True, help="Another severity, as TL302=error.")
@click.option("--fail-on", metavar="LEVEL", help=f"Exit 1 from this severity on: {', '.join(config.FAIL_ON)}.")
@click.option("--max-findings", metavar="N", type=click.IntRange(min=0), help="Show no more than these.")
@click.option("--statistics/--no-statistics", default=None, help="Count findings by code.")
@click.option("--config", "config_file", metavar="FILE", help="Take the configuration from this file.")
@click.option("--isolated", is_flag=True, help="Take no configuration.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the type, of what comes from stdin.")
@click.option("--color", metavar="WHEN", help="auto, always or never.")
@click.option("-q", "--quiet", is_flag=True, default=None, help="No summary.")
@click.option("--engine", hidden=True, help="rust or python.")
def command(
    files: tuple[str, ...], *, config_file: str | None, isolated: bool, stdin_filename: str | None, **options: Any
) -> int:
    """Check FILES (.json, .jsonl, .ndjson, .tsv, each also .gz; - is stdin; a folder stands for all in it).

    Without FILES, those that the configuration names are checked.
    """
    _known("kind", options["kind"], config.KINDS)
    _known("output format", options["output_format"], tuple(REPORTERS))
    _known("level for --fail-on", options["fail_on"], config.FAIL_ON)
    _known("choice for --color", options["color"], config.COLORS)
    configured = config.load(config_file, isolated=isolated, folder=Path.cwd())
    chosen = dict(configured.options) | given(**_run_wide(options))
    for_files = given(**{each.name: options[each.name] for each in fields(FileSettings)})
    session = Session(
        lambda file: configured.settings(file, for_files), _selection(chosen), chosen.get("engine", "auto")
    )
    names = expanded(files) if files else configured.files()
    if not names:
        raise click.UsageError("no files to check: name some, or - for stdin, or set patterns in the configuration")
    return _Check(session, chosen, names, stdin_filename).run()


def _known(what: str, name: str | None, known: Sequence[str]) -> None:
    if name is not None and name not in known:
        raise UnknownNameError(what, name, tuple(known))


def _run_wide(options: dict[str, Any]) -> dict[str, Any]:
    """The options about the run rather than about a file, without those that were not given."""
    own = {each.name for each in fields(FileSettings)}
    lists = {"select": _split(options["select"]), "ignore": _split(options["ignore"])}
    options = options | lists | {"severity": _severities(options["severity"])}
    return {
        name: value or None if isinstance(value, list | dict) else value
        for name, value in options.items()
        if name not in own
    }


def _split(values: Iterable[str]) -> list[str]:
    return [each.strip() for value in values for each in value.split(",") if each.strip()]


def _severities(values: Iterable[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in _split(values)]
    for code, _, level in pairs:
        if level not in SEVERITIES:
            raise click.UsageError(
                f"--severity takes CODE=LEVEL, LEVEL one of {', '.join(SEVERITIES)}; not {code}={level}"
            )
    return {code: level for code, _, level in pairs}


def _selection(chosen: dict[str, Any]) -> Selection:
    return Selection(chosen.get("select", ()), chosen.get("ignore", ()), chosen.get("severity", {}))


class _Check:
    """One call of the command."""

    def __init__(self, session: Session, chosen: dict[str, Any], names: Sequence[str], stdin_name: str | None) -> None:
        self._session = session
        self._chosen = chosen
        self._inputs: list[Input] = []
        self._could_not = False
        for name in names:
            try:
                self._inputs.append(input_of(name, stdin_name))
            except CannotCheckError as error:
                self._complain(error)

    def run(self) -> int:
        reporter_class = REPORTERS[self._chosen.get("output_format", "text")]
        fail_on = self._chosen.get("fail_on", "error")
        tally = self._session.tally
        with progress(self._inputs) as (on_read, make_room), writer(self._chosen.get("output"), make_room) as write:
            self._session.on_read = on_read
            reporter = reporter_class(write, self._reporter_options())
            reporter.begin()
            for finding in self._shown(tally):
                reporter.finding(finding)
            reporter.end(tally)
        self._summarise(reporter, tally)
        if self._could_not:
            return CANNOT_RUN
        return 1 if _fails(tally, fail_on) else 0

    def _shown(self, tally: Tally) -> Iterator[Finding]:
        most = self._chosen.get("max_findings")
        shown = 0
        for finding in self._findings():
            tally.count(finding)
            if most is not None and shown >= most:
                tally.cut += 1
                continue
            shown += 1
            yield finding

    def _findings(self) -> Iterator[Finding]:
        """The findings of all files; a file that cannot be read does not keep the others from being checked."""
        for each in self._inputs:
            try:
                yield from self._session.findings(each)
            except CannotCheckError as error:
                self._complain(error)
        self._session.tally.notes += self._session.notes()

    def _complain(self, error: CannotCheckError) -> None:
        self._could_not = True
        complain(str(error))

    def _reporter_options(self) -> Options:
        return Options(
            files=[each.name for each in self._inputs],
            color=_wants_color(self._chosen),
            statistics=bool(self._chosen.get("statistics")),
            version=__version__,
        )

    def _summarise(self, reporter: Reporter, tally: Tally) -> None:
        left_out = getattr(reporter, "left_out", 0)
        if left_out:
            complain(f"{left_out:,} findings are not the API's and not in this map; --output-format text shows them")
        if not self._chosen.get("quiet") and tally.files:
            click.echo(summary(tally), err=True)


def _fails(tally: Tally, fail_on: str) -> bool:
    counts = {"error": tally.errors, "warning": tally.warnings, "info": tally.infos}
    return fail_on != "never" and any(counts[level] for level in SEVERITIES[: SEVERITIES.index(fail_on) + 1])


def _wants_color(chosen: dict[str, Any]) -> bool:
    import os

    when = chosen.get("color", "auto")
    if when != "auto":
        return bool(when == "always")
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (chosen.get("output") is None and sys.stdout.isatty())
