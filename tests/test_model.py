"""The words: paths print as the API writes them, a finding knows its place, and a tally counts what was found."""

from __future__ import annotations

import pickle
from collections import Counter
from typing import NamedTuple

import pytest

from validator.model import (
    JSON,
    ROOT,
    Batch,
    Fault,
    Finding,
    Path,
    Problem,
    Severity,
    Span,
    Tally,
    as_list,
    as_object,
    objects,
)


class Somewhere(NamedTuple):
    """A source in which everything is at one place."""

    text: str = "{}"

    def span(self, path: Path) -> Span:
        return Span(1, 1 + len(path), 1, 9)

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        return self.text[begin:end] if line == 1 else ""


PROBLEM = Problem("VALUE_REQUIRED", Path(("a", 0)), "m", (1,))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (ROOT, ""),
        (Path(("input_values", "image")), "input_values.image"),
        (Path(("tasks", 0, "input_values")), "tasks.0.input_values"),
        (ROOT / "tasks" / 10 / "", "tasks.10."),
        (Path((0,)), "0"),
        (Path(("a.b", "c")), "a.b.c"),
    ],
)
def test_a_path_prints_as_the_api_writes_it(path: Path, text: str) -> None:
    assert str(path) == text


def test_a_path_is_as_long_as_its_steps_and_the_root_is_false() -> None:
    assert (ROOT / "a" / 0, bool(ROOT), len(ROOT / "a")) == (Path(("a", 0)), False, 1)


def test_a_finding_speaks_for_its_problem() -> None:
    finding = Finding(PROBLEM, "error", "value-required", "tasks", 3, "a.json")

    assert (finding.code, finding.path, finding.message, finding.params) == PROBLEM[:4]


def test_a_finding_is_at_the_place_that_is_known_or_that_its_source_knows_or_nowhere() -> None:
    finding = Finding(PROBLEM, "error", "value-required", "tasks")

    assert finding.span is None
    assert finding._replace(source=Somewhere()).span == Span(1, 3, 1, 9)
    assert finding._replace(source=Somewhere(), place=Span(7, 7, 7, 8)).span == Span(7, 7, 7, 8)


def test_a_finding_without_text_can_be_pickled() -> None:
    finding = Finding(PROBLEM, "error", "value-required", "tasks", 3, "a.json", place=Span(1, 1, 1, 2))

    assert pickle.loads(pickle.dumps(finding)) == finding  # noqa: S301 - our own


def test_a_batch_knows_the_source_of_each_item_if_there_is_text() -> None:
    sources = [Somewhere("a"), Somewhere("b")]

    assert Batch(0, [{}, {}], sources.__getitem__).source_of(1) == Somewhere("b")
    assert Batch(0, [{}, {}]).source_of(1) is None


@pytest.mark.parametrize(("severity", "expected"), [("error", (1, 0, 0)), ("warning", (0, 1, 0)), ("info", (0, 0, 1))])
def test_a_tally_counts_findings_by_severity_and_by_code(severity: Severity, expected: tuple[int, ...]) -> None:
    tally = Tally()
    tally.count(Finding(PROBLEM, severity, "value-required", "tasks"))

    assert (tally.errors, tally.warnings, tally.infos) == expected
    assert tally.codes == Counter({"VALUE_REQUIRED": 1})


def test_text_that_is_no_item_takes_the_place_of_an_invalid_one_if_it_has_a_position() -> None:
    tally = Tally(items=3, invalid=1)
    for index in (0, 3, None):
        tally.fault(Fault(PROBLEM, Somewhere(), index))

    assert (tally.items, tally.invalid, tally.valid) == (5, 3, 2)


def test_what_is_broken_is_skipped_as_empty() -> None:
    values: list[JSON] = [{"a": 1}, [1], "x", None]

    assert [as_object(each) for each in values] == [{"a": 1}, {}, {}, {}]
    assert [as_list(each) for each in values] == [[], [1], [], []]
    assert objects([{"a": 1}, 5, {}], ROOT / "t") == [(Path(("t", 0)), {"a": 1}), (Path(("t", 2)), {})]
    assert objects({"a": {}}, ROOT) == []
