"""Documents: the projects, pools and requests that settings name, each read once, and the context they make."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from validator.contract import loader, task_spec
from validator.contract.context import Context
from validator.contract.loader import REQUEST_KINDS
from validator.contract.task_spec import TaskSpec
from validator.errors import BadDocumentError
from validator.inputs.document_files import document, document_text
from validator.inputs.names import CannotReadError, Input, input_of
from validator.inputs.readers import TableContext, read
from validator.inputs.requests import read_request
from validator.inputs.settings import FileSettings
from validator.inputs.streams import Stream
from validator.model import JSON, Batch, Fault


class Documents:
    """Reads documents when they are asked for. Every method raises CannotReadError for one that cannot be used."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}
        self._projects: dict[str, JSON] = {}
        self._specs: dict[str, TaskSpec] = {}
        self._pools: dict[str, Mapping[str, JSON]] = {}
        self._sizes: dict[tuple[str | None, ...], int] = {}

    def _text(self, file: str, what: str) -> bytes:
        """What a file holds; it may be a pipe, which can be read but once."""
        if file not in self._texts:
            self._texts[file] = document_text(file, what)
        return self._texts[file]

    def project(self, file: str) -> JSON:
        """A project, as it is in its file."""
        if file not in self._projects:
            self._projects[file] = document(file, self._text(file, "project"), "project")
        return self._projects[file]

    def project_batches(self, file: str) -> list[Batch | Fault]:
        """The project as a reader gives it, with its places: for what is wrong with the project itself."""
        stream = Stream(file, BytesIO(self._text(file, "project")).read)
        return list(read(Input(file, "json", is_forced=True), stream).batches)

    def spec(self, file: str) -> TaskSpec:
        """The fields of a project."""
        if file not in self._specs:
            try:
                self._specs[file] = task_spec.read(self.project(file))
            except BadDocumentError as error:
                raise CannotReadError(file, f"{error.why}; {error.advice}") from None
        return self._specs[file]

    def pool(self, file: str) -> Mapping[str, JSON]:
        """A pool."""
        if file not in self._pools:
            pool = document(file, self._text(file, "pool"), "pool")
            if not isinstance(pool, dict):
                raise CannotReadError(file, "is not a JSON object; give the pool as GET /pools/{id} returns it")
            if not pool.keys() & loader.load(loader.DEFAULT_CONTRACT).documents["pool"]["properties"].keys():
                raise CannotReadError(file, "is no pool; give it as GET /pools/{id} returns it")
            self._pools[file] = pool
        return self._pools[file]

    def table_context(self, settings: FileSettings) -> TableContext:
        """What the reader of a table knows."""
        pool_id = self.pool(settings.pool).get("id") if settings.pool else None
        spec = self.spec(settings.project) if settings.project else None
        return TableContext(spec, None if pool_id is None else str(pool_id))

    def context(self, settings: FileSettings, document: str = "") -> Context:
        """What items of these settings are checked against. The kind is decided."""
        is_request = settings.kind in REQUEST_KINDS
        return Context(
            loader.load(settings.contract),
            settings.kind,
            self.spec(settings.project) if settings.project and is_request else None,
            self.pool(settings.pool) if settings.pool and is_request else None,
            settings.query,
            document,
            None if is_request else self._request_size(settings),
        )

    def _request_size(self, settings: FileSettings) -> int | None:
        if settings.request is None:
            return None
        key = (settings.request, settings.project, settings.pool)
        if key not in self._sizes:
            request = read_request(input_of(settings.request), self.table_context(settings))
            self._sizes[key] = len(request.items)
        return self._sizes[key]
