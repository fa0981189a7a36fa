from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from command_line import ROOT

from validator import Validator
from validator.sandbox.service import running, world
from validator.sandbox.store import CannotStoreError, Store, Stored
from validator.sandbox.uploads import Quota

TASK: dict[str, Any] = {"pool_id": "21", "input_values": {"image": "https://example.com/1.png"}}
INVALID: dict[str, Any] = {"pool_id": "21", "input_values": {}}
SUITE: dict[str, Any] = {"pool_id": "21", "overlap": 1, "tasks": [{"input_values": TASK["input_values"]}]}
PROJECT = {"task_spec": {"input_spec": {"image": {"type": "url"}}, "output_spec": {"result": {"type": "string"}}}}
POOL = {
    "id": "21",
    "project_id": "7",
    "status": "CLOSED",
    "defaults": {"default_overlap_for_new_tasks": 3, "default_overlap_for_new_task_suites": 3},
}
OTHER_POOL = {"id": "22", "project_id": "7", "status": "CLOSED"}
REQUIRED = {"code": "VALUE_REQUIRED", "message": "Value must be present and not equal to null"}
OPERATION = "2ed92b7f-75c0-4771-ae2f-3911232d6d4e"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")


@contextmanager
def sandbox(**options: Any) -> Iterator[httpx.Client]:
    with (
        running(**{"project": PROJECT, "pools": [POOL, OTHER_POOL]} | options) as url,
        httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": "OAuth t"}) as client,
    ):
        yield client


@pytest.fixture(scope="module", name="api")
def _api() -> Iterator[httpx.Client]:
    with sandbox() as client:
        yield client


def said(response: httpx.Response) -> tuple[int, Any]:
    """The status and the body, less what no two answers have in common."""
    return response.status_code, plain(response.json())


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if key not in ("id", "created", "request_id")}
    return [plain(each) for each in value] if isinstance(value, list) else value


def refused(code: str, message: str, payload: Any = None) -> dict[str, Any]:
    return {"code": code, "message": message, "payload": payload}


