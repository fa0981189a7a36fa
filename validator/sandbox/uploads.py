"""The sandbox's desk: judges requests by the linter, creates what is valid, and carries operations through."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from uuid import uuid4

import orjson

from validator.contract.context import Query
from validator.json_text.compact import compact
from validator.model import JSON, Problem, as_list, as_object
from validator.responses.build import Answer, Body, Counts, Times, error, log, operation
from validator.responses.predict import creation, refusal, rejection
from validator.sandbox.store import Store, Stored, StoredOperation
from validator.sandbox.world import Judge, World

#: Items of an operation are judged in portions of this many, so that other requests are answered in between.
_PORTION = 500
_DAY, _MINUTE = 86_400, 60

_EMPTY_POOL = ("EMPTY_POOL", "Pool contains no tasks. Operation is not allowed")


class Desk:
    """Takes requests whose headers are in order. It must be used from one thread."""

    def __init__(self, world: World, store: Store) -> None:
        self.world, self.store = world, store
        self._judges: dict[tuple[str, Query], Judge] = {}
        self._quotas = {kind: Quota(world, kind) for kind in ("tasks", "task-suites")}
        self._last = 0
        self._running: set[asyncio.Task[None]] = set()

    def upload(self, kind: str, query: Query, items: Sequence[JSON], body: bytes, *, is_alone: bool) -> Answer:
        """The answer to a request for items; what it says was created is stored."""
        request_id = uuid4().hex
        if query.async_mode and query.operation_id and self.store.operation(query.operation_id):
            message = "Operation with this id was submitted before"
            return Answer(409, error("OPERATION_ALREADY_EXISTS", message, None, request_id))
        if answer := refusal(self._judge(kind, query).linter, items, request_id, is_alone=is_alone):
            return answer
        if interval := self._quotas[kind].exceeded_by(len(items), time.time()):
            payload: JSON = {"interval": interval}
            return Answer(429, error("TOO_MANY_REQUESTS", "Too many requests", payload, request_id))
        if query.async_mode:
            return Answer(202, self._submit(kind, query, body))
        return self._create(kind, query, items, request_id, is_alone=is_alone)

    # --- synchronous ---------------------------------------------------------------------------------------------

    def _create(self, kind: str, query: Query, items: Sequence[JSON], request_id: str, *, is_alone: bool) -> Answer:
        judge = self._judge(kind, query)
        found = {n: problems for n, item in enumerate(items) if (problems := judge.problems(item))}
        if answer := rejection(query, found, request_id, is_alone=is_alone):
            return answer
        made = self._made(judge, items, found)
        to_open = _pools(items) if query.open_pool else []
        if not made and not all(map(self.store.has_items, to_open)):
            return Answer(409, error(*_EMPTY_POOL, None, request_id))
        with self.store.transaction():
            self.store.add(_stored(kind, body) for body in made.values())
            for pool_id in to_open:
                self._open(pool_id)
        return creation(made, found, is_alone=is_alone)

    def _made(self, judge: Judge, items: Sequence[JSON], found: Mapping[int, Sequence[Problem]]) -> dict[int, Body]:
        """The items that are created, by position, with ids that grow with time."""
        moment, now = self._moment(), _now()
        valid = ((n, item) for n, item in enumerate(items) if n not in found)
        return {n: judge.created(item, f"{moment:016x}{n:08x}", now) for n, item in valid}

    def _open(self, pool_id: str) -> bool:
        """Open a pool, unless there is nothing in it."""
        has_items = self.store.has_items(pool_id)
        if has_items:
            self.store.open_pool(pool_id, _now())
        return has_items

    def _moment(self) -> int:
        self._last = max(time.time_ns(), self._last + 1)
        return self._last

    def _judge(self, kind: str, query: Query) -> Judge:
        key = (kind, query._replace(operation_id=None))
        if key not in self._judges:
            self._judges[key] = Judge(self.world, *key)
        return self._judges[key]

    # --- asynchronous --------------------------------------------------------------------------------------------

    def _submit(self, kind: str, query: Query, body: bytes) -> Body:
        query = query._replace(operation_id=query.operation_id or str(uuid4()))
        kept = StoredOperation(
            str(query.operation_id), kind, orjson.dumps(query._asdict()).decode(), body, submitted=_now()
        )
        with self.store.transaction():
            self.store.add_operation(kept)
        self._start(kept.id)
        return self._shown(kept)

    def operation(self, id_: str) -> Body | None:
        """An operation at its stage; None where there is none."""
        kept = self.store.operation(id_)
        return self._shown(kept) if kept else None

    def _shown(self, kept: StoredOperation) -> Body:
        context = self._judge(kept.kind, Query(**orjson.loads(kept.query))).linter.context
        times = Times(kept.submitted, kept.started, kept.finished)
        return operation(context, kept.id, times, Counts(kept.total, kept.not_valid))

    def resume(self) -> None:
        """Carry on with the operations that had not ended when the last process did."""
        for id_ in self.store.unfinished():
            self._start(id_)

    async def stop(self) -> None:
        """Let go of what runs; a database keeps it for the next start."""
        for each in self._running:
            each.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, id_: str) -> None:
        task = asyncio.get_running_loop().create_task(self._run(id_))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, id_: str) -> None:
        await asyncio.sleep(self.world.operation_seconds / 2)
        with self.store.transaction():
            self.store.start_operation(id_, _now())
        await asyncio.sleep(self.world.operation_seconds / 2)
        kept = self.store.operation(id_)
        if kept is None or kept.body is None:
            return
        items = items_of_body(orjson.loads(kept.body))
        query = Query(**orjson.loads(kept.query))
        judge, problems = self._judge(kept.kind, query), list[list[Problem]]()
        for first in range(0, len(items), _PORTION):
            problems += [judge.problems(item) for item in items[first : first + _PORTION]]
            await asyncio.sleep(0)
        self._finish(kept, query, items, problems)

    def _finish(
        self, kept: StoredOperation, query: Query, items: Sequence[JSON], problems: Sequence[Sequence[Problem]]
    ) -> None:
        found = {n: each for n, each in enumerate(problems) if each}
        is_refused = bool(found) and not query.skip_invalid_items
        made = {} if is_refused else self._made(self._judge(kept.kind, query), items, found)
        ids = {n: str(body["id"]) for n, body in made.items()}
        context = self._judge(kept.kind, query).linter.context
        with self.store.transaction():
            self.store.add(_stored(kept.kind, body) for body in made.values())
            entries = log(context, items, problems, ids)
            if query.open_pool and not is_refused:
                entries += [self._opening(pool_id) for pool_id in _pools(items)]
            self.store.finish_operation(kept.id, _now(), (len(items), len(found)), compact(list(entries)))

    def _opening(self, pool_id: str) -> Body:
        is_open = self._open(pool_id)
        output: Body = {} if is_open else {"code": _EMPTY_POOL[0], "message": _EMPTY_POOL[1], "payload": None}
        return {"type": "POOL_OPEN", "success": is_open, "input": {"pool_id": pool_id}, "output": output}

    # --- documents -----------------------------------------------------------------------------------------------

    def pool(self, id_: str) -> Body | None:
        """A pool, open if a request opened it."""
        if id_ not in self.world.pools:
            return None
        pool, opened = dict(self.world.pools[id_]), self.store.opened(id_)
        return pool | {"status": "OPEN", "last_started": opened} if opened else pool


class Quota:
    """Counts items by the minute and by the day; what is refused is not counted."""

    def __init__(self, world: World, kind: str) -> None:
        limits = world.contract.limits(kind)
        self._limits = {
            "MIN": (_MINUTE, int(limits.items_per_minute * world.quota_scale)),
            "DAY": (_DAY, int(limits.items_per_day * world.quota_scale)),
        }
        self._used = dict.fromkeys(self._limits, (0, 0))

    def exceeded_by(self, items: int, now: float) -> str | None:
        """The interval whose quota these items do not fit into any more; None, and they are counted, if they do."""
        used = {}
        for name, (seconds, limit) in self._limits.items():
            window = int(now // seconds)
            last, count = self._used[name]
            used[name] = (window, items + (count if window == last else 0))
            if used[name][1] > limit:
                return name
        self._used = used
        return None


def items_of_body(value: JSON) -> list[JSON]:
    """The items of a request: it is one, or a list of them."""
    return value if isinstance(value, list) else [value]


def _now() -> str:
    return datetime.now(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds")


def _pools(items: Sequence[JSON]) -> list[str]:
    """The pools that items name, each once."""
    named = (as_object(item).get("pool_id") for item in items)
    return list(dict.fromkeys(each for each in named if isinstance(each, str)))


def _stored(kind: str, body: Body) -> Stored:
    tasks = [str(as_object(task)["id"]) for task in as_list(body.get("tasks"))]
    overlap = body.get("overlap")
    return Stored(
        kind,
        str(body["id"]),
        str(body["pool_id"]),
        str(body["created"]),
        overlap if isinstance(overlap, int) else None,
        compact(body),
        tasks,
    )
