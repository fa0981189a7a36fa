"""Items without an overlap of their own: what the rules about them share."""

from __future__ import annotations

from collections.abc import Iterable

from validator.rules.base import Woken
from validator.rules.parts import is_infinite

#: What an item without an overlap counts as.
LACKING = "lacking"


def lacks_overlap(items: Woken) -> Iterable[tuple[int, str]]:
    """Counts items that have no overlap of their own, finite or infinite."""
    return [(n, LACKING) for n, item in enumerate(items) if item.get("overlap") is None and not is_infinite(item)]