def wait(api: httpx.Client, id_: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        operation: dict[str, Any] = api.get(f"/operations/{id_}").json()
        if operation["status"] not in ("PENDING", "RUNNING"):
            return operation
        time.sleep(0.01)
    pytest.fail("the operation does not end")


class TestUploads:
    @pytest.mark.parametrize("query", [{}, {"skip_invalid_items": True}, {"allow_defaults": True}])
    @pytest.mark.parametrize(
        ("kind", "payload"),
        [
            ("tasks", TASK),
            ("tasks", INVALID),
            ("tasks", []),
            ("tasks", [TASK, TASK]),
            ("tasks", [TASK, INVALID, 7, None]),
            ("tasks", None),
            ("task-suites", SUITE),
            ("task-suites", [SUITE, SUITE | {"tasks": [{"input_values": {"image": "x"}}]}]),
            ("task-suites", [SUITE | {"overlap": None}, SUITE | {"tasks": None}]),
        ],
    )
    def test_an_answer_is_the_predicted_one(
        self, api: httpx.Client, kind: str, payload: Any, query: dict[str, bool]
    ) -> None:
        predicted = Validator(kind, project=PROJECT, pool=POOL, **query).predict(payload)  # type: ignore[arg-type]

        assert said(post(api, kind, payload, query)) == (predicted["status"], plain(predicted["body"]))

    def test_what_was_created_is_there(self, api: httpx.Client) -> None:
        task, suite = post(api, "tasks", TASK).json(), post(api, "task-suites", SUITE).json()

        assert api.get(f"/tasks/{task['id']}").json() == task
        assert api.get(f"/task-suites/{suite['id']}").json() == suite
        assert TIME.fullmatch(task["created"])

    def test_what_was_refused_is_not(self) -> None:
        with sandbox() as api:
            post(api, "tasks", [TASK, INVALID])

            assert api.get("/tasks").json() == {"items": [], "has_more": False}

    def test_each_item_is_judged_by_its_own_pool(self, api: httpx.Client) -> None:
        tasks = [TASK, TASK | {"pool_id": "22"}, TASK | {"pool_id": "22", "overlap": 1}, TASK | {"pool_id": "23"}]
        status, body = said(post(api, "tasks", tasks, {"skip_invalid_items": True, "allow_defaults": False}))

        assert (status, list(body["items"]), body["validation_errors"]) == (
            201,
            ["2"],
            {
                "0": {"overlap": REQUIRED},
                "1": {"overlap": REQUIRED},
                "3": {
                    "overlap": REQUIRED,
                    "pool_id": {"code": "ENTITY_DOES_NOT_EXIST", "message": "Entity does not exist"},
                },
            },
        )

    def test_without_pools_any_pool_is_taken(self) -> None:
        with sandbox(pools=[]) as api:
            assert post(api, "tasks", TASK | {"pool_id": "any", "overlap": 1}).status_code == 201
            assert said(api.get("/pools/any")) == (404, refused("DOES_NOT_EXIST", NO_RESULTS))

    def test_nothing_is_required_of_what_no_project_describes(self) -> None:
        with sandbox(project=None) as api:
            assert post(api, "tasks", TASK | {"input_values": {"any": [1]}}).status_code == 201
            assert api.get("/projects/1").status_code == 404

    def test_deep_nesting_comes_back_whole(self) -> None:
        value: Any = "x"
        for _ in range(600):
            value = [value]
        with sandbox(project=None) as api:
            made = post(api, "tasks", TASK | {"input_values": {"deep": value}})

        assert made.status_code == 201
        assert made.json()["input_values"] == {"deep": value}

    def test_open_pool_opens_the_pools_of_the_items(self) -> None:
        with sandbox() as api:
            post(api, "tasks", TASK)
            before = api.get("/pools/21").json()
            post(api, "tasks", [TASK], {"open_pool": True})
            after = api.get("/pools/21").json()

            assert before == POOL
            assert after == POOL | {"status": "OPEN", "last_started": after["last_started"]}
            assert api.get("/pools/22").json() == OTHER_POOL

    def test_open_pool_with_nothing_in_the_pool(self) -> None:
        with sandbox() as api:
            answer = post(api, "tasks", [INVALID], {"open_pool": True, "skip_invalid_items": True})

            assert said(answer) == (409, refused("EMPTY_POOL", "Pool contains no tasks. Operation is not allowed"))

    def test_too_many_tasks_for_one_synchronous_request(self, api: httpx.Client) -> None:
        message = "5,001 tasks in one synchronous request, more than 5,000"

        assert said(post(api, "tasks", [TASK] * 5001)) == (413, refused("ENTITY_TOO_LARGE", message))

    def test_a_task_spec_alone_is_a_project(self) -> None:
        with sandbox(project=PROJECT["task_spec"]) as api:
            assert post(api, "tasks", INVALID).status_code == 400
            assert api.get("/projects/7").json() == {"id": "7", **PROJECT}


NO_RESULTS = "There are no results for such parameters"
NO_AUTHORIZATION = "Authorization is missing: send OAuth and a token"
MALFORMED = "Authorization is not OAuth, a space and a token"


def post(api: httpx.Client, kind: str, payload: Any, query: dict[str, Any] | None = None) -> httpx.Response:
    headers = {"Content-Type": "application/json"}
    return api.post(f"/{kind}", content=json.dumps(payload), headers=headers, params=query)


class TestRefusals:
    @pytest.mark.parametrize("path", ["/tasks", "/tasks/1", "/operations/1", "/pools/21", "/projects/7"])
    @pytest.mark.parametrize(
        ("header", "message"),
        [(None, NO_AUTHORIZATION), ("t", MALFORMED), ("ApiKey a.b.c", MALFORMED), ("OAuth a b", MALFORMED)],
    )
    def test_authorization(self, api: httpx.Client, path: str, header: str | None, message: str) -> None:
        headers = {} if header is None else {"Authorization": header}
        answer = httpx.get(str(api.base_url).rstrip("/") + path, headers=headers)

        assert said(answer) == (401, refused("AUTHENTICATION_ERROR", message))

    def test_a_token_that_is_not_the_one(self) -> None:
        with sandbox(token="good") as api:  # noqa: S106 - of no account
            assert said(post(api, "tasks", TASK)) == (401, refused("AUTHENTICATION_ERROR", "The token is unknown"))
            assert api.get("/tasks", headers={"Authorization": "OAuth good"}).status_code == 200

    def test_the_newer_contract_takes_keys(self) -> None:
        with sandbox(contract="2023-06") as api:
            assert api.get("/tasks", headers={"Authorization": "ApiKey a.b"}).status_code == 200

    @pytest.mark.parametrize("type_", ["text/plain", "application/jsonl", "", "x application/json"])
    def test_content_type(self, api: httpx.Client, type_: str) -> None:
        answer = api.post("/tasks", content=json.dumps(TASK), headers={"Content-Type": type_})

        assert said(answer) == (
            415,
            refused("UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json"),
        )

    @pytest.mark.parametrize("type_", ["application/JSON", "application/json; charset=utf-8"])
    def test_content_types_that_are_json(self, api: httpx.Client, type_: str) -> None:
        assert api.post("/tasks", content=json.dumps(TASK), headers={"Content-Type": type_}).status_code == 201

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b"", "line 1, column 1: The text ends before the value is complete"),
            (b'{"pool_id":', "line 1, column 12: The text ends before the value is complete"),
            (b'[\n {"a": \xff}]', "byte 0xff at offset 9 is not UTF-8"),
        ],
    )
    def test_a_body_that_is_not_json(self, api: httpx.Client, body: bytes, why: str) -> None:
        answer = api.post("/tasks", content=body, headers={"Content-Type": "application/json"})

        assert said(answer) == (400, refused("VALIDATION_ERROR", f"The body is not JSON: {why}"))

    def test_query_parameters(self, api: httpx.Client) -> None:
        query = {"async_mode": "7", "open_pool": "TRUE", "operation_id": "x", "other": "y"}
        payload = {
            "async_mode": {"code": "BOOLEAN_EXPECTED", "message": "Value must be a boolean"},
            "operation_id": {"code": "UUID_EXPECTED", "message": "Value must be a UUID"},
        }

        assert said(post(api, "tasks", TASK, query)) == (400, refused("VALIDATION_ERROR", "Validation failed", payload))

    @pytest.mark.parametrize(("kind", "item"), [("tasks", TASK), ("task-suites", SUITE)])
    def test_quota(self, kind: str, item: dict[str, Any]) -> None:
        with sandbox(quota_scale=0.0005) as api:
            answers = [said(post(api, kind, [item] * 50)) for _ in range(3)]

        # A minute may have ended in between.
        assert answers[0][0] == 201
        assert (429, refused("TOO_MANY_REQUESTS", "Too many requests", {"interval": "MIN"})) in answers

    def test_what_is_not_there(self, api: httpx.Client) -> None:
        paths = ("/tasks/1", "/task-suites/1", "/operations/1", "/operations/1/log", "/pools/1", "/projects/1")

        assert {said(api.get(path))[0] for path in paths} == {404}
        assert said(api.get("/tasks/1")) == (404, refused("DOES_NOT_EXIST", NO_RESULTS))
        assert said(api.get("/nowhere")) == (404, refused("NOT_FOUND", "Not Found"))

    def test_methods_that_are_not_taken(self, api: httpx.Client) -> None:
        answer = api.delete("/tasks")

        assert said(answer) == (405, refused("METHOD_NOT_ALLOWED", "Method Not Allowed"))
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def finished(**counts: int) -> dict[str, int]:
    return {f"{name}_count": counts.get(name, 0) for name in ("total", "valid", "not_valid", "success", "failed")}


