"""What is remembered of items, in digests and in the columns of views."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.context import Context
from validator.contracts import load
from validator.linter import Linter
from validator.memory import Memory

_scalars = st.sampled_from([0, 1, True, None, "", "a", "{", "[{"])
_json = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
_values = st.dictionaries(st.sampled_from("abc"), _json, max_size=2)
_tasks = st.fixed_dictionaries({"pool_id": st.just("1"), "input_values": _values})
_suites = st.fixed_dictionaries({"pool_id": st.just("1"), "tasks": st.lists(_tasks, max_size=2)})
items = st.lists(_tasks | _suites | st.none(), max_size=5)


def memory_of(kind: str, contract: str) -> Memory:
    linter = Linter(Context(load(contract), kind))
    memory = Memory(linter.context, linter.rules)
    memory.begin("tasks.jsonl", is_one_request=False)
    return memory


@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
@pytest.mark.parametrize("kind", ["tasks", "task-suites"])
@given(several=items)
def test_columns_make_the_digests_that_they_are_of(kind: str, contract: str, several: list[Any]) -> None:
    memory = memory_of(kind, contract)
    digests = memory.digests(several)

    columns = memory.columns(digests)

    assert [len(each) for each in columns] == [len(several)] * len(memory.views)
    assert list(map(list, memory.joined(columns))) == list(map(list, digests))


@pytest.mark.parametrize("kind", ["tasks", "task-suites"])
@given(first=items, several=items)
def test_a_digest_hangs_on_the_item_alone(kind: str, first: list[Any], several: list[Any]) -> None:
    memory = memory_of(kind, "2023-06")
    memory.digests(first)

    together = memory.columns(memory.digests(several))
    apart = [memory.columns(memory.digests([each])) for each in several]

    assert [list(each) for each in together] == [[one[n][0] for one in apart] for n in range(len(together))]


@given(st.lists(_values, min_size=1, max_size=4), st.lists(_values, min_size=1, max_size=4))
def test_digests_are_equal_where_the_input_values_are(first: list[Any], several: list[Any]) -> None:
    memory = memory_of("tasks", "2022-06")
    tasks = [{"pool_id": "1", "input_values": each} for each in (*first, *several)]
    memory.digests(tasks[: len(first)])

    (digests,) = (each for each in memory.digests(tasks) if each)
    shown = [json.dumps(each["input_values"], sort_keys=True) if each["input_values"] else None for each in tasks]

    assert len(set(zip(digests, shown, strict=True))) == len(set(digests)) == len(set(shown))
