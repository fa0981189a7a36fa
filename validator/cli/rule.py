"""`toloka-lint rule`: the manual page of a rule or code, or the table of all."""

from __future__ import annotations

import click

from validator.rules import manual


@click.command(name="rule")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Print the page of CODE (TL501, VALUE_REQUIRED, or a name as duplicate-task), or the table of all codes."""
    click.echo((manual.page(code) if code else manual.table()).rstrip("\n"))
    return 0
