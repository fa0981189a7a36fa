"""Fingerprints: a finding keeps its own from run to run, whatever moves, and shares it with no other of the run."""

from __future__ import annotations

from typing import Any

import pytest

from validator.model import Finding, Path, Problem, Span
from validator.reporters.fingerprints import Fingerprints

FOUND = Finding(Problem("TL501", Path(("a",)), "Same input_values as item 7"), "warning", "x", "tasks", 3, "a.json")


def test_a_mark_is_a_digest_and_a_number_and_the_same_in_every_process() -> None:
    assert Fingerprints().of(FOUND) == "c386fb67ffa094483cc12b66a21b9c29:1"


@pytest.mark.parametrize("moved", [{"index": 4}, {"place": Span(9, 9, 9, 9)}, {"severity": "error"}])
def test_a_mark_stays_when_a_finding_moves(moved: dict[str, Any]) -> None:
    assert Fingerprints().of(FOUND._replace(**moved)) == Fingerprints().of(FOUND)


def test_numbers_in_a_message_move_too() -> None:
    moved = FOUND.problem._replace(message="Same input_values as item 123")

    assert Fingerprints().of(FOUND._replace(problem=moved)) == Fingerprints().of(FOUND)


@pytest.mark.parametrize(
    "other",
    [
        FOUND._replace(file="b.json"),
        FOUND._replace(problem=FOUND.problem._replace(code="TL502")),
        FOUND._replace(problem=FOUND.problem._replace(path=Path(("b",)))),
        FOUND._replace(problem=FOUND.problem._replace(message="Same task")),
    ],
)
def test_another_finding_has_another_mark(other: Finding) -> None:
    assert Fingerprints().of(other) != Fingerprints().of(FOUND)


def test_equal_findings_are_numbered_in_the_order_of_the_run() -> None:
    run = Fingerprints()
    first, second, third = run.of(FOUND), run.of(FOUND._replace(index=9)), run.of(FOUND)

    assert [each.rpartition(":")[2] for each in (first, second, third)] == ["1", "2", "3"]
    assert len({each.partition(":")[0] for each in (first, second, third)}) == 1