class TestOperations:
    def test_from_pending_to_success(self) -> None:
        with sandbox(operation_seconds=0.6) as api:
            answer = post(api, "tasks", [TASK], {"async_mode": True, "operation_id": OPERATION})
            stages = {"PENDING": answer.json()}
            while "SUCCESS" not in stages:
                operation = api.get(f"/operations/{OPERATION}").json()
                stages.setdefault(operation["status"], operation)

        parameters = {"open_pool": False, "allow_defaults": False, "skip_invalid_items": False}
        pending = {
            "id": OPERATION,
            "type": "TASK.BATCH_CREATE",
            "status": "PENDING",
            "submitted": stages["PENDING"]["submitted"],
            "progress": 0,
            "parameters": parameters,
        }
        running_ = pending | {"status": "RUNNING", "started": stages["RUNNING"]["started"]}
        ended = running_ | {
            "status": "SUCCESS",
            "finished": stages["SUCCESS"]["finished"],
            "progress": 100,
            "details": finished(total=1, valid=1, success=1),
        }
        assert answer.status_code == 202
        assert stages == {"PENDING": pending, "RUNNING": running_, "SUCCESS": ended}

    def test_the_log_of_a_success(self, api: httpx.Client) -> None:
        query = {"async_mode": True, "skip_invalid_items": True, "open_pool": True}
        marked = [TASK | {"__item_idx": "0"}, INVALID | {"__item_idx": "1"}]
        id_ = post(api, "tasks", marked, query).json()["id"]
        operation = wait(api, id_)
        log = api.get(f"/operations/{id_}/log").json()
        made = log[0]["output"]["task_id"]

        assert (operation["status"], operation["details"]) == (
            "SUCCESS",
            finished(total=2, valid=1, not_valid=1, success=1, failed=1),
        )
        assert log == [
            {"type": "TASK_CREATE", "success": True, "input": marked[0], "output": {"task_id": made}},
            {
                "type": "TASK_VALIDATE",
                "success": False,
                "input": marked[1],
                "output": {"input_values.image": REQUIRED},
            },
            {"type": "POOL_OPEN", "success": True, "input": {"pool_id": "21"}, "output": {}},
        ]
        assert plain(api.get(f"/tasks/{made}").json()) == TASK | {"overlap": 3, "remaining_overlap": 3}

    def test_one_invalid_item_fails_it(self) -> None:
        with sandbox() as api:
            operation = wait(api, post(api, "task-suites", [SUITE, {}], {"async_mode": "true"}).json()["id"])

            assert (operation["type"], operation["status"], operation["details"]) == (
                "TASK_SUITE.BATCH_CREATE",
                "FAIL",
                finished(total=2, valid=1, not_valid=1, failed=2),
            )
            assert api.get("/task-suites").json()["items"] == []

    def test_one_object_alone(self, api: httpx.Client) -> None:
        operation = wait(api, post(api, "tasks", TASK, {"async_mode": True}).json()["id"])

        assert operation["details"] == finished(total=1, valid=1, success=1)

    def test_an_empty_pool_is_not_opened(self) -> None:
        with sandbox() as api:
            query = {"async_mode": True, "skip_invalid_items": True, "open_pool": True}
            id_ = wait(api, post(api, "tasks", [INVALID], query).json()["id"])["id"]
            log = api.get(f"/operations/{id_}/log").json()

            assert log[-1]["success"] is False
            assert log[-1]["output"] == refused("EMPTY_POOL", "Pool contains no tasks. Operation is not allowed")
            assert api.get("/pools/21").json() == POOL

    def test_an_id_is_taken_once(self) -> None:
        with sandbox() as api:
            query = {"async_mode": True, "operation_id": OPERATION}
            wait(api, post(api, "tasks", [TASK], query).json()["id"])
            again = post(api, "tasks", [TASK], query | {"operation_id": OPERATION.upper()})

            assert said(again) == (
                409,
                refused("OPERATION_ALREADY_EXISTS", "Operation with this id was submitted before"),
            )
            assert len(api.get("/tasks").json()["items"]) == 1

    def test_more_items_than_a_synchronous_request_may_have(self, api: httpx.Client) -> None:
        operation = wait(api, post(api, "tasks", [TASK] * 6000, {"async_mode": True}).json()["id"])

        assert operation["details"] == finished(total=6000, valid=6000, success=6000)


