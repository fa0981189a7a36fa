"""A conjunction is valid exactly where all of its schemas are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.contract.conjunction import conjunction
from validator.engines.compiled import ENGINE_NAMES, compiled

names = st.sampled_from(["a", "b", "__c"])
conditions: list[dict[str, Any]] = [{"required": ["a"]}, {"properties": {"a": {"const": 1}}, "required": ["a"]}]


def objects(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=members)


def node(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    properties = st.dictionaries(names, inner, max_size=3)
    plain = objects(
        type=st.sampled_from(["object", ["array", "object"], ["integer", "null"]]),
        properties=properties,
        items=inner,
        required=st.lists(names, unique=True, max_size=2),
        minimum=st.integers(0, 2),
        maxItems=st.integers(0, 2),
        allOf=st.lists(inner, min_size=1, max_size=2),
    )
    branches = st.fixed_dictionaries({"if": st.sampled_from(conditions), "then": inner}, optional={"else": inner})
    closed = st.fixed_dictionaries(
        {"properties": properties, "additionalProperties": st.just(False)},  # noqa: FBT003
        optional={"patternProperties": st.just({"^__": {"type": "integer"}})},
    )
    return plain | closed | st.builds(dict.__or__, plain, branches)


schemas = st.recursive(objects(type=st.just("integer"), minimum=st.integers(0, 2)), node, max_leaves=4)
values = st.recursive(
    st.none() | st.integers(0, 3),
    lambda inner: st.dictionaries(names, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(schemas, max_size=4), st.lists(values, min_size=1, max_size=5))
def test_a_conjunction_is_valid_exactly_where_all_are(parts: list[dict[str, Any]], items: list[Any]) -> None:
    whole = compiled(conjunction(parts), "rust")
    engines = [compiled(each, "rust") for each in parts]
    for item in items:
        assert whole.is_valid(item) == all(each.is_valid(item) for each in engines)


@given(st.lists(schemas, max_size=4))
def test_the_schemas_are_left_as_they_were(parts: list[dict[str, Any]]) -> None:
    before = repr(parts)
    conjunction(parts)
    assert repr(parts) == before


def test_one_condition_is_asked_once() -> None:
    condition = {"required": ["a"]}
    one, other = {"if": condition, "then": {"maxProperties": 2}}, {"if": condition, "else": {"required": ["b"]}}
    assert conjunction([one, other]) == {
        "if": condition,
        "then": {"maxProperties": 2},
        "else": {"required": ["b"]},
    }


@pytest.mark.parametrize("engine", ENGINE_NAMES[1:])
def test_a_const_deep_inside_compiles(engine: str) -> None:
    schema = {
        "allOf": [{"if": {"properties": {"a": {"const": 'x"\\'}}, "required": ["a"]}, "then": {"required": ["b"]}}]
    }
    assert compiled(schema, engine).is_valid({"a": "x"})
    assert not compiled(schema, engine).is_valid({"a": 'x"\\'})
