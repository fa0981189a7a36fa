"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from validator.cli import config
from validator.cli.config import Config
from validator.contract.loader import contract_names
from validator.errors import UnknownNameError
from validator.inputs.settings import FileSettings
from validator.reporters import REPORTERS

F = TypeVar("F", bound=Callable[..., Any])

QUERY = ("async_mode", "allow_defaults", "skip_invalid_items", "open_pool", "operation_id")

_FLAGS = {
    "async-mode": "The request is asynchronous.",
    "allow-defaults": "The pool supplies the overlap of items that have none.",
    "skip-invalid-items": "Valid items are created though others are not.",
    "open-pool": "The pool is opened after the upload.",
}


def about_request(command: F) -> F:
    """Options for what the data are checked against beside the contract: project, pool and query parameters."""
    command = click.option("--operation-id", metavar="UUID", help="The client's own id of the operation.")(command)
    for name, text in reversed(_FLAGS.items()):
        command = click.option(f"--{name}/--no-{name}", default=None, help=text)(command)
    command = click.option("--pool", metavar="FILE", help="The pool, as the API returns it.")(command)
    text = "The project, as the API returns it, or its task_spec."
    return click.option("--project", metavar="FILE", help=text)(command)


def about_data(command: F) -> F:
    """The same options, and the contract."""
    return click.option(
        "--contract", metavar="NAME", help=f"The generation of the API: {' or '.join(contract_names())}."
    )(about_request(command))


def about_output(command: F) -> F:
    """Options for how findings are written."""
    for option in reversed(
        (
            click.option("--output-format", metavar="FORMAT", help=f"One of {', '.join(REPORTERS)}."),
            click.option("-o", "--output", metavar="FILE", help="Write there instead of stdout; whole or not at all."),
            click.option("--max-findings", metavar="N", type=click.IntRange(min=0), help="Show no more than these."),
            click.option("--statistics/--no-statistics", default=None, help="Count findings by code."),
            click.option("--color", metavar="WHEN", help="auto, always or never."),
            click.option("-q", "--quiet", is_flag=True, default=None, help="No summary."),
        )
    ):
        command = option(command)
    return command


def about_configuration(command: F) -> F:
    """Options for where the configuration comes from, and what stdin is called there."""
    for option in reversed(
        (
            click.option("--config", "config_file", metavar="FILE", help="Take the configuration from this file."),
            click.option("--isolated", is_flag=True, help="Take no configuration."),
            click.option(
                "--stdin-filename", metavar="NAME", help="The name, and so the type, of what comes from stdin."
            ),
        )
    ):
        command = option(command)
    return command


def given(**options: object) -> dict[str, object]:
    """The options that were given on the command line."""
    return {name: value for name, value in options.items() if value is not None}


def known(what: str, name: str | None, names: Sequence[str]) -> None:
    """Refuse a name that is none of these.

    Raises:
        UnknownNameError: it is not.
    """
    if name is not None and name not in names:
        raise UnknownNameError(what, name, tuple(names))


def configured(config_file: str | None, *, isolated: bool) -> Config:
    """The configuration that the options ask for."""
    return config.load(config_file, isolated=isolated, folder=Path.cwd())


def settings_of(name: str, configuration: Config, options: Mapping[str, Any]) -> FileSettings:
    """The settings of one file, those of the options first."""
    own = {name: options.get(name) for name in FileSettings._fields}
    return configuration.settings(name, own)
