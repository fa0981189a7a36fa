"""`toloka-lint check`: files in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from validator.cli import CANNOT_RUN, complain, config
from validator.cli.options import (
    about_configuration,
    about_data,
    about_output,
    configured,
    given,
    known,
    settings_of,
)
from validator.cli.output import refuse_to_overwrite
from validator.cli.progress import progress
from validator.cli.reporting import conclude, report
from validator.contract.loader import DOCUMENTS, contract_names
from validator.engines.compiled import ENGINE_NAMES
from validator.errors import CannotCheckError
from validator.inputs.files import Input, expanded, input_of
from validator.inputs.settings import AUTO, FileSettings
from validator.lint.selection import Selection
from validator.lint.session import Session
from validator.model import SEVERITIES, Finding
from validator.reporters import REPORTERS


@click.command(name="check")
@click.argument("files", nargs=-1, metavar="[FILES|-]")
@click.option("--kind", metavar="KIND", help=f"What the files hold: {AUTO} (default), {', '.join(DOCUMENTS)}.")
@about_data
@click.option("--request", metavar="FILE", help="The request that a response answers: its positions must agree.")
@about_output
@click.option("--select", metavar="CODES", multiple=True, help="Only these: codes, prefixes (TL2) or names.")
@click.option("--ignore", metavar="CODES", multiple=True, help="Not these.")
@click.option("--severity", metavar="CODE=LEVEL", multiple=True, help="Another severity, as TL302=error.")
@click.option("--fail-on", metavar="LEVEL", help=f"Exit 1 from this severity on: {', '.join(config.FAIL_ON)}.")
@about_configuration
@click.option("--engine", hidden=True, help="rust or python.")
def command(
    files: tuple[str, ...], *, config_file: str | None, isolated: bool, stdin_filename: str | None, **options: Any
) -> int:
    """Check FILES (.json, .jsonl, .ndjson, .tsv, each also .gz; - is stdin; a folder stands for all in it).

    Without FILES, those that the configuration names are checked.
    """
    known("kind", options["kind"], config.KINDS)
    known("contract", options["contract"], contract_names())
    known("engine", options["engine"], ENGINE_NAMES)
    known("output format", options["output_format"], tuple(REPORTERS))
    known("level for --fail-on", options["fail_on"], config.FAIL_ON)
    known("choice for --color", options["color"], config.COLORS)
    configuration = configured(config_file, isolated=isolated)
    chosen = dict(configuration.options) | given(**_run_wide(options))
    session = Session(
        lambda file: settings_of(file, configuration, options),
        _selection(chosen),
        chosen.get("engine", "auto"),
    )
    names = expanded(files) if files else configuration.files()
    if not names:
        raise click.UsageError("no files to check: name some, or - for stdin, or set patterns in the configuration")
    for name in names:
        settings = settings_of(name, configuration, options)
        documents = (settings.project, settings.pool, settings.request)
        refuse_to_overwrite(chosen.get("output"), name, *documents, configuration.path)
    return _Check(session, chosen, list(dict.fromkeys(names)), stdin_filename).run()


def _run_wide(options: dict[str, Any]) -> dict[str, Any]:
    """The options about the run rather than about a file, without those that were not given."""
    lists = {"select": _split(options["select"]), "ignore": _split(options["ignore"])}
    options = options | lists | {"severity": _severities(options["severity"])}
    return {
        name: value or None if isinstance(value, list | dict) else value
        for name, value in options.items()
        if name not in FileSettings._fields
    }


def _split(values: Iterable[str]) -> list[str]:
    return [each.strip() for value in values for each in value.split(",") if each.strip()]


def _severities(values: Iterable[str]) -> dict[str, str]:
    pairs = {value: value.partition("=") for value in _split(values)}
    for value, (_, _, level) in pairs.items():
        if level not in SEVERITIES:
            raise click.UsageError(f"--severity takes CODE=LEVEL, LEVEL one of {', '.join(SEVERITIES)}; not {value}")
    return {code: level for code, _, level in pairs.values()}


def _selection(chosen: dict[str, Any]) -> Selection:
    return Selection(chosen.get("select", ()), chosen.get("ignore", ()), chosen.get("severity", {}))


class _Check:
    """One call of the command."""

    def __init__(self, session: Session, chosen: dict[str, Any], names: Sequence[str], stdin_name: str | None) -> None:
        self._session = session
        self._chosen = chosen
        self._inputs: list[Input] = []
        for name in names:
            try:
                self._inputs.append(input_of(name, stdin_name))
            except CannotCheckError as error:
                self._complain(error)

    def run(self) -> int:
        tally, files = self._session.tally, [each.name for each in self._inputs]
        with progress(self._inputs) as (on_read, make_room):
            self._session.on_read = on_read
            reporter = report(self._findings(), tally, self._chosen, files, make_room)
        code = conclude(reporter, tally, self._chosen)
        return CANNOT_RUN if tally.unchecked else code

    def _findings(self) -> Iterator[Finding]:
        """The findings of all files; a file that cannot be read does not keep the others from being checked."""
        for each in self._inputs:
            try:
                yield from self._session.findings(each)
            except CannotCheckError as error:
                self._complain(error)
        self._session.tally.notes += self._session.notes()

    def _complain(self, error: CannotCheckError) -> None:
        self._session.tally.unchecked += 1
        complain(str(error))
