"""What was measured, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from measure import Cost, Pairs, typical
from programs import PROGRAMS, US
from shapes import SHAPES

_METHOD = """\
Whole processes, output thrown away, files in the page cache. Each figure is a median; a ratio is ours / theirs: the
median over pairs that were run one right after the other, so that other work on the machine affects both. It need not
be the ratio of the two medians beside it. Below 1 we are faster. Before it is measured each command is run once: its
exit status is checked, that we find nothing in the clean files, and that we, the bare loop and jsonvet find every
invalid item of the others.

All are given the schema that `toloka-lint schema --project` exports: twelve input fields of nine types, most with a
constraint. We run every lint rule besides that needs no pool; the others check the schema alone. `shapes.py` makes the
items and `faults.py` the invalid ones, from a seed."""


class Result(NamedTuple):
    """What was measured on one shape."""

    shape: str
    items: int
    invalid: int
    size: int
    pairs: Mapping[str, Pairs]
    goals: Mapping[str, float]
    memory: float | None
    loads: tuple[float, float]

    def ours(self) -> Cost:
        """The medians of all our runs."""
        return typical([cost for pairs in self.pairs.values() for cost in pairs.ours])

    def checks(self) -> Iterator[tuple[str, bool]]:
        """Each goal, and whether it is met."""
        for peer, limit in self.goals.items():
            yield f"≤ {limit:g} of {peer}", self.pairs[peer].ratio() <= limit
        if self.memory is not None:
            yield f"≤ {self.memory:g} MiB", self.ours().mib <= self.memory


def matrix(results: Sequence[Result]) -> str:
    """The table of all shapes: our time, those of the bare loop and of sourcemeta, and the goals."""
    return _table(
        ["shape", "ours, s", "MiB", "floor, s", "ratio", "sourcemeta, s", "ratio", "other ratios", "goal", "met"],
        "lrrrrrrlll",
        map(_row, results),
    )


def _row(result: Result) -> list[str]:
    ours = result.ours()
    main = [cell for peer in ("floor", "sourcemeta") for cell in _time_and_ratio(result.pairs.get(peer))]
    others = [f"{peer} {pairs.ratio():.2f}" for peer, pairs in result.pairs.items() if peer not in _MAIN]
    goals = list(result.checks())
    met = ", ".join("yes" if is_met else "**no**" for _, is_met in goals)
    text = ", ".join(text for text, _ in goals)
    return [result.shape, f"{ours.wall:.3f}", f"{ours.mib:.0f}", *main, ", ".join(others), text, met]


_MAIN = ("floor", "sourcemeta")


def _time_and_ratio(pairs: Pairs | None) -> list[str]:
    return [f"{typical(pairs.others).wall:.3f}", f"{pairs.ratio():.2f}"] if pairs else ["", ""]


def figures(result: Result) -> str:
    """All figures of one shape."""
    rows = [_costs(US, result.ours(), ["", "", ""])]
    for peer, pairs in result.pairs.items():
        ratios = pairs.ratio(), pairs.ratio(lambda cost: cost.cpu), pairs.ratio(lambda cost: cost.mib)
        rows.append(_costs(peer, typical(pairs.others), [f"{each:.2f}" for each in ratios]))
    rounds = ", ".join(sorted({f"{len(pairs.ours)} pairs with each" for pairs in result.pairs.values()}))
    about = f"{result.items:,} items, {result.invalid:,} invalid, {result.size / result.items:.0f} bytes each"
    head = ["program", "wall, s", "CPU, s", "peak, MiB", "ours / its wall", "ours / its CPU", "ours / its peak"]
    return "\n\n".join(
        [
            f"### {result.shape}",
            f"{SHAPES[result.shape].about[0].upper()}{SHAPES[result.shape].about[1:]}.",
            f"{about}; {rounds}; load average {result.loads[0]:.1f} before, {result.loads[1]:.1f} after.",
            _table(head, "lrrrrrr", rows),
        ]
    )


def _costs(name: str, cost: Cost, ratios: list[str]) -> list[str]:
    return [name, f"{cost.wall:.3f}", f"{cost.cpu:.3f}", f"{cost.mib:.0f}", *ratios]


def _table(head: list[str], aligned: str, rows: Iterator[list[str]] | list[list[str]]) -> str:
    rule = ["--:" if each == "r" else "---" for each in aligned]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, rule, *rows])


def document(results: Sequence[Result], about: Sequence[str]) -> str:
    """The whole of RESULTS.md."""
    used = {peer for result in results for peer in result.pairs}
    programs = [f"- **{name}**: {of.note}." for name, of in PROGRAMS.items() if name in used or name == US]
    command = "python benchmarks/compare.py"
    parts = [
        "# Results",
        f"Made by `{command}`; do not edit. `{command} --only SHAPE` and `--quick` print without writing here.",
        matrix(results),
        "## How it is measured",
        _METHOD,
        "\n".join(programs),
        "## Machine",
        "\n".join(f"- {fact}" for fact in about),
        "## All figures",
        *map(figures, results),
    ]
    return "\n\n".join(parts) + "\n"


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
