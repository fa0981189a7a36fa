"""Texts like that of an item: other scalars in its places, and the text itself damaged."""

from __future__ import annotations

import json
from typing import Any

from generators import NUMBERS, STRINGS
from hypothesis import strategies as st

#: What writers put between members and elements, and behind keys.
STYLES = ((",", ":"), (", ", ": "))
Style = tuple[str, str]

_SMALL = 1e15
_STEPS = (-1, 1, 10, -10, 0.1, -0.1, 1e-9)
_CHARACTERS = ('"', "\\", ",", "{", "}", "]", "0", "1", "-", ".", "e", " ", "\n", "\t", "\r", "\x00", "é")


def written(item: Any, style: Style) -> str:
    return json.dumps(item, ensure_ascii=False, separators=style)


def _numbers(value: float) -> list[float]:
    near = [value + step for step in _STEPS] if abs(value) < _SMALL else []
    return [value, -value, value * 10, float(value), round(float(value)), *near]


def _strings(value: str) -> list[str]:
    around = [f"{value}x", f"{value}é", f" {value}", f"{value}\n", value + value]
    return [value[:-1], value[1:], value[::-1], value.upper(), *around]


def _scalars(value: Any) -> st.SearchStrategy[Any]:
    """Scalars, most of the same type."""
    if isinstance(value, bool) or value is None:
        return st.sampled_from([True, False, None, 0, ""])
    if isinstance(value, str):
        return st.sampled_from(_strings(value)) | st.sampled_from(STRINGS) | st.text(max_size=8)
    few_digits = st.floats(-200, 200).map(lambda each: round(each, 3))
    return st.sampled_from(_numbers(value)) | st.sampled_from(NUMBERS) | st.integers(-200, 200) | few_digits


@st.composite
def _changed(draw: st.DrawFn, value: Any, one_in: int) -> Any:
    """The value with one in so many scalars changed, and now and then an element more or less."""
    if isinstance(value, dict):
        return {name: draw(_changed(each, one_in)) for name, each in value.items()}
    if isinstance(value, list):
        elements = [draw(_changed(each, one_in)) for each in value]
        if elements and draw(st.integers(0, 7)) == 0:
            return draw(st.sampled_from([elements[:-1], [*elements, elements[-1]], elements[::-1]]))
        return elements
    return draw(_scalars(value)) if draw(st.integers(1, one_in)) == 1 else value


@st.composite
def variants(draw: st.DrawFn, item: Any, style: Style) -> str:
    """The text of an item like this one, now and then with a mistake."""
    text = written(draw(_changed(item, draw(st.sampled_from([1, 2, 5])))), style)
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(_CHARACTERS)) + text[at + draw(st.integers(0, 1)) :]
    return text
