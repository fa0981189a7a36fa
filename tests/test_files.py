"""The command on files: a case for each kind of file, option and mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Case, cases_in

CASES = cases_in("files")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_command_prints_exactly_this(case: Case, tmp_path: Path) -> None:
    assert case.run(tmp_path) == case.expected


def test_cases_are_well_formed() -> None:
    assert len(CASES) > 100
    for case in CASES:
        assert case.about, case
        assert not (case.stderr_contains and (case.folder / "stderr").exists()), case


def test_there_are_cases_of_every_exit_code_and_through_a_process() -> None:
    assert {each.exit for each in CASES} == {0, 1, 2}
    assert {each.exit for each in CASES if each.process} == {0, 1, 2}
