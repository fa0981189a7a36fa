"""`toloka-lint serve`: a local sandbox of the API."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from validator.cli.commands import OUTPUT, REQUEST, RUN, UsageError, option, subcommand
from validator.cli.options import FILE, contract, project
from validator.cli.parameters import Number
from validator.cli.streams import complain, hang_up_as_terminated, say
from validator.contract.loader import DEFAULT_CONTRACT
from validator.errors import CannotCheckError
from validator.inputs.documents import Documents
from validator.model import JSON, as_object

_EXTRA = ("starlette", "uvicorn")


class NotInstalledError(CannotCheckError):
    """A package of the extra `serve` that is not there."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(package)

    def __str__(self) -> str:
        return f"serve needs the package {self.package}: pip install 'toloka-lint[serve]'"


@subcommand(
    "serve",
    examples="""
    toloka-lint serve --project project.json
    toloka-lint serve --port 0 --database sandbox.sqlite --token secret
    """,
    exits={0: "stopped"},
)
@project
@option(
    "--pool",
    "pools",
    group=REQUEST,
    metavar="FILE",
    type=FILE,
    multiple=True,
    help="A pool, as the API returns it. May be repeated.",
)
@contract
@option(
    "--host", group=RUN, metavar="ADDRESS", default="127.0.0.1", shown="127.0.0.1", help="The address to listen on."
)
@option(
    "--port",
    group=RUN,
    metavar="N",
    type=Number(0, 65535),
    default=8080,
    shown=8080,
    help="The port; 0 takes a free one.",
)
@option(
    "--database",
    group=OUTPUT,
    metavar="FILE",
    type=FILE,
    help="Keep what is created in this SQLite file instead of in memory.",
)
@option("--token", group=RUN, help="The only token that is good; otherwise every token is.")
@option(
    "--quota-scale",
    group=RUN,
    metavar="SHARE",
    type=Number(kind=float),
    default=1.0,
    shown=1,
    help="The share of the API's quota a minute and a day that is given.",
)
@option(
    "--operation-seconds",
    group=RUN,
    metavar="SECONDS",
    type=Number(kind=float),
    default=0.0,
    shown=0,
    help="How long an operation takes at least: half of it PENDING, half RUNNING.",
)
def command(  # noqa: PLR0913 - the options
    *,
    project: str | None,
    pools: Sequence[str],
    contract: str | None,
    host: str,
    port: int,
    database: str | None,
    token: str | None,
    quota_scale: float,
    operation_seconds: float,
) -> int:
    """Answer uploads on this machine as the API does, for clients to be tested against.

    Items are checked as `toloka-lint check` does it. With --pool, only items for these pools are taken; without, for
    any. Whatever was answered as created is kept until the end, or with --database beyond it.

    Stop it with Ctrl-C.
    """
    if database in {"", ":memory:"}:
        raise UsageError("--database takes the name of a file; leave it out to keep everything in memory")
    contract = contract or DEFAULT_CONTRACT
    with _extra():
        from validator.sandbox import service
    documents = Documents()
    served = service.world(
        _project(documents, project) if project else None,
        map(documents.pool, pools),
        contract=contract,
        quota_scale=quota_scale,
        operation_seconds=operation_seconds,
        token=token,
    )
    with service.listening(host, port) as listener:
        server = service.server(service.application(served, database))
        _announce(service.url_of(listener), contract, project, served.pools, database)
        hang_up_as_terminated()
        gc.enable()  # a server lives long, and makes cycles
        with suppress(KeyboardInterrupt):  # it ends as it was told to
            server.run(sockets=[listener])
    complain("stopped")
    return 0


def _project(documents: Documents, file: str) -> Mapping[str, JSON]:
    documents.spec(file)  # complains about what is no project, naming the file
    return as_object(documents.project(file))


@contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise NotInstalledError(error.name) from None


def _announce(url: str, contract: str, project: str | None, pools: Iterable[str], database: str | None) -> None:
    fields = f"fields of {project}" if project else "any fields (no --project)"
    ids = ", ".join(pools)
    taken = f"pools {ids}" if ids else "any pool (no --pool)"
    kept = f"kept in {database}" if database else "kept in memory"
    complain(f"serving contract {contract} on {url}: {fields}, {taken}, {kept}")
    say(f"  the official client: TolokaClient('any token', url='{url}')")
    say(f"  any other: {url}/api/v1, described by {url}/openapi.json; Ctrl-C stops")
