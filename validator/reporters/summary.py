"""What one run found, in one sentence: for people, beside any format."""

from __future__ import annotations

from validator.model import Tally
from validator.wording import clean, counted


def summary(tally: Tally) -> str:
    """`Checked 2 files, 10,000 items (7 invalid): 12 errors, 3 warnings`, and the notes on lines of their own."""
    checked = [counted(tally.files, "file")] if tally.files else []
    checked.append(counted(tally.items, "item"))
    invalid = f" ({tally.invalid:,} invalid)" if tally.invalid else ""
    hidden = f"; {counted(tally.cut, 'finding')} not shown" if tally.cut else ""
    return "\n".join([f"Checked {', '.join(checked)}{invalid}: {_found(tally)}{hidden}", *map(clean, tally.notes)])


def by_frequency(tally: Tally) -> dict[str, int]:
    """How often each code was found, most frequent first."""
    return dict(sorted(tally.codes.items(), key=lambda each: (-each[1], each[0])))


def _found(tally: Tally) -> str:
    counts = {"error": tally.errors, "warning": tally.warnings, "info": tally.infos}
    found = ", ".join(counted(number, noun) for noun, number in counts.items() if number)
    return found or ("no problems of the selected kinds" if tally.invalid else "no problems")
