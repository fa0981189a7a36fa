"""A place in a file, as readers count it."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where a text begins in the file: its offset, its line, and its column in characters."""

    offset: int = 0
    line: int = 1
    column: int = 1

    def behind(self, text: bytes) -> Place:
        """Where this text ends, if it begins here."""
        lines, last = text.count(b"\n"), text[text.rfind(b"\n") + 1 :]
        width = len(last) if last.isascii() else len(last.decode("utf-8", "replace"))
        return Place(self.offset + len(text), self.line + lines, width + (1 if lines else self.column))
