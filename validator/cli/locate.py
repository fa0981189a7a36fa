"""`toloka-lint locate`: the errors of a response, each at the line of the file that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from validator.cli.commands import INPUT, UsageError, option, subcommand
from validator.cli.options import (
    FILE,
    about_configuration,
    about_output,
    configured,
    given,
    pool,
    project,
    refuse_idle_name,
    request_kind,
    settings_of,
)
from validator.cli.parameters import Number
from validator.cli.reporting import Report, outputs
from validator.inputs.documents import Documents
from validator.inputs.names import STDIN, Input, input_of
from validator.inputs.readers import reading
from validator.inputs.requests import must_be_request
from validator.inputs.settings import FileSettings
from validator.lint.session import peeked, settled
from validator.model import Finding, Tally
from validator.responses.locate import Locator, Sent
from validator.responses.saved import received
from validator.responses.server_errors import claims_of

#: What the configuration may say of this command too; the others are about rules, or name a file for another purpose.
_SHARED = ("output_format", "max_findings", "statistics", "color", "quiet")


@subcommand(
    "locate",
    examples="""
    toloka-lint locate tasks.jsonl --response answer.json
    toloka-lint locate a.tsv --requests-of 500 --response 1.json --response 2.json
    """,
    exits={0: "the responses name no error", 1: "they name errors"},
)
@click.argument("file", metavar="FILE|-", type=FILE)
@option(
    "--response",
    "responses",
    group=INPUT,
    metavar="FILE",
    type=FILE,
    multiple=True,
    required=True,
    help="What the server answered; - is stdin. May be repeated.",
)
@option("--offset", group=INPUT, metavar="N", type=Number(), help="The request began with item N of FILE.")
@option("--requests-of", group=INPUT, metavar="N", type=Number(1), help="FILE was sent in requests of N items each.")
@request_kind
@project
@pool
@about_output
@about_configuration
def command(  # noqa: PLR0913 - the options of the command
    *,
    file: str,
    responses: tuple[str, ...],
    offset: int | None,
    requests_of: int | None,
    config_file: str | None,
    isolated: bool,
    stdin_filename: str | None,
    **options: Any,
) -> int:
    """Show each error of a response at the line of FILE that it is about.

    A response is what the server answered: the answer to a list; a 400 or its payload, as JSON or as Python prints
    it in the client's exception; the log of an operation. In a log, items are found by what the official client adds
    to them (__item_idx), else by what they hold, else by their order.

    Positions count from the first item of FILE, or from item N with --offset N. With --requests-of N the k-th
    --response belongs to the k-th N items (of those after --offset, if that is given too). An error whose position
    FILE does not have, or that is about no item, is shown without a line.
    """
    refuse_idle_name(stdin_filename, file)
    if len(responses) > 1 and requests_of is None:
        raise UsageError("with several --response, give --requests-of N: how many items each request had")
    if (file, *responses).count(STDIN) > 1:
        raise UsageError("only one of FILE and --response can be stdin")
    configuration = configured(config_file, isolated=isolated)
    source = input_of(file, stdin_filename)
    settings = settings_of(source.name, configuration, options)
    shared = {name: value for name, value in configuration.options.items() if name in _SHARED}
    chosen = shared | given(**options | {"output_format": options["output_format"] or None})
    formats = outputs(chosen, file, *responses, settings.project, settings.pool, configuration.path)
    sent = _sent(responses, offset, requests_of)
    tally = Tally(files=1)
    report = Report(tally, chosen, formats)
    with configuration.discretion(options):
        report.write(_findings(source, settings, sent, tally), [source.name])
    return report.conclude()


def _sent(responses: Sequence[str], offset: int | None, size: int | None) -> list[Sent]:
    is_alone = size == 1 or (size is None and offset is not None)
    first = offset or 0
    return [
        Sent(claims_of(received(name), name), first + n * (size or 0), size, is_alone)
        for n, name in enumerate(responses)
    ]


def _findings(source: Input, settings: FileSettings, sent: Sequence[Sent], tally: Tally) -> Iterator[Finding]:
    with reading(source, Documents().table_context(settings)) as read_:
        first, read = peeked(read_.batches)
        item = first.items[0] if first else None
        kind = settled(settings, read_.source, item, is_alone=first is not None and first.is_alone).kind
        must_be_request(kind, source.name)
        yield from Locator(source.name, kind, sent, tally).findings(read)
        tally.notes += read_.notes
