"""The summary counts in words what one run found."""

from __future__ import annotations

import pytest

from validator.model import Tally
from validator.reporters.summary import summary


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(files=1, items=3), "Checked 1 file, 3 items: no problems"),
        (Tally(items=1), "Checked 1 item: no problems"),
        (
            Tally(files=2, items=10_000, invalid=7, errors=12, warnings=3),
            "Checked 2 files, 10,000 items (7 invalid): 12 errors, 3 warnings",
        ),
        (Tally(files=1, items=1, errors=1, warnings=1, infos=1), "Checked 1 file, 1 item: 1 error, 1 warning, 1 info"),
        (Tally(files=1, items=9, infos=2, cut=1), "Checked 1 file, 9 items: 2 infos; 1 finding not shown"),
        (Tally(files=1, invalid=1, items=2), "Checked 1 file, 2 items (1 invalid): no problems of the selected kinds"),
        (Tally(files=1, items=2, notes=["One.", "Two."]), "Checked 1 file, 2 items: no problems\nOne.\nTwo."),
    ],
)
def test_the_summary_counts_in_words(tally: Tally, expected: str) -> None:
    assert summary(tally) == expected
