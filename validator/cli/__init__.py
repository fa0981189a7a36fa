"""The command line: how a run starts, and the exit code it ends with."""

from __future__ import annotations

import atexit
import gc
import sys
from contextlib import suppress

from validator.cli.streams import complain, ending_on_signals, open_what_is_closed, point_away
from validator.errors import CannotCheckError

_CANNOT_RUN = 2


def main() -> None:
    """Run the command line and exit with its code."""
    # The data is trees without cycles: looking for cycles in them costs more than parsing them.
    gc.disable()
    # Nor at the end, among all that was imported: the system takes that memory back at once.
    atexit.register(gc.freeze)
    open_what_is_closed()
    with ending_on_signals():
        try:
            code = _run()
        except OSError as error:
            code = _cut_off(error)
    sys.exit(code)


def _run() -> int:
    """Run the command, and say what kept it from its work.

    Raises:
        OSError: stdout or stderr cannot be written to.
    """
    try:
        return _called()
    except CannotCheckError as error:
        for line in error.lines:
            complain(line)
    except MemoryError:
        complain("out of memory; check fewer files at once, or smaller ones")
    except KeyboardInterrupt as error:
        complain(str(error) or "interrupted")
    return _CANNOT_RUN


def _called() -> int:
    """What click makes of the command line."""
    # Imported without looking for cycles: they would be looked for some twenty times.
    from click import Abort, ClickException

    from validator.cli.commands import EndedError, explained
    from validator.cli.program import program

    try:
        code = program.main(prog_name="toloka-lint", standalone_mode=False)
        sys.stdout.flush()
    except ClickException as error:
        complain(explained(error))
        return _CANNOT_RUN
    except Abort:
        raise KeyboardInterrupt from None
    except EndedError as error:
        raise error.reason from None
    return code if isinstance(code, int) else 0


def _cut_off(error: OSError) -> int:
    """What is left to do when a stream cannot be written to: a full disk is said, a reader that left is not."""
    point_away(1)
    if not isinstance(error, BrokenPipeError):
        with suppress(OSError):
            complain((error.strerror or str(error)).lower())
            return _CANNOT_RUN
    point_away(2)
    return _CANNOT_RUN
