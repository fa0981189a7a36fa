"""`toloka-lint diff`: two contracts side by side, or two verdicts on the same files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import click

from validator.cli.commands import INPUT, OUTPUT, UsageError, option, subcommand
from validator.cli.options import FILE, QUERY, about_request, given, kind, output, quiet
from validator.cli.output import refuse_to_overwrite, writer
from validator.cli.parameters import Choice
from validator.cli.streams import complain, say
from validator.contract import loader
from validator.diff.contracts import differences
from validator.diff.text import change_line, changes_as_json, turn_lines, turns_as_json
from validator.diff.verdicts import Turn, turns
from validator.inputs.names import Input, expanded
from validator.inputs.settings import FileSettings
from validator.lint.session import Session
from validator.model import Finding
from validator.reporters.line import text_line
from validator.wording import counted

FORMATS = ("text", "json")
#: Text that could not be read.
_UNREAD = ("TL901", "TL902", "TL903")
_FILE_OPTIONS = ("kind", "project", "pool", *QUERY)


@subcommand(
    "diff",
    examples="""
    toloka-lint diff 2022-06 2023-06
    toloka-lint diff 2022-06 2023-06 --on tasks.jsonl --project project.json
    """,
    exits={0: "compared", 1: "with --on: NEW rejects an item that OLD accepts"},
)
@click.argument("old", type=Choice("contract", loader.contract_names()), metavar="OLD")
@click.argument("new", type=Choice("contract", loader.contract_names()), metavar="NEW")
@option(
    "--on",
    "files",
    group=INPUT,
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="Only the items of FILE that change their verdict. May be repeated.",
)
@kind
@about_request
@option(
    "--output-format",
    group=OUTPUT,
    metavar="FORMAT",
    type=Choice("output format", FORMATS),
    default="text",
    shown="text",
    help="text or json.",
)
@output
@quiet
def command(  # noqa: PLR0913 - one for each option
    old: str,
    new: str,
    *,
    files: tuple[str, ...],
    output_format: str,
    output: str | None,
    quiet: bool | None,
    **options: Any,
) -> int:
    """Print what the contract NEW newly rejects, newly accepts and changes beside the contract OLD.

    Each line is DOCUMENT: EFFECT CODE PATH: BEFORE -> AFTER. An effect is one of: rejects, accepts, changes (the same
    values are taken, and mean or draw something else), unclear. A change is breaking if a request that worked may be
    refused, or an answer may hold what it never held. In a path, N is any position and * any other key.

    With --on, each line is FILE:LINE:COLUMN: rejects|accepts CODE PATH: MESSAGE: the errors that an item has under one
    contract, where it has none under the other.
    """
    told = given(**{name: options.get(name) for name in _FILE_OPTIONS})
    _refuse_at_odds(files, told)
    refuse_to_overwrite(output, *files, told.get("project"), told.get("pool"))
    compare = partial(_contracts, old, new) if not files else partial(_items, old, new, files, told)
    with writer(output) as write:
        code, summary = compare(write, output_format)
    if not quiet:
        say(summary)
    return code


def _refuse_at_odds(files: tuple[str, ...], told: dict[str, Any]) -> None:
    if told and not files:
        option = f"--{next(iter(told)).replace('_', '-')}"
        raise UsageError(f"{option} is about the items of a file: name one with --on")
    if "-" in files:
        raise UsageError("--on reads each file twice, so it cannot be stdin")


def _contracts(old: str, new: str, write: Callable[[str], object], output_format: str) -> tuple[int, str]:
    """Write the changes from one contract to the other."""
    changes = differences(loader.load(old), loader.load(new))
    is_json = output_format == "json"
    write(changes_as_json(old, new, changes) if is_json else "".join(f"{change_line(each)}\n" for each in changes))
    breaking = sum(each.breaking for each in changes)
    return 0, f"From {old} to {new}: {counted(len(changes), 'change')}, {breaking:,} breaking"


def _items(  # noqa: PLR0913, PLR0917 - all that was said on the command line
    old: str,
    new: str,
    files: tuple[str, ...],
    told: dict[str, Any],
    write: Callable[[str], object],
    output_format: str,
) -> tuple[int, str]:
    """Write the items of the files that change their verdict."""
    on = _On((old, new), FileSettings(**told))
    given_files = expanded(files)
    for error in given_files.errors:
        raise error
    found = on.turns(given_files.inputs)
    if output_format == "json":
        write(turns_as_json(old, new, found, on.counts))
    else:
        for each in found:
            write("".join(f"{line}\n" for line in turn_lines(each)))
    for note in on.notes():
        complain(note)
    return 1 if on.counts["rejected"] or on.unread else 0, on.summary()


class _On:
    """Both verdicts on some files."""

    def __init__(self, names: tuple[str, str], settings: FileSettings) -> None:
        self.counts = {"files": 0, "items": 0, "rejected": 0, "accepted": 0}
        self.unread = 0
        self._sessions = [self._session(settings._replace(contract=loader.load(name).name)) for name in names]
        self._names = names

    @staticmethod
    def _session(settings: FileSettings) -> Session:
        return Session(lambda _: settings)

    def _read(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings; of text that could not be read there is no verdict, which is said."""
        for each in findings:
            if each.code in _UNREAD:
                self.unread += 1
                complain(f"no verdict: {text_line(each)}")
            yield each

    def turns(self, files: Iterable[Input]) -> Iterator[Turn]:
        """The items of all files that change their verdict."""
        for source in files:
            old, new = (session.findings(source) for session in self._sessions)
            for turn in turns(source.name, self._read(old), new):
                self.counts["rejected" if turn.verdict == "rejects" else "accepted"] += 1
                yield turn
        tally = self._sessions[0].tally
        self.counts.update(files=tally.files, items=tally.items)

    def notes(self) -> list[str]:
        """Sentences about the files, such as what they were taken for."""
        return self._sessions[0].tally.notes

    def summary(self) -> str:
        """What the step from one contract to the other does to the items."""
        old, new = self._names
        of_all = counted(self.counts["items"], "item")
        turned = f"{self.counts['rejected']:,} newly rejected, {self.counts['accepted']:,} newly accepted"
        return f"From {old} to {new}, of {of_all}: {turned}"
