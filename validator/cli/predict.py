"""`toloka-lint predict`: what the server would answer to a request."""

from __future__ import annotations

from typing import Any

import click

from validator.cli.commands import subcommand
from validator.cli.options import (
    FILE,
    about_configuration,
    about_data,
    configured,
    engine,
    output,
    refuse_idle_name,
    request_kind,
    settings_of,
)
from validator.cli.output import refuse_to_overwrite, writer
from validator.cli.streams import complain
from validator.inputs.documents import Documents
from validator.inputs.names import input_of
from validator.inputs.requests import must_be_request, read_request
from validator.lint.linter import Linter
from validator.lint.session import settled
from validator.reporters.json_text import dumps
from validator.responses.predict import is_refusal, predicted


@subcommand(
    "predict",
    examples="""
    toloka-lint predict tasks.json --project project.json
    toloka-lint predict tasks.jsonl --async-mode
    """,
    exits={0: "everything would be created", 1: "something would not"},
)
@click.argument("file", metavar="FILE|-", type=FILE)
@request_kind
@about_data
@output
@about_configuration
@engine
def command(
    *,
    file: str,
    config_file: str | None,
    isolated: bool,
    stdin_filename: str | None,
    engine: str | None,
    **options: Any,
) -> int:
    """Print what the server would answer to FILE as one request: {"status": …, "body": …}.

    A file of lines or rows is taken as one list.

    With --async-mode it is the operation as it is in the end: before that, it is PENDING with no times but
    "submitted", then RUNNING with "started" too, and has no "details" yet. An operation with skip_invalid_items is
    predicted as SUCCESS even when nothing was valid: no source shows that case.

    No source shows the payload of the 400 that answers a list either. Here it is keyed by position, then path, which
    is how the official Python client has it; for one object it is keyed by path, which sources do show. What is wrong
    with the request as a whole (operation_id, no body, too many bytes) is keyed by path in both cases, and too many
    tasks are a 413 with the code ENTITY_TOO_LARGE.

    Ids come from a hash of each item and its position, and every time is 2022-06-19T00:00:00: equal requests get
    equal answers.
    """
    refuse_idle_name(stdin_filename, file)
    configuration = configured(config_file, isolated=isolated)
    source = input_of(file, stdin_filename)
    settings = settings_of(source.name, configuration, options)
    refuse_to_overwrite(options["output"], file, settings.project, settings.pool, configuration.path)
    documents = Documents()
    with configuration.discretion(options):
        request = read_request(source, documents.table_context(settings))
    for note in request.notes:
        complain(note)
    first = request.items[0] if request.items else None
    settings = settled(settings, request.source or source, first, is_alone=request.is_alone)
    must_be_request(settings.kind, source.name)
    linter = Linter(documents.context(settings), engine=engine or "auto")
    answer = predicted(linter, request.items, is_alone=request.is_alone)
    with writer(options["output"]) as write:
        write(dumps({"status": answer.status, "body": answer.body}, indent=True) + "\n")
    return 1 if is_refusal(answer) else 0
