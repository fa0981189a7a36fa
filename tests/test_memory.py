"""What is remembered of items, in digests and in the columns of views."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.context import Context
from validator.contracts import load
from validator.linter import Linter
from validator.memory import Memory

_values = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3) | st.text(max_size=2), max_size=2)
_tasks = st.fixed_dictionaries({"pool_id": st.just("1"), "input_values": _values})
_suites = st.fixed_dictionaries({"pool_id": st.just("1"), "tasks": st.lists(_tasks, max_size=2)})
items = st.lists(_tasks | _suites | st.none(), max_size=5)


@pytest.mark.parametrize("contract", ["2022-06", "2023-06"])
@pytest.mark.parametrize("kind", ["tasks", "task-suites"])
@given(several=items)
def test_columns_make_the_digests_that_they_are_of(kind: str, contract: str, several: list[Any]) -> None:
    linter = Linter(Context(load(contract), kind))
    memory = Memory(linter.context, linter.rules)
    memory.begin("tasks.jsonl", is_one_request=False)
    digests = memory.digests(several)

    columns = memory.columns(digests)

    assert [len(each) for each in columns] == [len(several)] * len(memory.views)
    assert list(map(list, memory.joined(columns))) == list(map(list, digests))
