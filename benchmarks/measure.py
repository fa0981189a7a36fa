"""Measuring: one command once, and two commands in turn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

_KIB_PER_MIB = 1024
_ONCE = str(Path(__file__).with_name("once.py"))


class Cost(NamedTuple):
    """What one process took: seconds on the clock, seconds of all cores (user and system), and its largest memory."""

    wall: float
    cpu: float
    mib: float


class Pairs(NamedTuple):
    """Two commands run in turn: the n-th run of ours just before the n-th of the other."""

    ours: list[Cost]
    others: list[Cost]

    def ratio(self, of: Callable[[Cost], float] = lambda cost: cost.wall) -> float:
        """The median over the pairs of ours / other."""
        return median(of(our) / of(other) for our, other in zip(self.ours, self.others, strict=True))


class UnexpectedError(Exception):
    """A command did something else than what was to be measured."""


def typical(costs: Sequence[Cost]) -> Cost:
    """The medians."""
    return Cost(*map(median, zip(*costs, strict=True)))


def cost(command: Sequence[str], status: int, stdout: int = subprocess.DEVNULL) -> Cost:
    """Run a command with its output thrown away, or written to a file descriptor.

    Raises:
        UnexpectedError: the exit status is another: what was measured is a failure.
    """
    read, write = os.pipe()
    with os.fdopen(read) as report:
        subprocess.run(
            [sys.executable, "-I", "-S", _ONCE, str(write), *command],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            pass_fds=(write,),
            check=True,
        )
        os.close(write)
        wall, cpu, kib, found = map(float, report.read().split())
    if found != status:
        message = f"exit status {found:.0f}, not {status}: {' '.join(command)}"
        raise UnexpectedError(message)
    return Cost(wall, cpu, kib / _KIB_PER_MIB)


def output(command: Sequence[str], status: int, scratch: Path) -> bytes:
    """Run a command: what it writes to stdout."""
    with scratch.open("wb") as stream:
        cost(command, status, stream.fileno())
    written = scratch.read_bytes()
    scratch.unlink()
    return written


def paired(ours: Callable[[], Cost], other: Callable[[], Cost], rounds: int) -> Pairs:
    """Run both in turn, so that what else the machine does falls on both."""
    pairs = Pairs([], [])
    for _ in range(rounds):
        pairs.ours.append(ours())
        pairs.others.append(other())
    return pairs
