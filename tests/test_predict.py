"""Predictions: the laws that every predicted answer keeps."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from items import Request, requests

from validator import Validator
from validator.contract import loader
from validator.contract.context import Context
from validator.contract.kinds import kind_of
from validator.engines.compiled import ENGINES
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import Batch
from validator.responses.build import Counts, log

TASK = {"pool_id": "1", "input_values": {"image": "https://a/1.png"}, "overlap": 1}
DETAILS = ("total_count", "valid_count", "not_valid_count", "success_count", "failed_count")


# --- laws ------------------------------------------------------------------------------------------------------------


@cache
def linter(kind: str, contract: str, size: int | None) -> Linter:
    return Linter(Context(loader.load(contract), kind, request_size=size))


def found(kind: str, request: Request, *items: Any) -> list[tuple[str, str, str]]:
    """What the check of responses finds, the request known."""
    run = Run(linter(kind, request.known["contract"], len(request.items)))
    batches = [Batch(0, list(items))]
    return [(each.code, str(each.path), each.message) for each in run.findings(batches, is_one_request=True)]


def expected_status(request: Request) -> int:
    validator, skips = request.validator, request.known["skip_invalid_items"]
    if request.payload is None:
        return 400
    if request.known["async_mode"]:
        return 202
    is_refused = not validator.is_valid(request.payload) and not (skips and isinstance(request.payload, list))
    return 400 if is_refused else 201


def expected_kind(request: Request, status: int) -> str:
    if status == 201:
        return "batch" if isinstance(request.payload, list) else "created"
    return {202: "operation", 400: "error"}[status]


@settings(deadline=None, max_examples=300)
@given(requests())
@example(Request("tasks", {"contract": "2022-06", "skip_invalid_items": None, "async_mode": True}, None))
def test_a_predicted_answer_is_clean(request: Request) -> None:
    answer = request.validator.predict(request.payload)
    kind = expected_kind(request, answer["status"])

    assert answer["status"] == expected_status(request)
    assert kind_of(answer["body"], is_alone=True) == kind
    assert found(kind, request, answer["body"]) == []


@settings(deadline=None, max_examples=300)
@given(requests())
def test_its_errors_are_those_of_the_validator(request: Request) -> None:
    answer, errors = request.validator.predict(request.payload), request.validator.validation_errors(request.payload)
    body = answer["body"]

    match answer["status"], isinstance(request.payload, list):
        case 201, True:
            assert body["validation_errors"] == errors
            assert sorted([*body["items"], *errors], key=int) == [str(n) for n in range(len(request.payload))]
        case 201, False:
            assert errors == {}
        case 400, True:
            assert body["payload"] == errors
        case 400, False:
            assert {"0": body["payload"]} == errors
        case _:
            assert body["details"]["not_valid_count"] == len(errors)
            assert body["details"]["total_count"] == len(request.items)


@settings(deadline=None)
@given(requests())
def test_a_prediction_can_be_written_and_is_always_the_same(request: Request) -> None:
    turned = json.loads(json.dumps(request.payload, sort_keys=True))

    answer = request.validator.predict(request.payload)

    assert json.loads(json.dumps(answer)) == answer
    assert request.validator.predict(turned) == answer


@settings(deadline=None)
@given(requests())
def test_ids_are_unique_and_tell_the_pool(request: Request) -> None:
    body = request.validator.predict(request.payload)["body"]
    made = [*body.get("items", {}).values()] or ([body] if "created" in body else [])
    ids = [inner["id"] for item in made for inner in (item, *item.get("tasks", ()))]

    assert len(ids) == len(set(ids))
    for item in made:
        number = int(item["pool_id"]) if str(item["pool_id"]).isdecimal() else 1 << 40
        prefix = f"{number:010x}--" if number < 10**12 else ""
        assert all(re.fullmatch(rf"{prefix}[0-9a-f]{{24}}", each["id"]) for each in (item, *item.get("tasks", ())))


@settings(deadline=None)
@given(requests())
def test_a_created_item_is_the_item_that_was_sent(request: Request) -> None:
    body = request.validator.predict(request.payload)["body"]
    made = {int(n): item for n, item in body.get("items", {}).items()} or ({0: body} if "created" in body else {})

    for n, item in made.items():
        sent = request.items[n]
        assert item["pool_id"] == sent["pool_id"]
        assert item.get("input_values") == sent.get("input_values")
        assert len(item.get("tasks", ())) == len(sent.get("tasks") or ())
        assert item.get("overlap") == item.get("remaining_overlap")
        if sent.get("overlap") is None and not sent.get("infinite_overlap") and request.known["pool"]:
            assert item["overlap"] == (5 if request.kind == "tasks" else 2)


@settings(deadline=None)
@given(requests())
def test_the_log_of_an_operation_is_clean_and_agrees_with_its_counts(request: Request) -> None:
    validator = request.validator
    problems = [Linter(validator.context).api_problems(item) for item in request.items]
    counts = Counts(len(problems), sum(map(bool, problems)))
    query = validator.context.query
    is_made = counts.success(query) > 0
    ids = {n: f"id-{n}" for n, found in enumerate(problems) if is_made and not found}

    entries = log(validator.context, request.items, problems, ids)

    assert found("operation-log", request, *entries) == []
    assert sum(each["success"] is True for each in entries) == counts.success(query)
    assert sum(each["success"] is False for each in entries) == counts.not_valid


# --- examples --------------------------------------------------------------------------------------------------------


class TestTooMuch:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_more_tasks_than_one_synchronous_request_takes(self, engine: str) -> None:
        validator = Validator("tasks", engine=engine)

        assert validator.predict([TASK] * 5000)["status"] == 201
        assert validator.predict([TASK] * 5001) == {
            "status": 413,
            "body": {
                "request_id": validator.predict([TASK] * 5001)["body"]["request_id"],
                "code": "ENTITY_TOO_LARGE",
                "message": "5,001 tasks in one synchronous request, more than 5,000",
                "payload": None,
            },
        }

    def test_tasks_inside_suites_are_counted(self) -> None:
        suite = {"pool_id": "1", "overlap": 1, "tasks": [{"input_values": {}}] * 2501}

        assert Validator("task-suites").predict([suite])["status"] == 201
        assert Validator("task-suites").predict([suite] * 2)["status"] == 413
        assert Validator("task-suites", async_mode=True).predict([suite] * 2)["status"] == 202

    def test_bytes_of_one_request(self) -> None:
        task = TASK | {
            "input_values": {"a": "x" * 6_000},
            "known_solutions": [{"output_values": {"r": "y" * 24_000}}],
        }
        about = "OBJECT_SIZE_BYTES_GREATER_THAN_MAX"

        assert Validator("tasks").predict([task] * 180)["status"] == 201
        assert Validator("tasks", contract="2023-06").predict([task] * 170)["status"] == 201
        answer = Validator("tasks", contract="2023-06", async_mode=True).predict([task] * 180)
        assert (answer["status"], answer["body"]["payload"]) == (
            400,
            {
                "input_values": {
                    "code": about,
                    "message": "about 1081440 bytes, more than 1048576",
                    "params": [1081440, 1048576],
                },
                "output_values": {
                    "code": about,
                    "message": "about 4321440 bytes, more than 4194304",
                    "params": [4321440, 4194304],
                },
            },
        )

    @pytest.mark.parametrize("count", [5000, 5001])
    def test_the_rules_about_requests_say_the_same(self, count: int) -> None:
        validator = Validator("tasks", async_mode=False)
        codes = {each.code for each in validator.lint([TASK | {"input_values": {"n": n}} for n in range(count)])}

        assert ("TL502" in codes) == (validator.predict([TASK] * count)["status"] == 413)


@pytest.mark.parametrize(("default", "expected"), [(3.0, 3), (10**30, 2**63 - 1)])
def test_an_odd_default_of_the_pool_still_makes_a_clean_answer(default: int, expected: int) -> None:
    pool = {"defaults": {"default_overlap_for_new_tasks": default}}
    request = Request("tasks", {"contract": "2022-06", "pool": pool}, {"pool_id": "1", "input_values": {}})

    body = request.validator.predict(request.payload)["body"]

    assert (body["overlap"], body["remaining_overlap"]) == (expected, expected)
    assert found("created", request, body) == []


def test_the_official_clients_payloads_are_taken() -> None:
    class Task:
        def unstructure(self) -> dict[str, object]:
            return dict(TASK)

    assert Validator("tasks").predict(Task()) == Validator("tasks").predict(TASK)
    assert Validator("tasks").predict([Task()]) == Validator("tasks").predict([TASK])
    assert Validator("tasks").predict(each for each in [TASK]) == Validator("tasks").predict([TASK])


@pytest.mark.parametrize("payload", [5, "x", b"x"])
def test_what_is_no_payload_is_refused(payload: object) -> None:
    with pytest.raises(TypeError, match="a payload is a mapping"):
        Validator("tasks").predict(payload)


def test_very_deep_and_very_large_values_are_answered() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    task = TASK | {"input_values": {"deep": deep, "large": 10**300}, "overlap": 10**30}

    answer = Validator("tasks").predict(task)

    assert (answer["status"], answer["body"]["overlap"]) == (201, 2**63 - 1)
