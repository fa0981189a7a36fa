"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from validator.cli import config
from validator.cli.commands import INPUT, OUTPUT, REQUEST, RUN, UsageError, option, together
from validator.cli.config import Config
from validator.cli.parameters import Choice, Formats, Number, Size
from validator.contract.loader import DEFAULT_CONTRACT, DOCUMENTS, REQUEST_KINDS, contract_names
from validator.engines.compiled import ENGINE_NAMES
from validator.inputs.names import TYPES
from validator.inputs.settings import AUTO, FileSettings

QUERY = ("async_mode", "allow_defaults", "skip_invalid_items", "open_pool", "operation_id")
KINDS = (AUTO, *DOCUMENTS)
INPUT_FORMATS = (AUTO, *dict.fromkeys(TYPES.values()))
COLORS = ("auto", "always", "never")

#: The name of a file: the shell completes it, and whether there is one is seen when it is opened.
FILE = click.Path(readable=False)

_FLAGS = {
    "async-mode": "The request is asynchronous.",
    "allow-defaults": "The pool supplies the overlap of items that have none.",
    "skip-invalid-items": "Valid items are created though others are not.",
    "open-pool": "The pool is opened after the upload.",
}

project = option(
    "--project", group=REQUEST, metavar="FILE", type=FILE, help="The project, as the API returns it, or its task_spec."
)
pool = option("--pool", group=REQUEST, metavar="FILE", type=FILE, help="The pool, as the API returns it.")
contract = option(
    "--contract",
    group=INPUT,
    metavar="NAME",
    type=Choice("contract", contract_names()),
    shown=DEFAULT_CONTRACT,
    help=f"The generation of the API: {' or '.join(contract_names())}.",
)
kind = option(
    "--kind",
    group=INPUT,
    metavar="KIND",
    type=Choice("kind", KINDS),
    shown=AUTO,
    help=f"What the files hold: {', '.join(KINDS)}.",
)
request_kind = option(
    "--kind",
    group=INPUT,
    metavar="KIND",
    type=Choice("kind", (AUTO, *REQUEST_KINDS)),
    shown=AUTO,
    help=f"What the file holds: {', '.join((AUTO, *REQUEST_KINDS))}; auto looks at the first item.",
)
output = option(
    "-o",
    "--output",
    group=OUTPUT,
    metavar="FILE",
    type=FILE,
    shown="stdout",
    help="Write there: a file is written whole or not at all.",
)
quiet = option("-q", "--quiet", group=OUTPUT, is_flag=True, default=None, help="No summary.")
engine = click.option("--engine", hidden=True, type=Choice("engine", ENGINE_NAMES), help="rust or python.")

#: What the data are checked against beside the contract: project, pool and query parameters.
about_request = together(
    project,
    pool,
    *(option(f"--{name}/--no-{name}", group=REQUEST, default=None, help=text) for name, text in _FLAGS.items()),
    option("--operation-id", group=REQUEST, metavar="UUID", help="The client's own id of the operation."),
)
#: The same, and the contract.
about_data = together(contract, about_request)
#: How files are read.
about_inputs = together(
    option(
        "--input-format",
        group=INPUT,
        metavar="FORMAT",
        type=Choice("input format", INPUT_FORMATS),
        shown=AUTO,
        help=f"What FILES are, whatever their names say: {', '.join(INPUT_FORMATS)}.",
    ),
    option(
        "--max-memory",
        group=INPUT,
        metavar="SIZE",
        type=Size(),
        shown="1G",
        help="Refuse an item that takes more memory.",
    ),
)
#: How findings are written.
about_output = together(
    option(
        "--output-format",
        group=OUTPUT,
        metavar="FORMAT[=FILE]",
        type=Formats(),
        multiple=True,
        shown="text",
        help="text, full, json, jsonl, validation-errors, github, gitlab, junit or sarif; with =FILE a report that is "
        "written there too. May be repeated.",
    ),
    output,
    option(
        "--max-findings", group=OUTPUT, metavar="N", type=Number(), help="Show N findings at most: the worst of them."
    ),
    option("--statistics/--no-statistics", group=OUTPUT, default=None, help="Count findings by code."),
    option(
        "--color",
        group=OUTPUT,
        metavar="WHEN",
        type=Choice("choice", COLORS),
        shown="auto",
        help="auto, always or never.",
    ),
    quiet,
)
#: Where the configuration comes from, and what stdin is called there.
about_configuration = together(
    option(
        "--stdin-filename",
        group=INPUT,
        metavar="NAME",
        type=FILE,
        help="The name, and so the type, of what comes from stdin.",
    ),
    option(
        "--config", "config_file", group=RUN, metavar="FILE", type=FILE, help="Take the configuration from this file."
    ),
    option("--isolated", group=RUN, is_flag=True, help="Take no configuration."),
)


def given(**options: object) -> dict[str, object]:
    """The options that were given on the command line."""
    return {name: value for name, value in options.items() if value is not None}


def configured(config_file: str | None, *, isolated: bool) -> Config:
    """The configuration that the options ask for."""
    return config.load(config_file, isolated=isolated, folder=Path.cwd())


def settings_of(name: str, configuration: Config, options: Mapping[str, Any]) -> FileSettings:
    """The settings of one file, those of the options first."""
    own = {name: options.get(name) for name in FileSettings._fields}
    return configuration.settings(name, own)


def refuse_idle_name(stdin_filename: str | None, *files: str) -> None:
    """Refuse a name for stdin where stdin is not read.

    Raises:
        UsageError: it is not.
    """
    if stdin_filename is not None and "-" not in files:
        raise UsageError("--stdin-filename names what comes from stdin; give - as the file")
