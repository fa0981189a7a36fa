"""Say what each microsecond of an item goes to, shape by shape, in this process.

    python benchmarks/profile_item.py [SHAPE ...] [--each-rule] [--functions N]

The steps of the bare loop are timed one by one. A rule costs what `check` saves when it is ignored; what rules share
is saved by none of them alone, and has a row of its own. The last rows are the Python API, given dicts.
Every figure is processor time by item, the least of several rounds, less that of a file with one item. Differences
below a twentieth of the whole are noise, and may be negative.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import jsonschema_rs
import orjson
import shapes
from compare import MATRIX

from validator import Validator
from validator.cli import main as toloka_lint
from validator.rules import RULES

#: Codes that deserve a row of their own; then families of the others, as `--ignore` takes them.
_ALONE = {"TL501": "duplicates", "TL103": "duplicate keys"}
_FAMILIES = ("TL1", "TL2", "TL3", "TL4", "TL5", "TL6", "TL7")
#: Given a file of the shape, does one step.
Step = Callable[[Path], object]


def main() -> None:
    """Print a table for each shape."""
    options = _options()
    gc.disable()  # as the command does
    for name in options.shapes or [name for name in MATRIX if name not in ("million", "small")]:
        with TemporaryDirectory() as folder:
            count = options.items // 10 if shapes.SHAPES[name].kind == "task-suites" else options.items
            shape = _Shape(Path(folder), name, count)
            if options.functions:
                shape.print_functions(options.functions)
                continue
            groups = [*_ALONE, *_FAMILIES] if not options.each_rule else [code for code in RULES if code < "TL8"]
            spent = _least({**shape.steps(groups), **shape.calls()}, shape.files, options.rounds)
            each = {step: seconds / (count - 1) * 1e6 for step, seconds in spent.items()}
            print(f"### {name}: {count:,} items\n\n{_table(each, groups)}\n", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", metavar="SHAPE", nargs="*", choices=[[], *MATRIX], help=f"of {', '.join(MATRIX)}")
    parser.add_argument("--items", metavar="N", type=int, default=20_000, help="default: %(default)s; suites a tenth")
    parser.add_argument("--rounds", metavar="N", type=int, default=5, help="of which the least counts (default: 5)")
    parser.add_argument("--each-rule", action="store_true", help="a row for each rule")
    parser.add_argument("--functions", metavar="N", type=int, help="in place of the table, the N costliest functions")
    return parser.parse_args()


class _Shape:
    """A shape, its files, one with many items and one with a single item, and the steps to time on them."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        self._name = name
        self._project = folder / "project.json"
        self._project.write_text(json.dumps(shapes.PROJECT))
        self.files = folder / "many" / shapes.file_name(name), folder / "one" / shapes.file_name(name)
        for file, size in zip(self.files, (count, 1), strict=True):
            file.parent.mkdir()
            shapes.write(file.parent, name, size)
        self._validator = Validator(shapes.SHAPES[name].kind, project=shapes.PROJECT)  # type: ignore[arg-type]
        engine = jsonschema_rs.Draft7Validator(self._validator.schema)
        self._is_valid, self._evaluate = engine.is_valid, engine.evaluate
        self._dicts = {file: list(_parsed(file)) for file in self.files}

    def steps(self, groups: Sequence[str]) -> dict[str, Step]:
        """From bytes to text."""
        steps: dict[str, Step] = {
            "read": lambda file: sum(1 for _ in _texts(file)),
            "parse": lambda file: sum(1 for _ in _parsed(file)),
            "verdict": lambda file: sum(map(self._is_valid, _parsed(file))),
            "contract": lambda file: self._check(file, "--ignore", "TL"),
            "whole": self._check,
            **{code: lambda file, code=code: self._check(file, "--ignore", code) for code in groups},  # type: ignore[misc]
        }
        if shapes.SHAPES[self._name].invalid_every:
            steps["explain"] = lambda file: [self._evaluate(each).errors() for each in _parsed(file)]
            steps["silent"] = lambda file: self._check(file, "--max-findings", "0")
        return steps

    def calls(self) -> dict[str, Step]:
        """The same items as Python has them."""
        return {
            "is_valid": lambda file: sum(map(self._is_valid, self._dicts[file])),
            "validation_errors": lambda file: self._validator.validation_errors(self._dicts[file]),
            "lint": lambda file: list(self._validator.lint(self._dicts[file])),
        }

    def _check(self, file: Path, *options: str) -> None:
        command = ["toloka-lint", "check", "--isolated", "--project", str(self._project), str(file)]
        with mock.patch.object(sys, "argv", [*command, *MATRIX[self._name].options, *options]), _quiet():
            try:
                toloka_lint()
            except SystemExit as end:
                if end.code not in (0, 1):
                    raise

    def print_functions(self, number: int) -> None:
        """The functions in which `check` spends most time, themselves; the profiler makes short ones look long."""
        with cProfile.Profile() as profile:
            self._check(self.files[0])
        print(f"### {self._name}\n")
        pstats.Stats(profile).sort_stats("tottime").print_stats(number)


