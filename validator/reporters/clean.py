"""Strings made fit for one line of output: nothing in them can break the line or steer a terminal."""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, marks that turn the direction of what follows (they can make one
# line look like another: https://trojansource.codes), lone surrogates, and the two that XML forbids beside these.
_UNFIT = "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"


def clean(text: str) -> str:
    r"""The text with each control character as its escape, such as `\n` or `\x1b`; other Unicode stays."""
    return text if text.isprintable() else re.sub(_UNFIT, escape, text)


def escape(match: re.Match[str]) -> str:
    """A matched character as the escape that Python writes."""
    return match[0].encode("unicode_escape").decode()
