"""Makes requests: projects, pools, queries and payloads of tasks and suites, right and wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from validator import Validator

PROJECT: dict[str, Any] = {
    "input_spec": {
        "image": {"type": "url"},
        "0": {"type": "integer", "required": False, "max_value": 9},
        "names": {"type": "array_string", "required": False, "max_size": 2},
    },
    "output_spec": {"result": {"type": "string"}, "code": {"type": "boolean", "required": False}},
}
POOL: dict[str, Any] = {
    "id": "21",
    "defaults": {"default_overlap_for_new_tasks": 5, "default_overlap_for_new_task_suites": 2},
}
NEVER = "2ed92b7f-75c0-4771-ae2f-3911232d6d4e"


class Request(NamedTuple):
    """The arguments of a Validator, and a payload for it."""

    kind: str
    known: Mapping[str, Any]
    payload: Any

    @property
    def validator(self) -> Validator:
        """The validator."""
        return Validator(self.kind, **self.known)

    @property
    def items(self) -> list[Any]:
        """The items of the payload."""
        return self.payload if isinstance(self.payload, list) else [self.payload]


def _some(required: Mapping[str, Any], optional: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict(required), optional=dict(optional))


_values = st.one_of(
    st.just({"image": "https://a/1.png"}),
    _some(
        {},
        {
            "image": st.sampled_from(["https://a/1.png", "a", None, 1]),
            "0": st.sampled_from([1, 10, "1"]),
            "names": st.sampled_from([[], ["a"], ["a", "b", "c"], [None]]),
            "imagis": st.just(1),
        },
    ),
)
_outputs = st.sampled_from([{"result": "OK"}, {"result": 1}, {"resul": "OK"}, {"code": True}, {}])
_solutions = st.lists(
    _some({"output_values": _outputs}, {"correctness_weight": st.sampled_from([0, 0.5, 1, 2, None, "1"])}), max_size=2
)
_overlap: dict[str, Any] = {
    "overlap": st.sampled_from([1, 3, 3.0, 0, 30001, 10**30, "007", "0", "x", None, True]),
    "infinite_overlap": st.sampled_from([True, False, None]),
}
_own = st.sampled_from(["id", "created", "remaining_overlap", "automerged", "origin_task_id", "__client_uuid", "news"])
_extras = st.dictionaries(_own, st.sampled_from(["x", 5, None, ["x"]]), max_size=2)
_inner: dict[str, Any] = {
    "known_solutions": _solutions,
    "message_on_unknown_solution": st.sampled_from(["No", 1, None]),
}
_tasks_inside = st.lists(
    st.builds(lambda task, extra: {**extra, **task}, _some({}, {"input_values": _values, **_inner}), _extras),
    max_size=3,
)
_users = st.sampled_from([[], ["a"], ["a", "a"], [1], None])
_pool_ids = st.sampled_from(["1", "21", "38315862", "pool", "", "9" * 20, 21, None])

_task = _some(
    {"pool_id": _pool_ids},
    {"input_values": _values, "baseline_solutions": _solutions, "reserved_for": _users, **_inner, **_overlap},
)
_suite = _some(
    {"pool_id": _pool_ids},
    {"tasks": _tasks_inside, "latitude": st.sampled_from([1, "1"]), "mixed": st.booleans(), **_overlap},
)
_fine_task: st.SearchStrategy[Any] = st.just(
    {"pool_id": "21", "input_values": {"image": "https://a/1.png"}, "overlap": 3}
)
_fine_suite: st.SearchStrategy[Any] = st.just(
    {"pool_id": "21", "tasks": [{"input_values": {"image": "https://a/1.png"}}], "overlap": 3}
)
_odd: st.SearchStrategy[Any] = st.sampled_from([None, 5, [], {}, "x"])


def items(kind: str) -> st.SearchStrategy[Any]:
    """One item: fine, nearly so, or nothing of the kind."""
    fine, any_ = (_fine_task, _task) if kind == "tasks" else (_fine_suite, _suite)
    made = st.builds(lambda item, extra: {**extra, **item}, any_, _extras)
    return st.one_of(fine, made, fine, made, made, _odd)


_flags = st.sampled_from([None, True, False])
_known = st.fixed_dictionaries(
    {
        "contract": st.sampled_from(["2022-06", "2023-06"]),
        "project": st.sampled_from([None, PROJECT]),
        "pool": st.sampled_from([None, POOL]),
        "async_mode": _flags,
        "allow_defaults": _flags,
        "skip_invalid_items": _flags,
        "open_pool": _flags,
        "operation_id": st.sampled_from([None, NEVER]),
    }
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A request of either kind, one object or a list."""
    kind = draw(st.sampled_from(["tasks", "task-suites"]))
    one = items(kind)
    alone = one.filter(lambda item: item is None or isinstance(item, dict))
    return Request(kind, draw(_known), draw(st.one_of(alone, st.lists(one, max_size=4), st.lists(one, max_size=4))))
