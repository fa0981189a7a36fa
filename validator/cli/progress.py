"""A progress bar on stderr for work longer than a second, if that is a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from validator.cli.streams import is_capable
from validator.inputs.names import Input

_PATIENCE = 1.0
_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Told how many bytes were read; shows nothing for the first second, and nothing where nobody looks."""

    def __init__(self, total: int) -> None:
        self._bar = click.progressbar(
            length=total, file=sys.stderr, label="Checking", update_min_steps=max(total // 200, 1)
        )
        self._begun = time.monotonic()
        self._waiting = 0
        self._is_shown = False

    def read(self, count: int) -> None:
        """That many bytes more were read."""
        self._waiting += count
        if time.monotonic() - self._begun < _PATIENCE:
            return
        self._is_shown = True
        self._bar.update(self._waiting)
        self._waiting = 0

    def clear(self) -> None:
        """Make room for text: the bar comes back with the next bytes."""
        if self._is_shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._is_shown:
            self._bar.render_finish()
            self.clear()


@contextmanager
def progress(inputs: Iterable[Input]) -> Iterator[tuple[Callable[[int], None] | None, Callable[[], None]]]:
    """Two functions: one to be told of bytes read (None where stderr shows no bar), one that makes room for text."""
    if not sys.stderr.isatty() or not is_capable(os.environ):
        yield None, lambda: None
        return
    shown = Progress(sum(map(_size, inputs)))
    try:
        yield shown.read, shown.clear
    finally:
        shown.end()


def _size(source: Input) -> int:
    with suppress(OSError):
        return 0 if source.is_stdin else Path(source.name).stat().st_size
    return 0
