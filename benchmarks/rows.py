"""What is compared: the rows, each with the goals that it must meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from measure import Cost, Pairs, typical
from tools import US


class Run(NamedTuple):
    """A tool and the file it checks, by their names."""

    tool: str
    file: str


@dataclass(frozen=True)
class Measured:
    """What a row took: for each run that ours was paired with, both in turn; and the number of items of each file."""

    ours: Run
    pairs: Mapping[Run, Pairs]
    counts: Mapping[str, int]

    def our_costs(self) -> list[Cost]:
        """Every time ours was run."""
        return [cost for pairs in self.pairs.values() for cost in pairs.ours]

    def ratio(self, tool: str, file: str | None = None) -> float:
        """Our time by that of the other."""
        return self.pairs[Run(tool, file or self.ours.file)].ratio()

    def fastest(self) -> str:
        """The peer that comes off best in its pairs with ours: given the lines or, if it reads none, one list."""
        ratios = {
            tool: pairs.ratio()
            for (tool, file), pairs in self.pairs.items()
            if tool in PEERS and file == self.ours.file
        }
        return max(ratios, key=lambda tool: ratios[tool])


@dataclass(frozen=True)
class Goal:
    """What must hold: a figure is at most the limit."""

    text: str
    limit: float
    measured: Callable[[Measured], float]
    unit: str = ""
    #: What the figure compares with, where that is found out.
    against: Callable[[Measured], str] = lambda _: ""


@dataclass(frozen=True)
class Row:
    """One kind of work: ours is run in turn with each of the others."""

    work: str
    ours: Run
    others: tuple[Run, ...]
    goals: tuple[Goal, ...] = ()
    #: Short work is run more often.
    times: int = 1
    #: What is not run, and why.
    note: str = ""


#: Whom we want to be faster than: given the file as it is or, if they read no JSON Lines, as one list.
PEERS = ("sourcemeta", "ajv", "jsonvet", "check-jsonschema")
_LIST = "sourcemeta (list)"
_SHARED = "toloka-lint --jobs auto"
_PYTHON = "toloka-lint --engine python"
_BARE = "python -c pass"


def _on(file: str, *tools: str) -> tuple[Run, ...]:
    return tuple(Run(tool, file) for tool in tools)


def _below(limit: float, tool: str, file: str | None = None, text: str = "") -> Goal:
    return Goal(text or f"at most {limit:.3g} of {tool}", limit, lambda found: found.ratio(tool, file))


def _below_fastest(limit: float) -> Goal:
    return Goal(
        f"at most {limit} of the fastest peer",
        limit,
        lambda found: found.ratio(found.fastest()),
        against=lambda found: found.fastest(),
    )


def _shared_below_fastest(limit: float) -> Goal:
    return Goal(
        f"(beside what is asked) on all cores, at most {limit} of the fastest peer",
        limit,
        lambda found: found.ratio(found.fastest()) / found.ratio(_SHARED),
        against=lambda found: found.fastest(),
    )


def _growth(found: Measured) -> float:
    """Wall time by item, of the many by that of the few."""
    return found.ratio(US, "ten-thousand") * found.counts["ten-thousand"] / found.counts["million"]


def _growth_after_start(found: Measured) -> float:
    """The same in CPU time, less what the small file takes: else starting hides what grows."""
    start, few = (typical(found.pairs[Run(US, each)].others).cpu for each in ("small", "ten-thousand"))
    many = typical(found.our_costs()).cpu
    if few <= start:
        return inf  # too few to tell
    return (many - start) / (few - start) * found.counts["ten-thousand"] / found.counts["million"]


#: The rows by the name that `--only` takes.
ROWS: dict[str, Row] = {
    "valid": Row(
        "100,000 valid tasks, JSON Lines",
        Run(US, "valid"),
        _on("valid", "sourcemeta", "ajv", "jsonvet", "check-jsonschema", "floor", _LIST, _SHARED),
        (
            _below_fastest(0.8),
            _below(0.8, _LIST, text=f"(stricter than asked) at most 0.8 of {_LIST}"),
            _below(2.0, "floor"),
            _below(1 / 15, "check-jsonschema", text="at most 1/15 of check-jsonschema"),
        ),
    ),
    "percent": Row(
        "100,000 tasks, 1% invalid",
        Run(US, "percent"),
        (Run(US, "valid"), *_on("percent", "sourcemeta", "jsonvet", "floor", _SHARED)),
        (_below(1.1, US, "valid", "at most 1.1 of our time for valid tasks"),),
    ),
    "invalid": Row(
        "100,000 tasks, all invalid: 400,000 findings as text",
        Run(US, "invalid"),
        _on("invalid", "jsonvet", "sourcemeta", "ajv"),
        (_below(1.2, "jsonvet"),),
        note="Only jsonvet and we say line and column. check-jsonschema is left out: one trial took 20 s of CPU.",
    ),
    "million": Row(
        "1,000,000 valid tasks, JSON Lines",
        Run(US, "million"),
        _on("million", "sourcemeta", "ajv", "jsonvet", "floor", _LIST, _SHARED),
        (
            _below_fastest(0.7),
            _below(0.7, _LIST, text=f"(stricter than asked) at most 0.7 of {_LIST}"),
            _shared_below_fastest(0.7),
            Goal("peak memory at most 128 MiB", 128, lambda found: typical(found.our_costs()).mib, " MiB"),
        ),
        note="check-jsonschema is left out: it takes 8 s of CPU for a tenth of this, and no goal asks for it.",
    ),
    "growth": Row(
        "from 10,000 to 1,000,000 tasks",
        Run(US, "million"),
        (Run(US, "ten-thousand"), Run(US, "small")),
        (
            Goal("time by task is at most 1.1 times that", 1.1, _growth),
            Goal("(stricter than asked) the same without the start, CPU time", 1.1, _growth_after_start),
        ),
    ),
    "small": Row(
        "one small file, cold",
        Run(US, "small"),
        _on("small", "check-jsonschema", _BARE, "sourcemeta", "ajv", "jsonvet"),
        (
            _below(0.5, "check-jsonschema", text="at most half of check-jsonschema"),
            _below(110 / 13, _BARE, text=f"at most 110 ms where `{_BARE}` takes 13: 8.46 times that"),
        ),
        times=4,
    ),
    "list": Row(
        "5,000 valid tasks, one JSON list",
        Run(US, "list"),
        _on("list", "sourcemeta", "ajv", "jsonvet", "check-jsonschema"),
        times=2,
    ),
    "python": Row(
        '`engine="python"`, 100,000 valid tasks',
        Run(_PYTHON, "valid"),
        (Run(US, "valid"),),
        (_below(3.0, US, text="at most 3 times the rust engine"),),
    ),
}
