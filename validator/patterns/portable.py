"""What patterns share that mean the same to every engine."""

from __future__ import annotations

END = r"$(?!\n)"  # Python's `$` also matches before a line feed that ends the text
