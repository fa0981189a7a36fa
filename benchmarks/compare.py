"""Measure toloka-lint and its peers side by side on files of many shapes: `MATRIX` says which, and what must hold.

The first run installs the peers, for which it needs pip and npm. A whole run takes about half an hour and writes
RESULTS.md; `--only SHAPE` (may be repeated) and `--quick` print the same tables and write nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from measure import Cost, Pairs, UnexpectedError, cost, output, paired
from programs import HERE, PROGRAMS, ROOT, US, Bench
from report import Result, document, facts, figures, matrix


class Row(NamedTuple):
    """What is measured on one shape: the peers, and the largest ratio to each that is good enough."""

    peers: Sequence[str]
    goals: Mapping[str, float] = {}
    #: The largest memory that is good enough, in MiB.
    memory: float | None = None
    #: Of ours: what this file needs beside the project.
    options: Sequence[str] = ()
    #: Short work is run more often.
    times: int = 1


_LINES = ("floor", "sourcemeta", "jsonvet")
_CLEAN = Row(_LINES, {"floor": 2.0, "sourcemeta": 1.0})
#: One synchronous request holds 5,000 tasks at most: a list of 100,000 is asynchronous.
_ASYNCHRONOUS = ("--async-mode", "--operation-id", "2ed92b7f-75c0-4771-ae2f-3911232d6d4e")

MATRIX: dict[str, Row] = {
    "uniform": _CLEAN,
    "spaced": _CLEAN,
    "cyrillic": _CLEAN,
    "cyrillic-escaped": _CLEAN,
    "varied": _CLEAN,
    "varied-escaped": _CLEAN,
    "lists": _CLEAN,
    "suites": _CLEAN,
    "five-percent": Row(_LINES, {"floor": 2.5}),
    "all-invalid": Row(_LINES, {"jsonvet": 1.2}),
    "list": Row((*_LINES, "floor without gc", "ajv"), {"floor": 1.5}, options=_ASYNCHRONOUS),
    "table": Row(_LINES),
    # The others take gigabytes for this one.
    "million": Row(("floor",), memory=128),
    "small": Row(("floor", "sourcemeta", "jsonvet", "ajv", "check-jsonschema"), {"check-jsonschema": 0.5}, times=4),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the shapes that were asked for; all of them are written to RESULTS.md."""
    options = _options(arguments)
    shapes = options.only or list(MATRIX)
    bench = Bench(options.data.resolve(), is_quick=options.quick)
    commit = _commit()
    bench.prepare(shapes)
    results: list[Result] = []
    for shape in shapes:
        results.append(_measured(bench, shape, options.rounds))
        print(figures(results[-1]), end="\n\n", flush=True)
    print(matrix(results))
    if not options.only and not options.quick:
        (HERE / "RESULTS.md").write_text(document(results, [f"commit {commit}", *facts(bench.versions())]))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="SHAPE", action="append", choices=MATRIX, help=f"one of {', '.join(MATRIX)}")
    parser.add_argument("--rounds", metavar="N", type=int, default=5, help="pairs of runs (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes: for a look, not for the record")
    parser.add_argument(
        "--data", metavar="DIR", type=Path, default=HERE / ".data", help="for files and peers (default: .data beside)"
    )
    return parser.parse_args(arguments)


def _measured(bench: Bench, shape: str, rounds: int) -> Result:
    row = MATRIX[shape]
    before = os.getloadavg()[0]
    ours = _warm(bench, US, shape, row.options)
    pairs: dict[str, Pairs] = {}
    for peer in row.peers:
        pairs[peer] = paired(ours, _warm(bench, peer, shape), rounds * row.times)
    loads = before, os.getloadavg()[0]
    about = bench.count(shape), bench.invalid(shape), bench.size(shape)
    return Result(shape, *about, pairs, row.goals, row.memory, loads)


def _warm(bench: Bench, program: str, shape: str, options: Sequence[str] = ()) -> Callable[[], Cost]:
    """The call to measure, after one that is not measured and shows that the program finds what it should."""
    of, expected = PROGRAMS[program], bench.invalid(shape)
    command = [*bench.command(program, shape), *options]
    status = of.fails_with if expected else 0
    written = output(command, status, bench.folder / "output")
    if of.invalid and (found := of.invalid(written)) != expected:
        message = f"{found} invalid items found, not {expected}: {' '.join(command)}"
        raise UnexpectedError(message)
    return partial(cost, command, status)


def _commit() -> str:
    """The last one that changed the program, and whether it was changed since."""

    def git(*words: str) -> str:
        command = ["git", "-C", str(ROOT), *words, "--", "validator", "schemas"]
        return subprocess.run(command, check=True, text=True, capture_output=True).stdout.strip()

    return git("log", "-1", "--format=%h") + (", with changes" if git("status", "--porcelain") else "")


if __name__ == "__main__":
    sys.exit(main())
