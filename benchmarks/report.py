"""What was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from measure import Cost, typical
from rows import Goal, Measured, Row, Run
from tools import TOOLS, US

COMMAND = "python benchmarks/compare.py"

_METHOD = """\
Whole processes, output thrown away, files in the page cache. Medians; a ratio is the median over pairs that were run
one right after the other, so that other work on the machine falls on both, and need not be that of the medians beside
it. Less than 1: we are faster; the fastest peer is the one with the largest ratio. Before the measuring each command is
run once, and its exit status and, where lines tell, its number of findings are checked."""
_FAIRNESS = """\
The tasks, of about 235 bytes each, are those of `data.py`: url, string, float and array_integer inputs, in compact
ASCII as one program would write them; lines that are less alike take longer. The small file has three tasks.

All are given the schema that `toloka-lint schema tasks --project` exports. We run every lint rule beside it, duplicates
across the file among them, in one process (`--jobs 1`); the others check the schema alone."""


def goals(found: Mapping[str, tuple[Row, Measured]]) -> str:
    """The goals of the rows: each with its figure, and whether it is met."""
    lines = [_goal(row.work, goal, measured) for row, measured in found.values() for goal in row.goals]
    return "\n".join(["| work | goal | measured | met |", "|---|---|---|---|", *lines])


def _goal(work: str, goal: Goal, measured: Measured) -> str:
    figure = goal.measured(measured)
    against = goal.against(measured)
    shown = f"{figure:.4g}{goal.unit}" + (f" ({against})" if against else "")
    return f"| {work} | {goal.text} | {shown} | {'yes' if figure <= goal.limit else '**no**'} |"


def table(row: Row, measured: Measured, loads: tuple[float, float]) -> str:
    """What one row took."""
    lines = [_line(_label(row.ours, row), typical(measured.our_costs()), "1", "1", "1")]
    for run, pairs in measured.pairs.items():
        ratios = pairs.ratio(), pairs.ratio(lambda cost: cost.cpu), pairs.ratio(lambda cost: cost.mib)
        shown = [f"{each:.3g}" for each in ratios]
        lines.append(_line(_label(run, row), typical(pairs.others), *shown))
    head = [
        "| program | wall, s | CPU, s | peak, MiB | ours / its wall | ours / its CPU | ours / its peak |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    rounds = len(next(iter(measured.pairs.values())).ours)
    note = f" {row.note}" if row.note else ""
    about = f"{rounds} pairs with each; load average {loads[0]:.1f} before, {loads[1]:.1f} after.{note}"
    return "\n".join([f"### {row.work}", "", about, "", *head, *lines])


def _label(run: Run, row: Row) -> str:
    return run.tool if run.file == row.ours.file else f"{run.tool}, file `{run.file}`"


def _line(label: str, cost: Cost, *ratios: str) -> str:
    cells = [label, f"{cost.wall:.3f}", f"{cost.cpu:.3f}", f"{cost.mib:.0f}", *ratios]
    return f"| {' | '.join(cells)} |"


def document(tables: Sequence[str], verdict: str, facts: Sequence[str], tools: set[str]) -> str:
    """The whole of RESULTS.md."""
    notes = [f"- **{name}**{_versions(name)}: {TOOLS[name].note}." for name in TOOLS if name in tools - {US}]
    parts = [
        "# Results",
        f"Made by `{COMMAND}`; do not edit. `{COMMAND} --only ROW` and `--quick` print without writing here.",
        _METHOD,
        "## Goals",
        verdict,
        "## Machine",
        "\n".join(f"- {fact}" for fact in facts),
        "## Figures",
        *tables,
        "## Who is compared",
        _FAIRNESS,
        "\n".join(notes),
    ]
    return "\n\n".join(parts) + "\n"


def _versions(name: str) -> str:
    versions = TOOLS[name].versions
    shown = [version if list(versions) == [name] else f"{package} {version}" for package, version in versions.items()]
    return f" ({', '.join(shown)})" if shown else ""


def facts(versions: Mapping[str, str]) -> Iterator[str]:
    """What the figures depend on beside the code."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    yield f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, {platform.system()} {platform.release()}"
    yield f"{platform.python_implementation()} {platform.python_version()}"
    yield ", ".join(f"{name} {version}" for name, version in versions.items())


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
