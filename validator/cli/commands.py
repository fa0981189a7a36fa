"""What commands and options are: help in groups, with examples and exit codes, and errors that say what was meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from validator.wording import did_you_mean

F = TypeVar("F", bound=Callable[..., Any])

#: The groups of options, in the order in which help shows them.
INPUT, REQUEST, OUTPUT, SELECTION, RUN = GROUPS = ("Input", "Request", "Output", "Selection", "Run")

#: The exit code of a run that did not do its work: the same in each command.
CANNOT_RUN = 2


class EndedError(Exception):
    """A reader that left, or a signal: carried past click, which would say or do something of its own."""

    def __init__(self, reason: BaseException) -> None:
        self.reason = reason
        super().__init__(reason)


class UsageError(click.UsageError):
    """Options that do not go together, in words that need no page of help."""


class Option(click.Option):
    """An option in one of the groups. `shown` is its default, as help shows it."""

    def __init__(self, *args: Any, group: str = RUN, shown: object = None, **settings: Any) -> None:
        if shown is not None:
            settings["help"] = f"{settings['help']} [default: {shown}]"
        super().__init__(*args, **settings)
        self.group = group


class Command(click.Command):
    """A command: its help shows the options in groups, then examples, then what the exit codes mean."""

    def __init__(self, *args: Any, examples: str, exits: Mapping[int, str], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._examples = examples
        self._exits = exits

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group; `--help` is with those about the run."""
        groups: dict[str, list[tuple[str, str]]] = {name: [] for name in GROUPS}
        for each in self.get_params(ctx):
            record = each.get_help_record(ctx)
            if record and isinstance(each, click.Option):
                groups[getattr(each, "group", RUN)].append(record)
        for name, records in groups.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples and the exit codes."""
        with formatter.section("Examples"):
            for line in self._examples.strip().splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), text) for code, text in self._exits.items()])


def subcommand(name: str, *, examples: str, exits: Mapping[int, str], **settings: Any) -> Callable[[F], click.Command]:
    """A decorator that makes a function a command."""
    return click.command(name, cls=Command, examples=examples, exits={**exits, CANNOT_RUN: "could not run"}, **settings)


def option(*names: str, group: str, **settings: Any) -> Callable[[F], F]:
    """A decorator that gives a command an option."""
    return click.option(*names, cls=Option, group=group, **settings)


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """One decorator for several options, in this order."""

    def decorate(function: F) -> F:
        for each in reversed(options):
            function = each(function)
        return function

    return decorate


def explained(error: click.ClickException) -> str:
    """An error of the command line on one line: what is wrong, and what to do."""
    if type(error) is click.BadParameter and error.param is not None:
        return f"{_name(error.param)}: {error.message}"
    if isinstance(error, click.NoSuchOption):
        return f"there is no option {error.option_name}; {_advice(error.option_name, error.ctx)}"
    message = error.format_message().rstrip(".")
    if isinstance(error, UsageError) or not isinstance(error, click.UsageError):
        return message
    where = f"; see {error.ctx.command_path} --help" if error.ctx else ""
    return f"{message[:1].lower()}{message[1:]}{where}"


def _name(parameter: click.Parameter) -> str:
    """An option as it is written, an argument as help shows it."""
    return parameter.human_readable_name.strip("[]") if isinstance(parameter, click.Argument) else parameter.opts[-1]


def _advice(name: str, context: click.Context | None) -> str:
    if context is None:
        return "see toloka-lint --help"
    known = [each for param in context.command.params for each in (*param.opts, *param.secondary_opts)]
    question = did_you_mean(name, [each for each in known if each.startswith("--")])
    return f"{question} See {context.command_path} --help" if question else f"see {context.command_path} --help"
