"""What a user of toloka-kit does and sees. Run by the Python of its own environment: prints one JSON object.

Each scenario is a function of a client; its result, or the exception that it raised, is what its users know of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from toloka.client import Task, TaskSuite, TolokaClient  # type: ignore[import-not-found]
from toloka.client.exceptions import ApiError, FailedOperation  # type: ignore[import-not-found]

OPERATION = "11111111-1111-4111-8111-111111111111"
SCENARIOS: dict[str, Callable[[TolokaClient], Any]] = {}


def scenario(function: Callable[[TolokaClient], Any]) -> Callable[[TolokaClient], Any]:
    SCENARIOS[function.__name__] = function
    return function


def task(n: int, **options: Any) -> Task:
    return Task(**({"pool_id": "21", "input_values": {"image": f"https://example.com/{n}.png"}} | options))


def invalid(**options: Any) -> Task:
    return Task(**({"pool_id": "21", "input_values": {"imagis": "x"}} | options))


def suite(*tasks: Task, **options: Any) -> TaskSuite:
    return TaskSuite(pool_id="21", overlap=2, tasks=list(tasks), **options)


def inner(n: int) -> Task:
    return Task(input_values={"image": f"https://example.com/{n}.png"})


def plain(thing: Any) -> Any:
    """Objects of the client as JSON, without ids and times."""
    if hasattr(thing, "unstructure"):
        thing = thing.unstructure()
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items() if key not in ("id", "created")}
    if isinstance(thing, list | tuple):
        return [plain(each) for each in thing]
    return thing


def seen(result: Any) -> Any:
    """A batch as its users read it."""
    return {
        "items": {n: plain(item) for n, item in sorted(result.items.items())},
        "validation_errors": plain(result.validation_errors),
    }


@scenario
def create_task(client: TolokaClient) -> Any:
    made = client.create_task(task(1))
    return [plain(made), client.get_task(made.id) == made, type(made.created).__name__]


@scenario
def create_task_sync(client: TolokaClient) -> Any:
    return plain(client.create_task(task(2, overlap=5), async_mode=False))


@scenario
def create_task_for_ever(client: TolokaClient) -> Any:
    return plain(client.create_task(task(3, infinite_overlap=True), async_mode=False))


@scenario
def create_invalid_task(client: TolokaClient) -> Any:
    return client.create_task(invalid())


@scenario
def create_invalid_task_sync(client: TolokaClient) -> Any:
    return client.create_task(invalid(), async_mode=False)


@scenario
def create_tasks(client: TolokaClient) -> Any:
    return seen(client.create_tasks([task(1), task(2)]))


@scenario
def create_tasks_sync(client: TolokaClient) -> Any:
    return seen(client.create_tasks([task(1), task(2)], async_mode=False))


@scenario
def create_tasks_one_invalid(client: TolokaClient) -> Any:
    return client.create_tasks([task(1), invalid()])


@scenario
def create_tasks_one_invalid_sync(client: TolokaClient) -> Any:
    return client.create_tasks([task(1), invalid()], async_mode=False)


@scenario
def create_tasks_skipping(client: TolokaClient) -> Any:
    return seen(client.create_tasks([invalid(), task(1)], skip_invalid_items=True))


@scenario
def create_tasks_skipping_sync(client: TolokaClient) -> Any:
    return seen(client.create_tasks([invalid(), task(1)], skip_invalid_items=True, async_mode=False))


@scenario
def create_tasks_skipping_all(client: TolokaClient) -> Any:
    return client.create_tasks([invalid()], skip_invalid_items=True)


@scenario
def create_tasks_of_two_pools(client: TolokaClient) -> Any:
    tasks = [task(n, pool_id=pool_id) for n, pool_id in enumerate(("22", "21", "22", "21"))]
    return seen(client.create_tasks(tasks, open_pool=True))


@scenario
def create_tasks_of_a_pool_that_is_not_there(client: TolokaClient) -> Any:
    return seen(client.create_tasks([task(1), task(2, pool_id="23")], skip_invalid_items=True))


@scenario
def create_tasks_without_a_default(client: TolokaClient) -> Any:
    tasks = [task(1, pool_id="22"), task(2, pool_id="24")]
    return client.create_tasks(tasks, async_mode=False, allow_defaults=False)


@scenario
def create_task_suites(client: TolokaClient) -> Any:
    return seen(client.create_task_suites([suite(inner(1), inner(2)), suite(inner(3))]))


@scenario
def create_task_suites_skipping(client: TolokaClient) -> Any:
    return seen(
        client.create_task_suites([suite(inner(1), invalid(pool_id=None)), suite(inner(3))], skip_invalid_items=True)
    )


@scenario
def create_task_suites_one_invalid_sync(client: TolokaClient) -> Any:
    suites = [suite(inner(1), invalid(pool_id=None)), suite(inner(3))]
    return client.create_task_suites(suites, async_mode=False)


@scenario
def create_task_suite(client: TolokaClient) -> Any:
    made = client.create_task_suite(suite(inner(1)), async_mode=False)
    found = client.find_task_suites(task_id=made.tasks[0].id)
    return [plain(made), found.items == [made], client.get_task_suite(made.id) == made]


@scenario
def create_tasks_async(client: TolokaClient) -> Any:
    operation = client.create_tasks_async([task(n) for n in range(3)], skip_invalid_items=True)
    ended = client.wait_operation(operation, disable_progress=True)
    log = [[each.type, each.success] for each in client.get_operation_log(ended.id)]
    return [type(ended).__name__, operation.status.value, ended.status.value, ended.progress, ended.details, log]


@scenario
def create_tasks_async_failing(client: TolokaClient) -> Any:
    ended = client.wait_operation(client.create_tasks_async([task(1), invalid()]), disable_progress=True)
    try:
        ended.raise_on_fail()
    except FailedOperation as failed:
        return [failed.operation.status.value, failed.operation.details]


@scenario
def create_tasks_again(client: TolokaClient) -> Any:
    first, second = (client.create_tasks([task(1)], operation_id=OPERATION).items["0"].id for _ in range(2))
    return first == second


@scenario
def get_tasks(client: TolokaClient) -> Any:
    made = client.create_tasks([task(n, pool_id="25", overlap=n + 1) for n in range(5)], async_mode=False).items
    ids = [made[str(n)].id for n in range(5)]
    newest = client.find_tasks(pool_id="25", sort=["-created", "-id"], limit=2)
    return [
        [each.id for each in client.get_tasks(pool_id="25", batch_size=2)] == ids,
        [each.id for each in client.get_tasks(pool_id="25", id_gt=ids[0], id_lt=ids[3])] == ids[1:3],
        [each.id for each in client.get_tasks(pool_id="25", overlap_gte=4)] == ids[3:],
        [each.id for each in client.get_tasks(pool_id="25", created_gte=made["0"].created)] == ids,
        [each.id for each in client.get_tasks(pool_id="25", created_gt=made["0"].created)] == [],
        [[each.id for each in newest.items] == ids[:2:-1], newest.has_more],
    ]


@scenario
def get_pool_and_project(client: TolokaClient) -> Any:
    pool, project = client.get_pool("22"), client.get_project("7")
    return [pool.status.value, pool.project_id, sorted(project.task_spec.input_spec)]


@scenario
def get_task_that_is_not_there(client: TolokaClient) -> Any:
    return client.get_task("nothing")


@scenario
def create_too_many_tasks(client: TolokaClient) -> Any:
    return client.create_tasks([task(n) for n in range(5001)], async_mode=False)


@scenario
def send_the_wrong_token(client: TolokaClient) -> Any:
    return TolokaClient("wrong", url=client.url).get_task("1")


@scenario
def exceed_the_quota(client: TolokaClient) -> Any:
    impatient = TolokaClient(client.token, url=client.url, retries=0)
    for _ in range(100):
        impatient.create_tasks([task(n) for n in range(1000)], async_mode=False)


def outcome(function: Callable[[TolokaClient], Any], client: TolokaClient) -> Any:
    try:
        return function(client)
    except ApiError as error:
        payload = error.payload
        if isinstance(payload, dict):
            payload = {key: plain(value) for key, value in payload.items()}
        return {"raised": type(error).__name__, "status": error.status_code, "code": error.code, "payload": payload}


def main() -> None:
    client = TolokaClient("good", url=sys.argv[1])
    print(json.dumps({name: outcome(each, client) for name, each in SCENARIOS.items()}, default=float))  # noqa: T201


main()
