"""Each case of fixtures/commands does exactly what it says; a text that is no case is a failure, never passed over."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from command_cases import COMMANDS, case_files, parsed
from command_line import FIXTURES, Outcome, in_a_process, toloka_lint
from hypothesis import example, given
from hypothesis import strategies as st
from kept import HINT, kept
from sections import CaseError, section

CASES = {str(each.relative_to(COMMANDS).with_suffix("")): each.read_bytes().decode() for each in case_files()}


@pytest.mark.parametrize("name", CASES)
def test_a_command_does_exactly_what_its_case_says(name: str, tmp_path: Path) -> None:
    case = parsed(CASES[name])
    made = case.played(tmp_path / "auto")

    assert kept(COMMANDS / f"{name}.case", made) == made, HINT
    if case.has_engine:
        assert case.played(tmp_path / "python", "--engine", "python") == made


# --- what holds of all cases -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [toloka_lint, in_a_process])
def test_there_are_cases_of_every_exit_code(run: object) -> None:
    ends = {re.findall(r"-- (exit \d) --", text)[-1] for text in CASES.values() if parsed(text).run is run}

    assert ends == {"exit 0", "exit 1", "exit 2"}


def test_few_cases_have_the_words_of_the_summary() -> None:
    about_it = [name for name, text in CASES.items() if "-- stderr (whole) --" in text]

    assert 5 <= len(about_it) <= 15
    assert [name for name, text in CASES.items() if "\nChecked " in text and name not in about_it] == []


def test_what_is_shared_is_read_by_several_cases() -> None:
    uses = Counter(name for text in CASES.values() for name in {*re.findall(r"^-- .* = (\S+) --$", text, re.MULTILINE)})

    assert {f"shared/{each.name}": True for each in (FIXTURES / "shared").iterdir()} == {
        name: times > 1 for name, times in uses.items() if name.startswith("shared/")
    }


# --- what is a case, and what is none --------------------------------------------------------------------------------

HEAD = "# Claim.\n$ toloka-lint check a.json\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "does not begin with `# CLAIM`"),
        (HEAD, "first come the files"),
        ("$ toloka-lint check\n-- exit 0 --\n", "does not begin with `# CLAIM`"),
        ("# Claim.\n$ rm -r a\n-- exit 0 --\n", "does not begin with `# CLAIM`"),
        (f"{HEAD}\n-- exit 0 --\n", "does not begin with `# CLAIM`"),
        (f"{HEAD}{HEAD}-- exit 0 --\n", "does not begin with `# CLAIM`"),
        (f"{HEAD}-- a.json --\n[]\n", "first come the files"),
        (f"{HEAD}-- exit 0 --", "does not begin with `# CLAIM`"),
        (f"{HEAD}-- exit one --\n", "first come the files"),
        (f"{HEAD}-- exit 0 --\n-- stdout --\n", "first come the files"),
        (f"{HEAD}-- stdout --\n-- a.json --\n-- exit 0 --\n", "first come the files"),
        (f"{HEAD}-- a.json --\n-- a.json --\n-- exit 0 --\n", "a name twice: a.json, a.json"),
        (f"{HEAD}-- stdout --\n-- stdout --\n-- exit 0 --\n", "a name twice: stdout, stdout, exit 0"),
        (f"{HEAD}-- exit 0 --\nmore\n", "first come the files"),
        (f"{HEAD}-- a/ --\nmore\n-- exit 0 --\n", "'-- a/ --\\n' takes no text"),
        (f"{HEAD}-- a = shared/task.json --\nmore\n-- exit 0 --\n", "'-- a = shared/task.json --\\n' takes no text"),
        (f"{HEAD}-- a = shared/none.json --\n-- exit 0 --\n", "there is no fixtures/shared/none.json"),
        (f"{HEAD}-- a (zip) --\n-- exit 0 --\n", "(zip) is none of escaped, gzip"),
        (f"{HEAD}-- a(b) --\n-- exit 0 --\n", "is not `-- NAME --`"),
        (f"{HEAD}-- a (escaped) --\n\\n\n-- exit 0 --\n", "an escape other than"),
        (f"{HEAD}-- a --\n\r\n-- exit 0 --\n", "'\\r' cannot be seen: write that file (escaped)"),
        (f"{HEAD}-- a --\n\ufeff\n-- exit 0 --\n", "'\\ufeff' cannot be seen: write that file (escaped)"),
    ],
)
def test_a_text_that_is_no_case_is_refused(text: str, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        parsed(text)

    assert message in str(caught.value)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "check").mkdir()
    with pytest.raises(CaseError, match="check: no cases"):
        case_files(tmp_path)


def test_a_file_with_another_ending_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.csae").touch()
    with pytest.raises(CaseError, match=r"one.csae: the name of a case ends in .case"):
        case_files(tmp_path)


PIECES = st.sampled_from(
    ["a", "\n", "\r", "\\", "\\x2d", "-- a --", " ", "\t", "\x1b", "\ufeff", "\u202e", "ä", "💥", "-"]
)


@given(st.binary() | st.lists(PIECES).map("".join).map(str.encode))
@example(b"")
@example(b"\\")
@example(b"\\\n-- exit 0 --\nr\r\xc2\xa0")
def test_any_bytes_can_be_written_into_a_case_and_read_again(data: bytes) -> None:
    text = f"{HEAD}{section('a.json', data)}-- exit 0 --\n"

    assert parsed(text).files == {"a.json": data}


# --- what is compared ------------------------------------------------------------------------------------------------

SUMMARY = "Checked 1 file, 1 item: no problems\n"


def played(expected: str, outcome: Outcome, folder: Path, **written: str) -> str:
    """What is made of a case, if its command had this outcome and wrote these files, without the head."""

    def run(_arguments: object, inside: Path, _stdin: object) -> Outcome:
        for name, text in written.items():
            (inside / name).write_text(text)
        return outcome

    head = f"{HEAD}-- same --\nsame\n-- changed --\nbefore\n"
    case = parsed(f"{head}{expected}-- exit 0 --\n")._replace(run=run)
    return case.played(folder / "it").removeprefix(head)


def test_the_summary_is_left_out_and_no_other_line(tmp_path: Path) -> None:
    outcome = Outcome(0, "", f"before\n{SUMMARY}after\n")

    assert played("", outcome, tmp_path) == "-- stderr --\nbefore\nafter\n-- exit 0 --\n"


def test_a_second_summary_is_no_summary(tmp_path: Path) -> None:
    assert played("", Outcome(0, "", SUMMARY * 2), tmp_path) == f"-- stderr --\n{SUMMARY}-- exit 0 --\n"


def test_a_case_about_the_summary_has_it(tmp_path: Path) -> None:
    expected = "-- stderr (whole) --\nanother\n"

    assert played(expected, Outcome(0, "", SUMMARY), tmp_path) == f"-- stderr (whole) --\n{SUMMARY}-- exit 0 --\n"


def test_a_case_that_wants_no_summary_sees_one(tmp_path: Path) -> None:
    text = "-- stderr (whole) --\n"

    assert played(text, Outcome(0), tmp_path / "without") == f"{text}-- exit 0 --\n"
    assert played(text, Outcome(0, "", SUMMARY), tmp_path / "with") == f"{text}{SUMMARY}-- exit 0 --\n"


def test_each_line_that_stderr_must_contain_is_looked_for(tmp_path: Path) -> None:
    expected, outcome = "-- stderr (contains) --\n--kind\nvalue\n", Outcome(0, "", "no value for --kind\n")

    assert played(expected, outcome, tmp_path / "both") == f"{expected}-- exit 0 --\n"
    expected = expected.replace("value", "number")
    assert played(expected, outcome, tmp_path / "one") == f"-- stderr --\n{outcome.stderr}-- exit 0 --\n"


def test_every_file_that_is_new_or_changed_is_in_the_case(tmp_path: Path) -> None:
    made = played("", Outcome(1), tmp_path, new="new\n", changed="after\n", same="same\n")

    assert made == "-- changed (written) --\nafter\n-- new (written) --\nnew\n-- exit 1 --\n"


def test_a_traceback_is_never_expected(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Traceback"):
        played("", Outcome(1, "", "Traceback (most recent call last):\n"), tmp_path)


def test_an_update_writes_what_is_made_and_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.case"
    file.write_text("before\n")

    monkeypatch.delenv("UPDATE", raising=False)
    assert kept(file, "after\n") == "before\n"
    monkeypatch.setenv("UPDATE", "1")
    assert kept(file, "after\r\n") == "after\r\n"
    assert file.read_bytes() == b"after\r\n"
