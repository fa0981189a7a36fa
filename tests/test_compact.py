"""Compact JSON: as orjson writes it, and something of the same use where orjson gives up."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.json_text.compact import _pieces, compact

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(values, st.booleans())
def test_the_slow_way_writes_what_orjson_writes(value: Any, sort_keys: bool) -> None:  # noqa: FBT001
    option = orjson.OPT_SORT_KEYS if sort_keys else None
    assert b"".join(_pieces(value, sort_keys=sort_keys)) == orjson.dumps(value, option=option)


def nested(depth: int, core: Any) -> Any:
    for _ in range(depth):
        core = {"b": [core], "a": None}
    return core


@pytest.mark.parametrize(
    ("depth", "core"), [(0, 10**30), (0, 10**5000), (500, 1), (5000, "x")], ids=["big", "huge", "deep", "deeper"]
)
def test_equal_values_have_equal_text_and_others_do_not(depth: int, core: Any) -> None:
    text = compact(nested(depth, core), sort_keys=True)
    assert text == compact(nested(depth, core), sort_keys=True)
    assert text != compact(nested(depth, [core]), sort_keys=True)


def test_bytes_are_counted_in_utf8() -> None:
    assert compact({"ключ": "é"}) == '{"ключ":"é"}'.encode()
