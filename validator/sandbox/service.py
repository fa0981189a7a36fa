"""A local sandbox of the API: it answers uploads as the API does, for clients to be tested against."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import cast

import uvicorn
from starlette.applications import Starlette

from validator.contract import loader, task_spec
from validator.errors import BadDocumentError, CannotCheckError
from validator.json_text.python_values import to_json
from validator.model import JSON
from validator.sandbox.api import API
from validator.sandbox.store import Store
from validator.sandbox.uploads import Desk
from validator.sandbox.world import World

HOST = "127.0.0.1"
_PATIENCE = 30.0


class CannotServeError(CannotCheckError):
    """An address that cannot be listened on."""

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(address, why)

    def __str__(self) -> str:
        return f"cannot listen on {self.address}: {self.why}; choose another with --host and --port"


def world(  # noqa: PLR0913 - what there is to choose
    project: Mapping[str, object] | None = None,
    pools: Iterable[Mapping[str, object]] = (),
    *,
    contract: str = loader.DEFAULT_CONTRACT,
    quota_scale: float = 1.0,
    operation_seconds: float = 0.0,
    token: str | None = None,
) -> World:
    """What the sandbox has before the first request.

    Args:
        project: The project as the API returns it, or its `task_spec`. Without one, any `input_values` are taken.
        pools: The pools as the API returns them. Without one, items for any pool are taken.
        contract: The generation of the API.
        quota_scale: The share of the API's quota a minute and a day that is given.
        operation_seconds: How long an asynchronous operation takes at least: half of it PENDING, half RUNNING.
        token: The only token that is good; without one, every token is.

    Raises:
        ValueError: a document that cannot be used, or an unknown contract.
    """
    kept = [cast("dict[str, JSON]", to_json(each, "pool")) for each in pools]
    by_id = {_pool_id(each): each for each in kept}
    if len(by_id) < len(kept):
        raise BadDocumentError("pool", "two pools have the same id", "give each pool once")
    given = None if project is None else to_json(project, "project")
    return World(
        loader.load(contract),
        None if given is None else task_spec.read(given),
        None if given is None else _project(cast("dict[str, JSON]", given), kept),
        by_id,
        quota_scale,
        operation_seconds,
        token,
    )


def _pool_id(pool: Mapping[str, JSON]) -> str:
    id_ = pool.get("id")
    if not isinstance(id_, str) or not id_:
        raise BadDocumentError("pool", "has no id", "give the pool as GET /pools/{id} returns it")
    return id_


def _project(project: dict[str, JSON], pools: Iterable[Mapping[str, JSON]]) -> dict[str, JSON]:
    """The project with an id: its own, else the one that its pools name, else 1."""
    named = [each["project_id"] for each in pools if isinstance(each.get("project_id"), str)]
    whole: dict[str, JSON] = project if "task_spec" in project else {"task_spec": project}
    return {"id": named[0] if named else "1", **whole}


def application(served: World, database: str | None = None) -> Starlette:
    """The sandbox as an application of ASGI, for any server that runs one process and one thread of it.

    Args:
        served: What there is before the first request.
        database: A file that keeps what is created; without one it is kept in memory.

    Raises:
        CannotStoreError: the database cannot be used.
    """
    return API(Desk(served, Store(database))).app()


def listening(host: str = HOST, port: int = 0) -> socket.socket:
    """A socket that listens; port 0 is one that is free.

    Raises:
        CannotServeError: somebody else listens there, or there is no such address.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(2048)
        except BaseException:
            listener.close()
            raise
    except OSError as error:
        raise CannotServeError(f"{host}:{port}", (error.strerror or str(error)).lower()) from None
    return listener


def url_of(listener: socket.socket) -> str:
    """The address as a client wants it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server(app: Starlette) -> uvicorn.Server:
    """A server for the sandbox; it says nothing but what goes wrong."""
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5))


@contextmanager
def running(  # noqa: PLR0913 - as `world` has them
    *,
    project: Mapping[str, object] | None = None,
    pool: Mapping[str, object] | None = None,
    pools: Iterable[Mapping[str, object]] = (),
    contract: str = loader.DEFAULT_CONTRACT,
    quota_scale: float = 1.0,
    operation_seconds: float = 0.0,
    token: str | None = None,
    database: str | None = None,
) -> Iterator[str]:
    """A sandbox in a thread of this process, on a free port, for as long as the block lasts: its URL.

    `TolokaClient("token", url=...)` takes the URL as it is; for any other client `/api/v1` follows it. The parameters
    are those of `world` and `application`; `pool` is short for one pool.
    """
    all_pools = [*pools, *([pool] if pool is not None else [])]
    served = world(
        project,
        all_pools,
        contract=contract,
        quota_scale=quota_scale,
        operation_seconds=operation_seconds,
        token=token,
    )
    runs = server(application(served, database))
    listener = listening()
    thread = threading.Thread(target=runs.run, kwargs={"sockets": [listener]}, name="toloka-lint sandbox", daemon=True)
    thread.start()
    try:
        _wait_for(runs, thread)
        yield url_of(listener)
    finally:
        runs.should_exit = True
        thread.join(_PATIENCE)
        listener.close()


def _wait_for(runs: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not runs.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise CannotServeError("a free port", "the server did not start")
        time.sleep(0.005)
