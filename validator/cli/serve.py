"""`toloka-lint serve`: a local sandbox of the API."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import click

from validator.cli import complain
from validator.cli.options import known
from validator.contract.loader import DEFAULT_CONTRACT, contract_names
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


@click.command(name="serve")
@click.option("--project", metavar="FILE", help="The project, as the API returns it, or its task_spec.")
@click.option("--pool", "pools", metavar="FILE", multiple=True, help="A pool, as the API returns it; may be repeated.")
@click.option(
    "--contract", default=DEFAULT_CONTRACT, help=f"The generation of the API: {' or '.join(contract_names())}."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--database", metavar="FILE", help="Keep what is created in this SQLite file instead of in memory.")
@click.option("--token", help="The only token that is good; otherwise every token is.")
@click.option(
    "--quota-scale",
    metavar="SHARE",
    default=1.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="The share of the API's quota a minute and a day that is given.",
)
@click.option(
    "--operation-seconds",
    metavar="SECONDS",
    default=0.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="How long an operation takes at least: half of it PENDING, half RUNNING.",
)
def command(  # noqa: PLR0913 - the options
    *,
    project: str | None,
    pools: Sequence[str],
    contract: str,
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
    known("contract", contract, contract_names())
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
    click.echo(f"  the official client: TolokaClient('any token', url='{url}')", err=True)
    click.echo(f"  any other: {url}/api/v1, described by {url}/openapi.json; Ctrl-C stops", err=True)