@pytest.fixture(scope="module", name="filled")
def _filled() -> Iterator[httpx.Client]:
    """A sandbox with four tasks, the last of them in another pool, and two suites."""
    with sandbox() as client:
        for n in range(4):
            post(client, "tasks", TASK | {"pool_id": "21" if n < 3 else "22", "overlap": n + 1})
        for n in range(2):
            post(client, "task-suites", SUITE | {"overlap": n + 1})
        yield client


@pytest.fixture(scope="module", name="ids")
def _ids(filled: httpx.Client) -> list[str]:
    return [each["id"] for each in filled.get("/tasks", params={"sort": "created"}).json()["items"]]


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "expected", "has_more"),
        [
            ({}, [0, 1, 2, 3], False),
            ({"pool_id": "21"}, [0, 1, 2], False),
            ({"pool_id": "23"}, [], False),
            ({"limit": 2}, [0, 1], True),
            ({"limit": 4}, [0, 1, 2, 3], False),
            ({"limit": 1, "sort": "-id"}, [3], True),
            ({"sort": "-created,id"}, [3, 2, 1, 0], False),
            ({"overlap": 2}, [1], False),
            ({"overlap_gt": 1, "overlap_lte": 3}, [1, 2], False),
            ({"overlap_gte": 2, "overlap_lt": 3}, [1], False),
        ],
    )
    def test_tasks(
        self, filled: httpx.Client, ids: list[str], query: dict[str, Any], expected: list[int], *, has_more: bool
    ) -> None:
        page = filled.get("/tasks", params=query).json()

        assert [ids.index(each["id"]) for each in page["items"]] == expected
        assert page["has_more"] is has_more

    @pytest.mark.parametrize(
        ("comparison", "expected"), [("lt", [0]), ("lte", [0, 1]), ("gt", [2, 3]), ("gte", [1, 2, 3])]
    )
    @pytest.mark.parametrize("column", ["id", "created"])
    def test_ranges(
        self, filled: httpx.Client, ids: list[str], column: str, comparison: str, expected: list[int]
    ) -> None:
        second = filled.get(f"/tasks/{ids[1]}").json()
        found = filled.get("/tasks", params={f"{column}_{comparison}": second[column]}).json()["items"]

        assert [ids.index(each["id"]) for each in found] == expected

    def test_times_of_any_precision(self, filled: httpx.Client) -> None:
        whole, _, fraction = filled.get("/tasks").json()["items"][0]["created"].partition(".")

        for moment in (whole, *(f"{whole}.{fraction[:digits]}" for digits in range(1, 7))):
            assert len(filled.get("/tasks", params={"created_gte": moment}).json()["items"]) == 4, moment

    def test_suites_by_a_task_inside(self, filled: httpx.Client) -> None:
        suites = filled.get("/task-suites").json()["items"]
        found = filled.get("/task-suites", params={"task_id": suites[1]["tasks"][0]["id"]}).json()["items"]

        assert len(suites) == 2
        assert found == [suites[1]]

    def test_parameters_that_cannot_be_used(self, filled: httpx.Client) -> None:
        query: dict[str, Any] = {"limit": 0, "sort": "name", "created_gt": "yesterday", "overlap": "many"}
        status, body = said(filled.get("/tasks", params=query))

        assert status == 400
        assert {name: each["code"] for name, each in body["payload"].items()} == {
            "created_gt": "INVALID_DATE_TIME_SYNTAX",
            "limit": "VALUE_LESS_THAN_MIN",
            "overlap": "INTEGER_EXPECTED",
            "sort": "PATTERN_MISMATCH",
        }


