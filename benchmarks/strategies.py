"""How many tasks a second our strategies make, and hypothesis-jsonschema of the same filled schema, in the same run.

    python benchmarks/strategies.py [SECONDS]

Makes an environment of its own, because hypothesis-jsonschema needs an older Hypothesis, and runs itself there.
Prints both rates for each project (items a second of processor time, drawn by one @given that checks nothing) and their
ratio, and the rates of our other strategies. SECONDS (default 5) is about how long each rate is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("hypothesis==6.170.9", "hypothesis-jsonschema==0.23.1")
FIXTURES = ("every-attribute", "every-type")
INSIDE = "TOLOKA_LINT_BENCHMARK"


def main() -> None:
    """Run inside the right environment, making it first where it is not there."""
    if os.environ.get(INSIDE):
        print("\n".join(_lines(float(sys.argv[1]) if sys.argv[1:] else 5.0)))
        return
    with TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT), *PACKAGES], check=True)
        subprocess.run([python, *sys.argv], env={**os.environ, INSIDE: "1"}, check=True)


def _lines(seconds: float) -> Iterator[str]:
    import hypothesis
    from hypothesis_jsonschema import from_schema

    from validator import Validator
    from validator.strategies import invalid_task_suites, invalid_tasks, task_suites, tasks

    yield f"Python {sys.version.split()[0]}, Hypothesis {hypothesis.__version__}"
    yield f"{'project':16}{'tasks()':>12}{'from_schema':>14}{'ratio':>8}  others"
    others: tuple[Callable[..., SearchStrategy[Any]], ...] = (task_suites, invalid_tasks, invalid_task_suites)
    for name, project in _projects():
        ours = _rate(tasks(project=project), seconds)
        theirs = _rate(from_schema(Validator("tasks", project=project).schema), seconds)
        rest = ", ".join(f"{make.__name__}() {_rate(make(project=project), seconds):.0f}/s" for make in others)
        yield f"{name:16}{ours:10.0f}/s{theirs:12.0f}/s{ours / theirs:8.1f}  {rest}"


def _projects() -> Iterator[tuple[str, dict[str, Any] | None]]:
    """No project, that of the other benchmarks, and two with many fields."""
    from shapes import PROJECT

    yield "none", None
    yield "ordinary", PROJECT
    for name in FIXTURES:
        yield name, json.loads((ROOT / "fixtures" / "fuzz" / f"{name}.json").read_text())


def _rate(strategy: SearchStrategy[Any], seconds: float) -> float:
    """Items a second of processor time; the first few are for warming up."""
    _draw(strategy, 20)
    count, spent = _draw(strategy, 50)
    count, spent = _draw(strategy, max(50, int(seconds * count / spent)))
    return count / spent


def _draw(strategy: SearchStrategy[Any], most: int) -> tuple[int, float]:
    from hypothesis import HealthCheck, Phase, given, settings

    count = 0

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(strategy)
    def run(_: object) -> None:
        nonlocal count
        count += 1

    begin = time.process_time()
    run()
    return count, time.process_time() - begin


if __name__ == "__main__":
    main()
