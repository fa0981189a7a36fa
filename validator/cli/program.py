"""The command `toloka-lint`: each subcommand is a module, loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from validator import __version__

#: The subcommands, and what each is for.
COMMANDS: dict[str, str] = {
    "check": "Check files: what the API would reject, and what is surely wrong.",
    "fuzz": "Make up tasks or task suites, valid or broken in known ways.",
    "predict": "Tell what the server would answer to a request.",
    "locate": "Lead the errors of a response back to the lines of the file.",
    "rule": "Explain a rule or an error code; without one, list all.",
    "diff": "Tell what a newer contract rejects, accepts and changes, or which items it judges differently.",
    "schema": "Print the JSON Schema of a kind, for editors and other validators, or all of them as OpenAPI.",
    "serve": "Answer uploads on this machine as the API does, for clients to be tested against.",
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


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit: 0 nothing at or above --fail-on, 1 findings, 2 could not run.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Check tasks and task suites before they are uploaded."""
