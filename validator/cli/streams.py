"""The standard streams: messages on stderr, colour, and what a signal, a closed pipe or a full disk does to the run."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

#: What ends a run, besides Ctrl-C, and the word for it.
_SIGNALS = {"SIGTERM": "terminated", "SIGHUP": "hung up"}
#: Values of FORCE_COLOR that ask for none.
_OFF = ("", "0", "false", "no")


class StoppedError(KeyboardInterrupt):
    """A signal asked for the end; `str()` is the word for it. Whatever cleans up after Ctrl-C cleans up after it."""


def say(text: str) -> None:
    """Lines on stderr. Nothing in them can steer a terminal, whatever names and values they show.

    Raises:
        OSError: stderr is full or closed.
    """
    from validator.wording import clean

    sys.stderr.write("".join(f"{clean(line)}\n" for line in text.split("\n")))
    sys.stderr.flush()


def complain(message: str) -> None:
    """One line on stderr that says who complains."""
    from validator.wording import clean

    say(f"toloka-lint: {clean(message)}")


@contextmanager
def ending_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the run as Ctrl-C does; one that is ignored (nohup) stays ignored."""
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]  # Windows has no SIGHUP
    ours = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]
    with suppress(ValueError):  # only the main thread of a process may
        for number in ours:
            signal.signal(number, _stop)
    try:
        yield
    finally:
        with suppress(ValueError):
            for number in ours:
                signal.signal(number, signal.SIG_DFL)


def hang_up_as_terminated() -> None:
    """Let SIGHUP do what SIGTERM does from now on: a server that handles the one knows nothing of the other."""
    number = getattr(signal, "SIGHUP", None)
    if number is not None and signal.getsignal(number) == _stop:
        signal.signal(number, lambda *_: signal.raise_signal(signal.SIGTERM))


def _stop(number: int, _: FrameType | None) -> None:
    raise StoppedError(_SIGNALS[signal.Signals(number).name])


def open_what_is_closed() -> None:
    """Give a program that was started without a standard stream an empty one: `toloka-lint check - <&-`."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - it stays open


def point_away(stream: int) -> None:
    """Let what a stream still holds go nowhere: at its end the interpreter writes it again, and would fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream)
    os.close(nowhere)


def wants_color(when: str, environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to colour: as asked, else as NO_COLOR and FORCE_COLOR say, else on a terminal that can."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if "FORCE_COLOR" in environment:
        return environment["FORCE_COLOR"].lower() not in _OFF
    return is_terminal and is_capable(environment)


def is_capable(environment: Mapping[str, str]) -> bool:
    """Whether the terminal can do more than show text."""
    return environment.get("TERM") != "dumb"
