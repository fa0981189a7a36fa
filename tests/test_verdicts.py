"""Verdicts: an item changes its verdict where it has errors under one contract and none under the other."""

from __future__ import annotations

from typing import Any

import pytest

from validator.diff.verdicts import Turn, turns
from validator.model import ROOT, Finding, Problem, Severity


def found(code: str, index: int | None, file: str = "a.jsonl", severity: Severity = "error") -> Finding:
    return Finding(Problem(code, ROOT, "m"), severity, code.lower(), "tasks", index, file)


A, B = found("A", 0), found("B", 0)
A1, B1 = found("A", 1), found("B", 1)
PROJECT = found("P", 0, "project.json")
REQUEST = found("Q", None)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [], []),
        ([A], [A], []),
        ([A], [B], []),
        ([], [A, B], [Turn("rejects", (), (A, B))]),
        ([A, B], [], [Turn("accepts", (A, B), ())]),
        ([A], [A1], [Turn("accepts", (A,), ()), Turn("rejects", (), (A1,))]),
        ([A1], [A], [Turn("rejects", (), (A,)), Turn("accepts", (A1,), ())]),
        ([A, A1], [B1], [Turn("accepts", (A,), ())]),
        # The project and the request are no item: what is wrong with them changes the verdict of none.
        ([PROJECT], [PROJECT, A], [Turn("rejects", (), (A,))]),
        ([PROJECT, A], [PROJECT], [Turn("accepts", (A,), ())]),
        ([PROJECT], [A], [Turn("accepts", (PROJECT,), ()), Turn("rejects", (), (A,))]),
        ([REQUEST], [REQUEST, A], [Turn("rejects", (), (A,))]),
        ([REQUEST, A], [A], [Turn("accepts", (REQUEST,), ())]),
        ([PROJECT, REQUEST], [REQUEST], [Turn("accepts", (PROJECT,), ())]),
    ],
)
def test_an_item_turns_that_has_errors_on_one_side_alone(old: Any, new: Any, expected: list[Turn]) -> None:
    assert list(turns("a.jsonl", old, new)) == expected


@pytest.mark.parametrize("severity", ["warning", "info"])
def test_only_errors_are_a_verdict(severity: Severity) -> None:
    assert list(turns("a.jsonl", [], [found("TL1", 0, severity=severity)])) == []


def test_the_errors_of_a_turn_are_those_of_the_side_that_has_some() -> None:
    assert Turn("rejects", (), (A,)).errors == (A,)
    assert Turn("accepts", (B,), ()).errors == (B,)


def test_both_sides_are_read_only_as_far_as_they_are_asked_for() -> None:
    def endless() -> Any:
        yield A
        yield from (found("A", n) for n in range(1, 3))
        raise AssertionError("nobody asked for more")

    assert next(turns("a.jsonl", [], endless())) == Turn("rejects", (), (A,))
