"""What stops a check: each error keeps what it is about, says what to do, and survives a pickle."""

from __future__ import annotations

import pickle

import pytest

from validator.errors import (
    BadConfigurationError,
    BadDocumentError,
    CannotCheckError,
    NotJSONError,
    UnknownNameError,
)

KNOWN = ("tasks", "task-suites")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (UnknownNameError("kind", "task", KNOWN), "unknown kind 'task'; known: tasks, task-suites"),
        (UnknownNameError("kind", 5, KNOWN), "unknown kind 5; known: tasks, task-suites"),
        (
            UnknownNameError("rule", "task", KNOWN, "toloka-lint rule"),
            "unknown rule 'task'; did you mean tasks? `toloka-lint rule` lists them all",
        ),
        (
            UnknownNameError("rule", "zzz", KNOWN, "toloka-lint rule"),
            "unknown rule 'zzz'; `toloka-lint rule` lists them all",
        ),
        (BadDocumentError("p.json", "is empty", "give a project"), "p.json: is empty; give a project"),
        (BadConfigurationError("c.toml", "jobs", "is 0", "take 1"), "c.toml: jobs: is 0; take 1"),
        (BadConfigurationError("c.toml", "", "is empty", "fill it"), "c.toml: is empty; fill it"),
        (NotJSONError("payload[3].x", "is a set"), "payload[3].x is a set"),
    ],
)
def test_an_error_says_what_it_is_about_and_what_to_do(error: ValueError, text: str) -> None:
    assert str(error) == text
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), vars(again)) == (type(error), text, vars(error))


@pytest.mark.parametrize("error", [UnknownNameError, BadDocumentError, BadConfigurationError])
def test_what_stops_a_check_is_caught_as_one(error: type[Exception]) -> None:
    assert issubclass(error, CannotCheckError)
    assert issubclass(CannotCheckError, ValueError)
