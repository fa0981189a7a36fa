"""Measure us and the peers side by side. A whole run takes some ten minutes and writes RESULTS.md.

The first one installs the peers, for which it needs pip and npm.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from measure import Cost, UnexpectedError, cost, lines_written, paired
from report import document, facts, goals, table
from rows import ROWS, Measured, Row, Run
from tools import ROOT, TOOLS, Bench

_HERE = Path(__file__).parent
_ROUNDS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rows that were asked for; all of them are written to RESULTS.md."""
    options = _options(arguments)
    chosen = {name: ROWS[name] for name in options.only or ROWS}
    bench = Bench(options.data.resolve(), is_quick=options.quick)
    commit = _commit()
    bench.prepare({run.file for row in chosen.values() for run in _runs(row)})
    if options.quick:
        print("Quick: files of JSON lines have a tenth of the items that are told.", end="\n\n")
    tables: list[str] = []
    found: dict[str, tuple[Row, Measured]] = {}
    for name, row in chosen.items():
        before = os.getloadavg()[0]
        found[name] = row, _measured(bench, row, options.rounds * row.times)
        tables.append(table(row, found[name][1], (before, os.getloadavg()[0])))
        print(tables[-1], end="\n\n", flush=True)
    print(goals(found))
    if not options.only and not options.quick:
        about = [f"commit {commit}", *facts(bench.versions())]
        tools = {run.tool for row in chosen.values() for run in _runs(row)}
        (_HERE / "RESULTS.md").write_text(document(tables, goals(found), about, tools))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", metavar="ROW", action="append", choices=ROWS, help=f"one of {', '.join(ROWS)}; may be repeated"
    )
    parser.add_argument("--rounds", metavar="N", type=int, default=_ROUNDS, help="pairs of runs (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes: for a look, not for the record")
    parser.add_argument(
        "--data",
        metavar="FOLDER",
        type=Path,
        default=_HERE / ".data",
        help="for data and programs (default: .data beside this)",
    )
    return parser.parse_args(arguments)


def _runs(row: Row) -> list[Run]:
    return [row.ours, *row.others]


def _measured(bench: Bench, row: Row, rounds: int) -> Measured:
    calls = {run: _warm(bench, run) for run in dict.fromkeys(_runs(row))}
    pairs = {run: paired(calls[row.ours], calls[run], rounds) for run in row.others}
    return Measured(row.ours, pairs, {run.file: bench.count(run.file) for run in calls})


def _warm(bench: Bench, run: Run) -> Callable[[], Cost]:
    """The measured call of a run, after one that is not, which shows that it finds what is there to find."""
    tool, errors = TOOLS[run.tool], bench.errors(run.file)
    command = bench.command(run.tool, run.file, all_errors=errors > 0)
    status = tool.fails_with if errors else 0
    lines = lines_written(command, status, bench.folder / "output")
    if tool.lines_per_error and lines != errors * tool.lines_per_error:
        message = f"{lines} lines of findings for {errors} errors: {' '.join(command)}"
        raise UnexpectedError(message)
    return lambda: cost(command, status)


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", str(ROOT), *words], check=True, text=True, capture_output=True).stdout  # noqa: S607 - git of the PATH

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":!benchmarks")
    return git("rev-parse", "--short", "HEAD").strip() + (", with changes" if changed else "")


if __name__ == "__main__":
    sys.exit(main())