class TestDocument:
    def test_it_describes_all_endpoints_of_this_sandbox(self, api: httpx.Client) -> None:
        from openapi_spec_validator import validate

        document = httpx.get(f"{api.base_url}openapi.json").json()
        validate(document)

        assert document["servers"] == [{"url": "/api/v1", "description": "This sandbox"}]
        assert sorted(f"{method} {path}" for path, each in document["paths"].items() for method in each) == [
            "get /operations/{id}",
            "get /operations/{id}/log",
            "get /pools/{id}",
            "get /projects/{id}",
            "get /task-suites",
            "get /task-suites/{id}",
            "get /tasks",
            "get /tasks/{id}",
            "post /task-suites",
            "post /tasks",
        ]
        assert httpx.get(f"{str(api.base_url).removesuffix('/api/v1/')}/openapi.json").json() == document


class TestQuota:
    def test_what_is_refused_is_not_counted(self) -> None:
        quota = Quota(world(quota_scale=0.0001), "tasks")  # 10 a minute, 200 a day

        assert [quota.exceeded_by(items, 0.0) for items in (6, 5, 4, 1)] == [None, "MIN", None, "MIN"]

    def test_each_minute_and_each_day_begins_anew(self) -> None:
        quota = Quota(world(quota_scale=0.0001), "tasks")
        minutes = [quota.exceeded_by(10, 60.0 * n) for n in range(21)]

        assert minutes == [None] * 20 + ["DAY"]
        assert quota.exceeded_by(10, 86_400.0) is None


