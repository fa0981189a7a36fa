"""`toloka-lint check`: files in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import click

from validator.cli.commands import CANNOT_RUN, INPUT, RUN, SELECTION, UsageError, option, subcommand
from validator.cli.exclusion import Exclusion
from validator.cli.options import (
    FILE,
    about_configuration,
    about_data,
    about_inputs,
    about_output,
    configured,
    engine,
    given,
    kind,
    refuse_idle_name,
    settings_of,
)
from validator.cli.parameters import Choice, Codes, Format, Severities
from validator.cli.progress import progress
from validator.cli.reporting import FAIL_ON, Report, outputs
from validator.cli.show_settings import shown
from validator.cli.streams import complain
from validator.errors import CannotCheckError
from validator.inputs.names import ANY, STDIN, Expanded, Input, expanded
from validator.inputs.settings import AUTO, FileSettings
from validator.inputs.streams import MAX_MEMORY, out_of_memory
from validator.lint.selection import Selection
from validator.lint.session import Session
from validator.model import Finding

EXAMPLES = """
toloka-lint check tasks.jsonl --project project.json
toloka-lint check uploads/ --output-format sarif=findings.sarif
toloka-lint check - --stdin-filename tasks.tsv < tasks.tsv
"""


@subcommand(
    "check",
    examples=EXAMPLES,
    exits={0: "nothing at or above --fail-on", 1: "findings at or above --fail-on"},
)
@click.argument("files", nargs=-1, metavar="[FILES|-]", type=FILE)
@kind
@about_data
@about_inputs
@option(
    "--request",
    group=INPUT,
    metavar="FILE",
    type=FILE,
    help="The request that a response answers: its positions must agree.",
)
@option(
    "--exclude",
    group=INPUT,
    metavar="PATTERN",
    multiple=True,
    help="Files to leave out, by a pattern as in .gitignore. May be repeated.",
)
@about_output
@option(
    "--select",
    group=SELECTION,
    metavar="CODES",
    multiple=True,
    type=Codes(),
    shown="ALL",
    help="Only these: codes, beginnings of codes (TL2) or names.",
)
@option("--ignore", group=SELECTION, metavar="CODES", multiple=True, type=Codes(), help="Not these.")
@option(
    "--severity",
    group=SELECTION,
    metavar="CODE=LEVEL",
    multiple=True,
    type=Severities(),
    help="Another severity, as TL302=error.",
)
@option(
    "--fail-on",
    group=SELECTION,
    metavar="LEVEL",
    type=Choice("level", FAIL_ON),
    shown="error",
    help=f"Exit 1 from this severity on: {', '.join(FAIL_ON)}.",
)
@about_configuration
@option("--show-settings", group=RUN, is_flag=True, help="Print the settings of FILES, and where each comes from.")
@engine
def command(  # noqa: PLR0913 - the options
    files: tuple[str, ...],
    *,
    config_file: str | None,
    isolated: bool,
    stdin_filename: str | None,
    exclude: tuple[str, ...],
    show_settings: bool,
    **options: Any,
) -> int:
    """Check FILES: .json, .jsonl, .ndjson, .tsv, .csv, .xlsx, each also .gz or .zst; - is stdin.

    A folder stands for all files of these types in it. Without FILES, those that the configuration names are checked.
    """
    refuse_idle_name(stdin_filename, *files)
    configuration = configured(config_file, isolated=isolated)
    options = {name: _flat(value) for name, value in options.items()}
    chosen = {**configuration.options} | given(**_run_wide(options))
    type_ = chosen.get("input_format", AUTO)
    found = expanded(files or configuration.files(), stdin_filename, ANY if type_ == AUTO else type_)
    if not (found.inputs or found.errors):
        raise UsageError("no files to check: name some, or - for stdin, or set patterns in the configuration")
    names = [STDIN if each.is_stdin else each.name for each in found.inputs]
    kept = Exclusion(exclude, configuration).kept(names)
    if show_settings:
        files = tuple(stdin_filename or each if each == STDIN else each for each in kept)
        click.echo("\n".join(shown(each, configuration, options) for each in files), nl=False)
        return 0

    @cache
    def settings_for(file: str) -> FileSettings:
        return settings_of(file, configuration, options)

    settings = [settings_for(name) for name in kept]
    documents = {file for each in settings for file in (each.project, each.pool, each.request)}
    formats = outputs(chosen, *files, *kept, *documents, configuration.path)
    for note in (*configuration.idle_patterns(names), *_idle(settings)):
        complain(note)
    session = Session(settings_for, engine=chosen.get("engine", "auto"))
    session.max_memory = chosen.get("max_memory", MAX_MEMORY)
    inputs = [each for name, each in zip(names, found.inputs, strict=True) if name in kept]
    return _Check(session, chosen, lambda error: configuration.discreet(error, options)).run(
        found._replace(inputs=inputs), formats
    )


def _flat(value: Any) -> Any:
    """The values of an option that may be repeated, in one; None where it was not given."""
    if not isinstance(value, tuple):
        return value
    flat = tuple(each for part in value for each in ((part,) if isinstance(part, Format) else part))
    return flat or None


def _run_wide(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options about the run rather than about a file."""
    return {name: value for name, value in options.items() if name not in FileSettings._fields}


def _idle(settings: Iterable[FileSettings]) -> Iterator[str]:
    """What to say of codes that cannot be silenced."""
    for ignore, severity in {(each.ignore, each.severity): None for each in settings}:
        for entry in Selection(ignore=ignore, severities=dict(severity)).idle():
            yield f"{entry} is always an error, whatever is ignored: what could not be read is not clean"


class _Check:
    """One call of the command.

    Args:
        session: What checks the files.
        chosen: The options about the run.
        discreet: Leaves out of an error what nobody should see.
    """

    def __init__(
        self,
        session: Session,
        chosen: Mapping[str, Any],
        discreet: Callable[[CannotCheckError], CannotCheckError],
    ) -> None:
        self._session = session
        self._chosen = chosen
        self._discreet = discreet
        self._complaints: set[str] = set()
        self._make_room: Callable[[], None] = lambda: None

    def run(self, found: Expanded, formats: Sequence[Format]) -> int:
        """Check the files, write what is found, and give the exit code."""
        inputs = found.inputs
        for error in found.errors:
            self._complain(error)
        self._session.tally.notes += found.notes
        tally, files = self._session.tally, [each.name for each in inputs]
        report = Report(tally, self._chosen, formats)
        with progress(inputs) as (self._session.on_read, self._make_room):
            report.write(self._findings(inputs), files, self._make_room)
        code = report.conclude()
        return CANNOT_RUN if tally.unchecked else code

    def _findings(self, inputs: Iterable[Input]) -> Iterator[Finding]:
        """The findings of all files; a file that cannot be read does not keep the others from being checked."""
        for each in inputs:
            try:
                yield from self._session.findings(each)
            except CannotCheckError as error:
                self._complain(error)
            except MemoryError:
                self._complain(out_of_memory(each.name))
        self._session.tally.notes += self._session.notes()

    def _complain(self, error: CannotCheckError) -> None:
        """Say what could not be checked, and of a document of several files once."""
        self._session.tally.unchecked += 1
        message = str(self._discreet(error))
        if message not in self._complaints:
            self._complaints.add(message)
            self._make_room()
            complain(message)