def _texts(file: Path) -> Iterator[bytes]:
    """Of the items; of all in one, where the file is one list. For a table the same tasks as JSON lines."""
    lines = file.with_suffix(".jsonl") if file.suffix == ".tsv" else file
    with lines.open("rb") as stream:
        yield from [stream.read()] if file.suffix == ".json" else stream


def _parsed(file: Path) -> Iterator[Any]:
    for text in _texts(file):
        value = orjson.loads(text)
        if isinstance(value, list):
            yield from value
        else:
            yield value


@contextmanager
def _quiet() -> Iterator[None]:
    """Let both standard streams go nowhere, as deep as the system."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
        sys.stdout.flush()
    finally:
        for stream, old in enumerate(kept, 1):
            os.dup2(old, stream)
            os.close(old)
        os.close(nowhere)


def _least(steps: dict[str, Step], files: tuple[Path, Path], rounds: int) -> dict[str, float]:
    """Seconds that each step takes for the first file, less those for the second; all steps in turn."""
    taken: dict[tuple[str, Path], list[float]] = {(name, file): [] for name in steps for file in files}
    for _ in range(rounds + 1):  # the first is for warming up
        for (name, file), seconds in taken.items():
            begin = time.process_time()
            steps[name](file)
            seconds.append(time.process_time() - begin)
            gc.collect()
    return {name: min(taken[name, files[0]][1:]) - min(taken[name, files[1]][1:]) for name in steps}


def _table(each: dict[str, float], groups: Sequence[str]) -> str:
    rules = {code: each["whole"] - each[code] for code in groups}
    for code in _ALONE.keys() & rules.keys():
        if code[:3] in rules:
            rules[code[:3]] -= rules[code]
    rows = {
        "read": each["read"],
        "parse: orjson.loads": each["parse"] - each["read"],
        "verdict: jsonschema_rs is_valid": each["verdict"] - each["parse"],
        "**the bare loop**": each["verdict"],
        "`check` without rules, beyond that": each["contract"] - each["verdict"],
        **{_name(code, groups): cost for code, cost in rules.items()},
        "what those rules share": each["whole"] - each["contract"] - sum(rules.values()),
        "**the whole check**": each["whole"],
    }
    if "silent" in each:
        rows["- of which the text of findings"] = each["whole"] - each["silent"]
        rows["- beside: jsonschema_rs evaluate().errors() of each item"] = each["explain"] - each["parse"]
    rows |= {
        "dicts: jsonschema_rs is_valid": each["is_valid"],
        "dicts: `Validator.validation_errors`": each["validation_errors"],
        "dicts: `Validator.lint`": each["lint"],
    }
    lines = [f"| {name} | {cost:.2f} | {cost / each['verdict']:.2f} |" for name, cost in rows.items()]
    return "\n".join(["| step | µs an item | of the bare loop |", "|---|--:|--:|", *lines])


def _name(code: str, groups: Sequence[str]) -> str:
    if code in RULES:
        return f"{_ALONE.get(code, RULES[code].name)} ({code})"
    return f"{'other ' if any(each[:3] == code for each in _ALONE if each in groups) else ''}rules {code}"


if __name__ == "__main__":
    main()
