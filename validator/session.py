"""A session: the files of one run, each read, recognised and linted by its own settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from validator import contracts, task_spec
from validator.context import Context
from validator.contracts import REQUEST_KINDS
from validator.errors import BadDocumentError
from validator.inputs import TABLE, CannotReadError, Input, Known, batches, guessed, opened, read_document
from validator.kinds import kind_of
from validator.linter import Linter, Run, Selection
from validator.model import JSON, Batch, Fault, Finding, Tally, as_object
from validator.settings import AUTO, FileSettings
from validator.task_spec import TaskSpec


class Session:
    """Checks files one after the other; files with the same settings share a run, and so their duplicates.

    Args:
        settings_for: Gives the settings of a file by its name.
        selection: Which codes speak.
        engine: The name of the engine.
    """

    #: Told how many bytes of the files were read, for a progress bar.
    on_read: Callable[[int], None] | None = None

    def __init__(
        self, settings_for: Callable[[str], FileSettings], selection: Selection | None = None, engine: str = "auto"
    ) -> None:
        self.tally = Tally()
        self._settings_for = settings_for
        self._selection = selection
        self._engine = engine
        #: Runs by settings (their kind decided) and document.
        self._runs: dict[tuple[FileSettings, str], Run] = {}
        self._specs: dict[str, TaskSpec] = {}
        self._pools: dict[str, dict[str, JSON]] = {}

    def findings(self, source: Input) -> Iterator[Finding]:
        """The findings of one file, in order; before them, once, those about its project and its query.

        Raises:
            CannotCheckError: the file or a document that it needs cannot be read.
        """
        settings = self._settings_for(source.name)
        spec = None
        if settings.project:
            yield from self._about_project(settings.project, settings)
            spec = self._specs[settings.project]
        known = Known(spec, self._pool_id(settings.pool))
        with opened(source, self.on_read) as raw:
            source, stream = guessed(source, raw)
            first, read = _peeked(batches(source, stream, known))
            self.tally.files += 1
            if settings.kind == AUTO:
                settings = replace(settings, kind=kind_of(first, is_alone=source.is_one_request))
            if source.type == TABLE and settings.allow_defaults is None:
                settings = replace(settings, allow_defaults=True)  # the web interface takes the pool's overlap
            yield from self._of(source, settings, first, read)

    def _of(
        self, source: Input, settings: FileSettings, first: JSON, read: Iterator[Batch | Fault]
    ) -> Iterator[Finding]:
        key = (settings, document_of(settings.kind, first))
        if key not in self._runs:
            self._runs[key] = self._start(*key)
            yield from self._runs[key].about_request(source.name)
        yield from self._runs[key].findings(read, source.name, is_one_request=source.is_one_request)

    def _start(self, settings: FileSettings, document: str) -> Run:
        is_request = settings.kind in REQUEST_KINDS
        context = Context(
            contracts.load(settings.contract),
            settings.kind,
            self._specs[settings.project] if settings.project and is_request else None,
            self._pool(settings.pool) if settings.pool and is_request else None,
            settings.query,
            document,
        )
        return Linter(context, self._selection, self._engine).start(self.tally)

    def _about_project(self, file: str, settings: FileSettings) -> Iterator[Finding]:
        """What is wrong with the project itself: said once, and the items are checked all the same."""
        if file in self._specs:
            return
        project = read_document(file, "project")
        try:
            self._specs[file] = task_spec.read(project)
        except BadDocumentError as error:
            raise CannotReadError(file, f"{error.why}; {error.advice}") from None
        context = Context(contracts.load(settings.contract), "project", document=document_of("project", project))
        run = Linter(context, self._selection, self._engine).start(Tally())
        source = Input(file, ".json")
        with opened(source) as stream:
            yield from run.findings(batches(source, stream), file, is_one_request=True)

    def _pool(self, file: str) -> dict[str, JSON]:
        if file not in self._pools:
            pool = read_document(file, "pool")
            if not isinstance(pool, dict):
                raise CannotReadError(file, "is not a JSON object; give the pool as GET /pools/{id} returns it")
            self._pools[file] = pool
        return self._pools[file]

    def _pool_id(self, file: str | None) -> str | None:
        pool_id = self._pool(file).get("id") if file else None
        return None if pool_id is None else str(pool_id)

    def notes(self) -> Iterator[str]:
        """Sentences for the end of the run: what the data sets among the files take to upload."""
        for run in self._runs.values():
            yield from run.notes()


def document_of(kind: str, value: JSON) -> str:
    """The document of the contract that describes this value: a task_spec may stand without its project."""
    if (
        kind == "project"
        and "task_spec" not in as_object(value)
        and {"input_spec", "output_spec"} & set(as_object(value))
    ):
        return "task-spec"
    return contracts.DOCUMENTS[kind]


def _peeked(read: Iterator[Batch | Fault]) -> tuple[JSON, Iterator[Batch | Fault]]:
    """The first item, or None where there is none, and everything as if nothing had been read."""
    seen: list[Batch | Fault] = []
    for each in read:
        seen.append(each)
        if isinstance(each, Batch) and each.items:
            return each.items[0], chain(seen, read)
    return None, iter(seen)
