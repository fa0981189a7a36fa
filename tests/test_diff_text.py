"""Differences as text: a line for each change and each verdict, and the same as JSON."""

from __future__ import annotations

import json

import pytest

from validator.diff.contracts import Change
from validator.diff.text import change_line, changes_as_json, turn_lines, turns_as_json
from validator.diff.verdicts import Turn
from validator.model import JSON, ROOT, Finding, Path, Problem, Span

OVERLAP = Path(("overlap",))
ERROR = Finding(
    Problem("VALUE_GREATER_THAN_MAX", OVERLAP, "Value must be less or equal to 1", (1,)),
    *("error", "value-greater-than-max", "tasks", 3, "a.jsonl"),
    place=Span(4, 9, 4, 12),
)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("task", OVERLAP, "MAXIMUM_ADDED", "rejects", None, 30_000),
            "task: rejects MAXIMUM_ADDED overlap: none -> 30,000 (breaking)"),
        (Change("task", OVERLAP, "MAXIMUM_REMOVED", "accepts", 30_000, None),
            "task: accepts MAXIMUM_REMOVED overlap: 30,000 -> none"),
        (Change("batch", OVERLAP, "MAXIMUM_REMOVED", "accepts", 30_000, None),
            "batch: accepts MAXIMUM_REMOVED overlap: 30,000 -> none (breaking)"),
        (Change("batch", OVERLAP, "MAXIMUM_ADDED", "rejects", None, 1),
            "batch: rejects MAXIMUM_ADDED overlap: none -> 1"),
        (Change("pool", ROOT, "IF_CHANGED", "unclear", {"a": 1}, {"a": True}),
            'pool: unclear IF_CHANGED: {"a":1} -> {"a":true} (breaking)'),
        (Change("task", OVERLAP, "TYPE_ADDED", "rejects", None, ["integer"]),
            "task: rejects TYPE_ADDED overlap: anything -> integer (breaking)"),
        (Change("task", OVERLAP, "ENUM_CHANGED", "changes", ["a", 1], ["a", 1, None]),
            "task: changes ENUM_CHANGED overlap: a or 1 -> a, 1 or null"),
        (Change("task", OVERLAP, "PATTERN_CHANGED", "changes", "^\n", []),
            "task: changes PATTERN_CHANGED overlap: ^\\n -> []"),
    ],
)  # fmt: skip
def test_a_change_is_one_line(change: Change, line: str) -> None:
    assert change_line(change) == line


def test_changes_are_counted_by_their_effect() -> None:
    changes = [
        Change("task", OVERLAP, "MAXIMUM_ADDED", "rejects", None, 1),
        Change("task", ROOT, "KEY_ADDED", "changes", "unknown", "known"),
    ]

    assert json.loads(changes_as_json("old", "new", changes)) == {
        "version": 1,
        "old": "old",
        "new": "new",
        "changes": [
            {"document": "task", "path": "overlap", "code": "MAXIMUM_ADDED", "effect": "rejects"}
            | {"before": None, "after": 1, "breaking": True},
            {"document": "task", "path": "", "code": "KEY_ADDED", "effect": "changes"}
            | {"before": "unknown", "after": "known", "breaking": False},
        ],
        "summary": {"changes": 2, "breaking": 1, "rejects": 1, "accepts": 0, "unclear": 0},
    }


def test_a_verdict_has_a_line_for_each_error_that_is_new_or_gone() -> None:
    whole = ERROR._replace(problem=ERROR.problem._replace(path=ROOT, message="No\n"), place=None)

    assert turn_lines(Turn("rejects", (), (ERROR, whole))) == [
        "a.jsonl:4:9: rejects VALUE_GREATER_THAN_MAX overlap: Value must be less or equal to 1",
        "a.jsonl: rejects VALUE_GREATER_THAN_MAX: No\\n",
    ]
    assert turn_lines(Turn("accepts", (ERROR,), ()))[0].startswith("a.jsonl:4:9: accepts VALUE_GREATER_THAN_MAX")


def test_a_verdict_as_json_has_the_errors_of_both_sides() -> None:
    error: dict[str, JSON] = {
        "path": "overlap",
        "code": "VALUE_GREATER_THAN_MAX",
        "message": "Value must be less or equal to 1",
        "params": [1],
    }
    nowhere = ERROR._replace(place=None)

    assert json.loads(turns_as_json("old", "new", [Turn("rejects", (), (ERROR, nowhere))], {"items": 9})) == {
        "version": 1,
        "old": "old",
        "new": "new",
        "items": [
            {"file": "a.jsonl", "kind": "tasks", "index": 3, "verdict": "rejects", "before": []}
            | {"after": [{**error, "line": 4, "column": 9}, {**error, "line": None, "column": None}]}
        ],
        "summary": {"items": 9},
    }
    assert turns_as_json("old", "new", [], {}) == '{"version":1,"old":"old","new":"new","items":[\n],"summary":{}}\n'
