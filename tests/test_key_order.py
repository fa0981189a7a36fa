"""Objects with the same members come out the same, whatever the order of their keys."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from validator.key_order import KeyOrder, by_name
from validator.model import JSON

_objects = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=4)


@given(st.lists(_objects, max_size=4), _objects, st.randoms(use_true_random=False))
def test_the_order_of_keys_is_lost(first: list[dict[str, JSON]], one: dict[str, JSON], random: Random) -> None:
    members = list(one.items())
    random.shuffle(members)
    order = KeyOrder(first)

    shown = [list(order.ordered(dict(each)).items()) for each in (one.items(), members, one.items())]

    assert shown == [shown[0]] * 3
    assert dict(shown[0]) == one


def test_the_commonest_order_stays_as_it_is() -> None:
    often: dict[str, JSON] = {"b": 1, "a": 2}
    order = KeyOrder([often, {"a": 1, "b": 2}, often])

    assert order.ordered(often) is often
    assert list(order.ordered({"z": 0, "a": 1, "c": 2, "b": 3})) == ["b", "a", "c", "z"]


def test_objects_at_any_depth_are_by_name() -> None:
    value: JSON = {"b": [{"d": 1, "c": {"f": 2, "e": 3}}], "a": 0}

    assert repr(by_name(value)) == "{'a': 0, 'b': [{'c': {'e': 3, 'f': 2}, 'd': 1}]}"
