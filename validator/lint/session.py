"""A session: the files of one run, each read, recognised and linted by its own settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from validator.contract import loader
from validator.contract.context import Context
from validator.contract.kinds import document_of, kind_of
from validator.inputs.documents import Documents
from validator.inputs.names import Input
from validator.inputs.readers import reading
from validator.inputs.settings import AUTO, FileSettings
from validator.inputs.streams import MAX_MEMORY
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.lint.selection import Selection
from validator.model import JSON, Batch, Fault, Finding, Tally

_Read = TypeVar("_Read", bound="Batch | Fault")


class Session:
    """Checks files one after the other; files with the same settings share a run, and so their duplicates.

    Args:
        settings_for: Gives the settings of a file by its name.
        selection: Which codes speak; None leaves it to the settings of each file.
        engine: The name of the engine.
    """

    #: Told how many bytes of the files were read, for a progress bar.
    on_read: Callable[[int], None] | None = None
    #: The most memory that one item may take, in bytes.
    max_memory = MAX_MEMORY

    def __init__(
        self,
        settings_for: Callable[[str], FileSettings],
        selection: Selection | None = None,
        engine: str = "auto",
    ) -> None:
        self.tally = Tally()
        self._settings_for = settings_for
        self._selection = selection
        self._engine = engine
        #: Runs by settings (their kind decided) and document.
        self._runs: dict[tuple[FileSettings, str], Run] = {}
        self._documents = Documents()
        #: Projects that were checked themselves.
        self._seen: set[str] = set()

    def findings(self, source: Input) -> Iterator[Finding]:
        """The findings of one file, in order; before them, once, those about its project and its query.

        Raises:
            CannotCheckError: the file or a document that it needs cannot be read.
        """
        return chain.from_iterable(self._parts(source))

    def _parts(self, source: Input) -> Iterator[Iterable[Finding]]:
        settings = self._settings_for(source.name)
        if settings.project:
            yield self._about_project(settings.project, settings)
        context = self._documents.table_context(settings)
        with reading(source, context, self.on_read, self.max_memory) as reading_:
            source = reading_.source
            first, read = peeked(reading_.batches)
            self.tally.files += 1
            item = first.items[0] if first else None
            settings = settled(settings, source, item, is_alone=first is not None and first.is_alone)
            run, about = self._run(settings, item, source.name)
            items = self.tally.items
            findings = chain(about, run.findings(read, source.name, is_one_request=source.is_one_request))
            found = list(islice(findings, 1))
            yield found
            yield findings
            self.tally.notes += reading_.notes
            if self.tally.items == items and not found:
                self.tally.notes.append(f"{source.name} has no items: there was nothing to check")

    def _run(self, settings: FileSettings, first: JSON, file: str) -> tuple[Run, Iterable[Finding]]:
        """The run that a file belongs to by its settings and its first item; if it is a new one, what is to be said."""
        key = settings, document_of(settings.kind, first)
        if key in self._runs:
            return self._runs[key], ()
        context = self._documents.context(*key)
        run = self._runs[key] = Run(Linter(context, self._selection_of(settings), self._engine), self.tally)
        return run, run.about_request(file)

    def _selection_of(self, settings: FileSettings) -> Selection:
        return self._selection or Selection(settings.select, settings.ignore, dict(settings.severity))

    def _about_project(self, file: str, settings: FileSettings) -> Iterator[Finding]:
        """What is wrong with the project itself: said once, and the items are checked all the same."""
        if file in self._seen:
            return
        self._documents.spec(file)
        self._seen.add(file)
        document = document_of("project", self._documents.project(file))
        context = Context(loader.load(settings.contract), "project", document=document)
        run = Run(Linter(context, self._selection_of(settings), self._engine), Tally())
        yield from run.findings(self._documents.project_batches(file), file, is_one_request=True)

    def notes(self) -> Iterator[str]:
        """Sentences for the end of the run: what the data sets among the files take to upload."""
        for run in self._runs.values():
            yield from run.notes()


def settled(settings: FileSettings, source: Input, first: JSON, *, is_alone: bool) -> FileSettings:
    """The settings with what the input itself decides: its kind, by the first item, and what tables stand for."""
    if settings.kind == AUTO:
        settings = settings._replace(kind=kind_of(first, is_alone=is_alone))
    if source.is_table and settings.allow_defaults is None:
        settings = settings._replace(allow_defaults=True)  # the web interface takes the pool's overlap
    return settings


def peeked(read: Iterator[_Read]) -> tuple[Batch | None, Iterator[_Read]]:
    """The first batch that has items, or None where there is none, and everything as if nothing had been read."""
    seen: list[_Read] = []
    for each in read:
        seen.append(each)
        if isinstance(each, Batch) and each.items:
            return each, chain(seen, read)
    return None, iter(seen)