class TestStore:
    def test_a_file_outlives_the_sandbox(self, tmp_path: Path) -> None:
        file = str(tmp_path / "a.sqlite")
        with sandbox(database=file) as api:
            made = post(api, "tasks", [TASK], {"open_pool": True}).json()["items"]["0"]
        with sandbox(database=file) as api:
            assert api.get("/tasks").json()["items"] == [made]
            assert api.get("/pools/21").json()["status"] == "OPEN"

    def test_an_operation_goes_on_where_it_was(self, tmp_path: Path) -> None:
        file = str(tmp_path / "a.sqlite")
        with sandbox(database=file, operation_seconds=60) as api:
            id_ = post(api, "tasks", [TASK], {"async_mode": True}).json()["id"]
        with sandbox(database=file) as api:
            assert wait(api, id_)["details"] == finished(total=1, valid=1, success=1)

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_text("text " * 1000)
        expected = f"{file}: file is not a database; give --database a file of its own"

        with pytest.raises(CannotStoreError) as raised:
            Store(str(file))
        assert str(raised.value) == expected
        assert file.read_text() == "text " * 1000

    def test_a_database_of_something_else(self, tmp_path: Path) -> None:
        file = str(tmp_path / "a.sqlite")
        other = sqlite3.connect(file)
        other.execute("CREATE TABLE t (a)")
        other.close()

        with pytest.raises(CannotStoreError) as raised:
            Store(file)
        why = "is a database of something else, or of another version"
        assert str(raised.value) == f"{file}: {why}; give --database a file of its own"

    def test_a_database_that_is_in_use(self, tmp_path: Path) -> None:
        file = str(tmp_path / "a.sqlite")
        first = Store(file)
        with pytest.raises(CannotStoreError) as raised:
            Store(file)
        first.close()

        assert str(raised.value) == f"{file}: another process has this database open; give --database a file of its own"

    def test_a_transaction_that_fails_leaves_nothing(self) -> None:
        store = Store()
        with pytest.raises(sqlite3.Error), store.transaction():
            store.add([Stored("tasks", "1", "21", "now", None, b"{}"), Stored("tasks", "1", "21", "now", None, b"{}")])

        assert store.item("tasks", "1") is None
        store.close()


class TestWorld:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"pools": [{}]}, "pool: has no id; give the pool as GET /pools/{id} returns it"),
            ({"pools": [{"id": 21}]}, "pool: has no id; give the pool as GET /pools/{id} returns it"),
            ({"pools": [POOL, POOL]}, "pool: two pools have the same id; give each pool once"),
            ({"contract": "2001-01"}, "unknown contract '2001-01'; known: 2022-06, 2023-06"),
        ],
    )
    def test_what_cannot_be_served(self, options: dict[str, Any], message: str) -> None:
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            world(**options)


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that is started is this one, whatever is installed."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture(name="start")
def _start(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[str], httpx.Client]]]:
    """Starts the command on a free port: its process, and a client of it."""
    started: list[tuple[subprocess.Popen[str], httpx.Client]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], httpx.Client]:
        command = [sys.executable, "-m", "validator", "serve", "--port", "0", *options]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        assert process.stderr
        line = process.stderr.readline()
        url = re.search(r"http://[0-9.]+:\d+", line)
        assert url, line + process.stderr.read()
        started.append((process, httpx.Client(base_url=f"{url[0]}/api/v1", headers={"Authorization": "OAuth t"})))
        return started[-1]

    for name, value in {"project": PROJECT, "pool": POOL, "other-pool": OTHER_POOL}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(value))
    yield start
    for process, client in started:
        client.close()
        process.kill()
        process.communicate()


