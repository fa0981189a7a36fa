"""Items without an overlap of their own: what the rules about them share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from validator.rules.parts import is_infinite

#: What an item without an overlap counts as.
LACKING = "lacking"
_LACKING, _NOTHING = (LACKING,), ()


def lacks_overlap(item: dict[str, Any]) -> Iterable[str]:
    """Counts an item that has no overlap of its own, finite or infinite."""
    return _NOTHING if item.get("overlap") is not None or is_infinite(item) else _LACKING
