"""The command `toloka-lint`: each subcommand is a module, loaded when it is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from validator import __version__
from validator.cli.commands import CANNOT_RUN, EndedError, UsageError
from validator.cli.streams import say
from validator.wording import did_you_mean, quoted

#: The subcommands, and what each is for.
COMMANDS: dict[str, str] = {
    "check": "Check files: what the API would reject, and what is surely wrong.",
    "fuzz": "Generate tasks or task suites, valid or broken in known ways.",
    "predict": "Print what the server would answer to a request.",
    "locate": "Show the errors of a response at the lines of the file.",
    "rule": "Explain a rule or an error code; without one, list all.",
    "diff": "Compare two contracts, or what they say of the same items.",
    "schema": "Print a JSON Schema for editors and other validators, or OpenAPI.",
    "serve": "Answer uploads on this machine as the API does, to test clients.",
}


class Group(click.Group):
    """A group whose commands are imported one at a time: start-up time is part of a lint step."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"validator.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where nothing is asked for: that is not a run."""
        if not args and not ctx.resilient_parsing:
            say(ctx.get_help())
            ctx.exit(CANNOT_RUN)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called.

        Raises:
            UsageError: there is no such command; it says which was meant.
        """
        name = args[0]
        if name not in COMMANDS and not ctx.resilient_parsing:
            raise UsageError(f"there is no command {quoted(name)}; {_meant(name)}")
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **settings: Any) -> click.Context:
        """Parse the options, and show the help if that is what they ask for."""
        with _past_click():
            return super().make_context(*args, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _past_click():
            return super().invoke(ctx)


@contextmanager
def _past_click() -> Iterator[None]:
    """Carry past click what it has an answer of its own to: it would exit with 1, or print an empty line."""
    try:
        yield
    except (BrokenPipeError, KeyboardInterrupt) as error:
        raise EndedError(error) from error


def _meant(name: str) -> str:
    """Which command was meant: a misspelt one, or `check`, where the name is that of a file."""
    question = did_you_mean(name, COMMANDS)
    if question:
        return question
    if name == "-" or "." in name or Path(name).exists():
        return f"to check a file: toloka-lint check {name}"
    return f"known: {', '.join(COMMANDS)}"


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Check tasks and task suites before they are uploaded."""