Start = Callable[..., tuple[subprocess.Popen[str], httpx.Client]]


class TestCommand:
    def test_it_says_what_it_serves_and_ends_with_ctrl_c(self, tmp_path: Path) -> None:
        (tmp_path / "project.json").write_text(json.dumps(PROJECT))
        (tmp_path / "pool.json").write_text(json.dumps(POOL))
        command = [sys.executable, "-m", "validator", "serve", "--port", "0", "--project", "project.json"]
        process = subprocess.Popen([*command, "--pool", "pool.json"], stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        assert process.stderr
        lines = [process.stderr.readline() for _ in range(3)]
        url = re.findall(r"http://127.0.0.1:\d+", lines[0])[0]
        httpx.get(f"{url}/openapi.json")
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)[1]

        assert [*lines, rest] == [
            f"toloka-lint: serving contract 2022-06 on {url}: fields of project.json, pools 21, kept in memory\n",
            f"  the official client: TolokaClient('any token', url='{url}')\n",
            f"  any other: {url}/api/v1, described by {url}/openapi.json; Ctrl-C stops\n",
            "toloka-lint: stopped\n",
        ]
        assert process.returncode == 0

    def test_options_reach_the_sandbox(self, start: Start) -> None:
        files = ("--project", "project.json", "--pool", "pool.json", "--pool", "other-pool.json")
        _, api = start(*files, "--contract", "2023-06", "--token", "t", "--quota-scale", "0", "--database", "a.sqlite")

        assert api.get("/pools/22").json() == OTHER_POOL
        assert api.get("/projects/7").json() == {"id": "7", **PROJECT}
        assert api.get("/tasks", headers={"Authorization": "ApiKey x"}).status_code == 401
        assert post(api, "tasks", TASK).status_code == 429

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--project", "none.json"), "none.json: there is no such file"),
            (("--contract", "1"), "--contract: unknown contract '1'; known: 2022-06, 2023-06"),
            (("--database", "."), ".: unable to open database file; give --database a file of its own"),
        ],
    )
    def test_what_keeps_it_from_starting(self, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
        done = refused_to_start(tmp_path, "--port", "0", *options)

        assert done == (2, f"toloka-lint: {message}\n")

    def test_a_port_that_is_taken(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            done = refused_to_start(tmp_path, "--port", str(port))

        why = "address already in use; choose another with --host and --port"
        assert done == (2, f"toloka-lint: cannot listen on 127.0.0.1:{port}: {why}\n")

    @pytest.mark.parametrize("seconds", [0.2, 0.35, 0.5])
    def test_a_kill_loses_nothing_that_was_answered(self, start: Start, seconds: float) -> None:
        files = ("--project", "project.json", "--pool", "pool.json", "--database", "a.sqlite")
        process, api = start(*files)
        answered: set[str] = set()
        operations: set[str] = set()
        end = time.monotonic() + seconds
        while True:
            if time.monotonic() > end and process.poll() is None:
                process.kill()
            try:
                answered.add(post(api, "tasks", TASK).json()["id"])
                batch = post(api, "tasks", [TASK] * 20).json()["items"]
                answered.update(each["id"] for each in batch.values())
                operations.add(post(api, "tasks", [TASK] * 20, {"async_mode": True}).json()["id"])
            except httpx.TransportError:
                break
        _, api = start(*files)
        ended = [wait(api, id_)["status"] for id_ in operations]
        stored = {each["id"] for each in api.get("/tasks", params={"limit": 100000}).json()["items"]}
        logs = [api.get(f"/operations/{id_}/log").json() for id_ in operations]
        by_operations = {entry["output"]["task_id"] for log in logs for entry in log}

        assert answered
        assert answered | by_operations <= stored
        assert set(ended) <= {"SUCCESS"}
        assert len(by_operations) == 20 * len(operations)


def refused_to_start(folder: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "validator", "serve", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stderr
