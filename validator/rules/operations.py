"""What the rules about operations share: counts, times and whether one has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping

from validator.model import JSON, as_object

_TIME = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?"


def counts_of(operation: Mapping[str, JSON]) -> dict[str, int]:
    """The counts among the details; what is no number is not there."""
    details = as_object(operation.get("details"))
    return {key: each for key, each in details.items() if isinstance(each, int) and not isinstance(each, bool)}


def has_ended(operation: Mapping[str, JSON]) -> bool:
    """Whether nothing more will be counted."""
    return operation.get("status") not in ("PENDING", "RUNNING")


def time_of(operation: Mapping[str, JSON], key: str) -> tuple[str, str] | None:
    """A time in a form that can be compared; None for one that is not there or is none."""
    text = operation.get(key)
    match = re.fullmatch(_TIME, text, re.ASCII) if isinstance(text, str) else None
    return (match[1], (match[2] or "").ljust(6, "0")) if match else None
