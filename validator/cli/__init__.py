"""The command line: how it starts and ends, and how it complains."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from validator.errors import CannotCheckError

CANNOT_RUN = 2


def main() -> None:
    """Run the command line and exit with its code."""
    # The data is trees without cycles: looking for cycles in them costs more than parsing them.
    gc.disable()
    # Nor at the end, among all that was imported: the system takes that memory back at once.
    atexit.register(gc.freeze)
    # Imported without looking for cycles: they would be looked for some twenty times.
    import click

    from validator.cli.program import program

    _open_what_is_closed()
    try:
        code = program.main(prog_name="toloka-lint", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = CANNOT_RUN
    except CannotCheckError as error:
        complain(str(error))
        code = CANNOT_RUN
    except OSError as error:  # such as a full disk under stdout
        _point_away(1)
        complain((error.strerror or str(error)).lower())
        code = CANNOT_RUN
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        code = CANNOT_RUN
    sys.exit(code if isinstance(code, int) else 0)


def _open_what_is_closed() -> None:
    """Give a program that was started without a standard stream an empty one: `toloka-lint check - <&-`."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - it stays open


def _point_away(stream: int) -> None:
    """Let what a stream still holds go nowhere: at its end the interpreter writes it again, and would fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream)
    os.close(nowhere)


def complain(message: str) -> None:
    """One line on stderr."""
    import click

    from validator.wording import clean

    click.echo(f"toloka-lint: {clean(message)}", err=True)
