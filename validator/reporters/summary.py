"""What one run found, in one sentence: for people, beside any format."""

from __future__ import annotations

from validator.model import Tally


def summary(tally: Tally) -> str:
    """`Checked 2 files, 10,000 items (7 invalid): 12 errors, 3 warnings`, and the notes on lines of their own."""
    checked = [count(tally.files, "file")] if tally.files else []
    checked.append(count(tally.items, "item"))
    invalid = f" ({tally.invalid:,} invalid)" if tally.invalid else ""
    hidden = f"; {count(tally.cut, 'finding')} not shown" if tally.cut else ""
    return "\n".join([f"Checked {', '.join(checked)}{invalid}: {_found(tally)}{hidden}", *tally.notes])


def _found(tally: Tally) -> str:
    counts = {"error": tally.errors, "warning": tally.warnings, "info": tally.infos}
    found = ", ".join(count(number, noun) for noun, number in counts.items() if number)
    return found or ("no problems of the selected kinds" if tally.invalid else "no problems")


def count(number: int, noun: str) -> str:
    """`1 file`, `10,000 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
