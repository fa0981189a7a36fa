"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from validator.contracts import contract_names

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


def given(**options: object) -> dict[str, object]:
    """The options that were given on the command line."""
    return {name: value for name, value in options.items() if value is not None}
