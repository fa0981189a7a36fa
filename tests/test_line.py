"""A finding as one line: what is known of its place, what is wrong, the value, and what to do."""

from __future__ import annotations

import pytest

from validator.model import JSON, ROOT, Finding, Path, Problem, Severity, Span
from validator.reporters.line import paint, place, said, sentence, text_line

API = Finding(
    Problem("VALUE_LESS_THAN_MIN", Path(("overlap",)), "Value must be greater or equal to 1", (1,)),
    *("error", "value-less-than-min", "tasks", 3, "a.jsonl"),
    place=Span(4, 9, 4, 12),
    value=0,
)
OURS = API._replace(problem=Problem("TL101", Path(("odd",)), "Unknown key 'odd'", hint="did you mean 'old'?"))


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (API, "a.jsonl:4:9: error VALUE_LESS_THAN_MIN overlap: Value must be greater or equal to 1 (is 0)"),
        (OURS._replace(place=None), "a.jsonl: error TL101 odd: Unknown key 'odd': did you mean 'old'?"),
        (API._replace(place=None, file=None, problem=Problem("A", ROOT, "m")), "<request>: error A: m (is 0)"),
        (API._replace(value=None, problem=Problem("A", ROOT, "m", hint="h")), "a.jsonl:4:9: error A: m: h"),
        (OURS, "a.jsonl:4:9: error TL101 odd: Unknown key 'odd': did you mean 'old'?"),
        (OURS._replace(severity="info"), "a.jsonl:4:9: info TL101 odd: Unknown key 'odd': did you mean 'old'?"),
    ],
)  # fmt: skip
def test_a_line_says_where_and_what_and_leaves_out_what_is_not_known(finding: Finding, line: str) -> None:
    assert text_line(finding) == line


def test_nothing_in_the_data_can_break_a_line_or_steer_a_terminal() -> None:
    odd = API._replace(file="a\n.json", problem=Problem("A", Path(("b\x1b",)), "m\u2028"), value="\x1b\n")

    assert text_line(odd) == 'a\\n.json:4:9: error A b\\x1b: m\\u2028 (is "\\u001b\\n")'


def test_a_line_without_values_shows_none_of_the_data() -> None:
    assert text_line(API, values=False).endswith("overlap: Value must be greater or equal to 1")
    assert text_line(OURS, values=False).endswith("TL101 odd: Unknown key …: did you mean …?")
    escaped = OURS._replace(problem=Problem("TL1", ROOT, "Say 'it\\'s' or \"so\" to x"))
    assert said(escaped, values=False) == "Say … or … to x"


@pytest.mark.parametrize("value", [0, "", False, [], {"a": 1}])
def test_the_value_is_behind_the_words_of_the_api_and_never_behind_ours(value: JSON) -> None:
    assert said(API._replace(value=value)).startswith("Value must be greater or equal to 1 (is ")
    assert said(OURS._replace(value=value)) == "Unknown key 'odd': did you mean 'old'?"


def test_a_sentence_has_the_path_before_the_message() -> None:
    assert sentence(API) == "overlap: Value must be greater or equal to 1 (is 0)"
    assert sentence(API._replace(problem=Problem("A", ROOT, "m"), value=None)) == "m"


def test_a_place_is_as_much_of_it_as_is_known() -> None:
    places = [place(each) for each in (API, API._replace(place=None), API._replace(file=None, place=None))]

    assert places == ["a.jsonl:4:9", "a.jsonl", "<request>"]


@pytest.mark.parametrize(
    ("severity", "start"), [("error", "\x1b[1;31m"), ("warning", "\x1b[33m"), ("info", "\x1b[36m")]
)
def test_only_the_severity_is_in_colour(severity: Severity, start: str) -> None:
    plain, coloured = (text_line(API._replace(severity=severity), color=each) for each in (False, True))

    assert paint("x", severity) == f"{start}x\x1b[0m"
    assert coloured == plain.replace(f" {severity} ", f" {start}{severity}\x1b[0m ")
