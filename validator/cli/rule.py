"""`toloka-lint rule`: the manual page of a rule or code, or the table of all."""

from __future__ import annotations

import click

from validator.cli.commands import subcommand
from validator.cli.parameters import Code
from validator.rules import manual


@subcommand(
    "rule",
    examples="""
    toloka-lint rule
    toloka-lint rule TL501
    toloka-lint rule VALUE_REQUIRED
    """,
    exits={0: "the page is printed"},
)
@click.argument("code", required=False, type=Code())
def command(code: str | None) -> int:
    """Print the page of CODE (TL501, VALUE_REQUIRED, or a name as duplicate-task), or the table of all codes."""
    click.echo((manual.page(code) if code else manual.table()).rstrip("\n"))
    return 0
