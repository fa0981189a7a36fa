"""Errors of a response: each shape that the API and its client answer in, and where each error is said to be."""

from __future__ import annotations

from typing import Any

import pytest

from validator.inputs.names import CannotReadError
from validator.model import JSON
from validator.responses.server_errors import Claim, claims_of, content

MUST = {"code": "VALUE_REQUIRED", "message": "May not be null"}


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({}, []),
        ({"items": {"code": "X", "message": "m"}}, [Claim(None, "items", "X", "m")]),
        ({"1": {"items": MUST}}, [Claim(1, "items", "VALUE_REQUIRED", "May not be null")]),
        ({"01.a": MUST}, [Claim(1, "a", "VALUE_REQUIRED", "May not be null")]),
        ({"a": {"code": "X"}}, [Claim(None, "a", "X", '{"code":"X"}')]),
        ({"a": {"code": "X", "message": 1, "params": 2}}, [
            Claim(None, "a", "X", '{"code":"X","message":1,"params":2}')]),
        ({"code": "X", "payload": {"a": MUST}}, [
            Claim(None, "", "X", '{"code":"X","payload":{"a":{"code":"VALUE_REQUIRED","message":"May not be null"}}}',
                  is_of_request=True)]),
    ],
)  # fmt: skip
def test_claims_of_odd_responses(response: Any, expected: list[Claim]) -> None:
    assert claims_of(response, "r") == expected


TEXT = "Value must be present"
ERROR: dict[str, JSON] = {"code": "VALUE_REQUIRED", "message": TEXT}


def claim(position: int | None, path: str = "a", **more: Any) -> Claim:
    return Claim(position, path, "VALUE_REQUIRED", TEXT, **more)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({"validation_errors": {"1": {"a": ERROR}, "10": {"b": ERROR}}}, [claim(1), claim(10, "b")]),
        ({"items": {"0": {}}, "validation_errors": None}, []),
        ({"items": {"0": {}}}, []),
        ({"status": 201, "body": {"validation_errors": {"1": {"a": ERROR}}}}, [claim(1)]),
        ({"code": "VALIDATION_ERROR", "payload": {"a": ERROR}}, [claim(None)]),
        ({"code": "VALIDATION_ERROR", "payload": {"1": {"a": ERROR}}}, [claim(1)]),
        ({"code": "VALIDATION_ERROR", "payload": {"operation_id": ERROR}}, [
            claim(None, "operation_id", is_of_request=True)]),
        ({"code": "ACCESS_DENIED", "message": "No", "payload": {}}, [
            Claim(None, "", "ACCESS_DENIED", "No", is_of_request=True)]),
        ({"a": ERROR}, [claim(None)]),
        ({"0.a.b": ERROR, "1": ERROR}, [claim(0, "a.b"), claim(1, "")]),
        ({"1": {"a": {**ERROR, "params": [1, 2]}}}, [claim(1, params=(1, 2))]),
        ({"1": {"a": {**ERROR, "params": []}}}, [claim(1)]),
        ({"1": {"a": "must be there"}}, [Claim(1, "a", "NO_CODE", "must be there")]),
        ({"id": "1", "created": "2022-01-01T00:00:00"}, []),
        ({"type": "TASK.BATCH_CREATE", "status": "SUCCESS", "details": {"failed_count": 0}}, []),
    ],
)  # fmt: skip
def test_errors_are_read_from_each_shape_of_a_response(response: JSON, expected: list[Claim]) -> None:
    assert claims_of(response, "r") == expected


@pytest.mark.parametrize("response", [5, "x", None, [5], [{"pool_id": "1"}], {"a": 5}, {"x": {"a": ERROR}}])
def test_what_names_no_errors_is_refused(response: JSON) -> None:
    with pytest.raises(CannotReadError, match="is no answer of the API that names errors: give the answer to a list"):
        claims_of(response, "r.json")


@pytest.mark.parametrize(
    "more", [{"status": "FAIL"}, {"status": "RUNNING"}, {"status": "SUCCESS", "details": {"failed_count": 1}}]
)
def test_an_operation_that_may_have_failed_is_refused_for_its_log(more: dict[str, JSON]) -> None:
    with pytest.raises(CannotReadError, match=r"its log does: GET /operations/\{id\}/log"):
        claims_of({"type": "TASK.BATCH_CREATE", **more}, "r.json")


def entry(type_: str, input_: JSON, output: JSON, *, success: bool = False) -> JSON:
    return {"type": type_, "success": success, "input": input_, "output": output}


class TestLogs:
    def test_an_entry_is_about_the_position_that_the_client_wrote_into_its_item(self) -> None:
        item: dict[str, JSON] = {"pool_id": "1", "__item_idx": "7"}

        assert claims_of([entry("TASK_VALIDATE", item, {"a": ERROR})], "r") == [claim(7)]

    def test_an_entry_without_a_position_follows_the_one_before(self) -> None:
        item: dict[str, JSON] = {"__item_idx": "7"}
        log: list[JSON] = [entry("TASK_CREATE", item, {}, success=True), entry("TASK_VALIDATE", None, {"a": ERROR})]

        assert claims_of(log, "r") == [claim(8)]

    def test_without_a_position_it_is_about_the_item_that_it_shows(self) -> None:
        item: dict[str, JSON] = {"pool_id": "1"}
        log: list[JSON] = [
            entry("TASK_CREATE", {"pool_id": "2"}, {}, success=True),
            entry("TASK_VALIDATE", item, {"a": ERROR}),
        ]

        assert claims_of(log, "r") == [claim(1, item=content(item))]

    def test_without_an_item_it_is_about_the_next_one(self) -> None:
        log: list[JSON] = [entry("TASK_VALIDATE", None, {}, success=True), entry("TASK_VALIDATE", None, {"a": ERROR})]

        assert claims_of(log, "r") == [claim(1)]

    def test_the_second_step_of_an_item_is_about_the_same_item(self) -> None:
        items: list[JSON] = [{"n": 0}, {"n": 1}]
        log: list[JSON] = [entry("TASK_VALIDATE", each, {}, success=True) for each in items]
        log.append(entry("TASK_CREATE", items[1], {"a": ERROR}))

        assert claims_of(log, "r") == [claim(1, item=content(items[1]))]

    def test_an_error_may_be_inside_another(self) -> None:
        output: JSON = {"code": "VALIDATION_ERROR", "payload": {"a": ERROR}}

        assert claims_of([entry("TASK_VALIDATE", None, output)], "r") == [claim(0)]

    def test_a_failure_without_a_reason_says_so(self) -> None:
        (found,) = claims_of(entry("TASK_CREATE", None, {}), "r")

        assert found == Claim(0, "", "NO_CODE", "TASK_CREATE failed, and the log does not say why")

    def test_what_is_not_about_tasks_is_about_the_request(self) -> None:
        log: list[JSON] = [entry("POOL_OPEN", None, {}, success=True), entry("POOL_OPEN", None, {"": ERROR})]

        assert claims_of(log, "r") == [claim(None, "", is_of_request=True)]


def test_an_item_is_known_again_whatever_the_order_of_its_keys_and_what_the_client_adds() -> None:
    assert content({"a": 1, "b": [{}], "__item_idx": "3"}) == content({"b": [{}], "a": 1})
    assert content({"a": 1}) != content({"a": 2})
    assert content([1]) == b"[1]"
