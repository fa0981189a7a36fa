"""Runs what the manual's pages show, and what the case files of rules hold: text in, findings out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import orjson
from reads import everything

from validator.cli.check import command
from validator.contract import loader, task_spec
from validator.contract.context import Context
from validator.contract.kinds import document_of, kind_of
from validator.contract.loader import DOCUMENTS, REQUEST_KINDS, Contract
from validator.inputs.readers import READERS, TableContext
from validator.inputs.settings import AUTO, FileSettings
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import Batch, Finding

#: Fences that hold the file itself; the others are settings.
READ = tuple(READERS)
_FENCE = re.compile(r"^```(?P<info>[^\n]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """A file with everything that is known beside it."""

    type: str = "json"
    data: bytes = b""
    options: Mapping[str, Any] = field(default_factory=dict)
    project: Any = None
    pool: Any = None
    #: Limits that replace the contract's own, so that examples of too much can be short.
    limits: Mapping[str, int] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """What the linter, with all rules on, finds in it."""
        settings = FileSettings(**self.options)
        spec = task_spec.read(self.project) if self.project is not None else None
        is_one_request = self.type == "json"
        batches = everything(self.data, self.type, TableContext(spec))
        items = list(chain.from_iterable(each.items for each in batches if isinstance(each, Batch)))
        first = items[0] if items else None
        kind = kind_of(first, is_alone=is_one_request) if settings.kind == AUTO else settings.kind
        is_request = kind in REQUEST_KINDS
        context = Context(
            limited(loader.load(settings.contract), kind, self.limits),
            kind,
            spec if is_request else None,
            self.pool if is_request else None,
            settings.query,
            document_of(kind, first),
        )
        run = Run(Linter(context))
        return [*run.about_request(), *run.findings(batches, is_one_request=is_one_request)]


def limited(contract: Contract, kind: str, limits: Mapping[str, int]) -> Contract:
    """The contract with some of its limits replaced."""
    if not limits:
        return contract
    name = DOCUMENTS[kind]
    document = contract.documents[name]
    return Contract(
        contract.name, {**contract.documents, name: document | {"x-limits": {**document["x-limits"], **limits}}}
    )


def headings(page: str) -> list[str]:
    """The headings of a page, in order."""
    return _HEADING.findall(_FENCE.sub("", page))


def sections(page: str) -> dict[str, str]:
    """The text under each heading of a page."""
    parts = re.split(_HEADING, page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def samples(page: str) -> tuple[Sample, Sample]:
    """The example of a page, and the mended one, which has the same settings where it says no others."""
    parts = sections(page)
    example = _sample(parts["Example"], Sample())
    return example, _sample(parts["Use instead"], example)


def _sample(text: str, sample: Sample) -> Sample:
    for match in _FENCE.finditer(text):
        sample = _with(sample, match["info"], match["text"])
    return sample


def _with(sample: Sample, info: str, text: str) -> Sample:
    what, _, more = info.partition(" ")
    if info == "options":
        return replace(sample, options=_options(text))
    if info in ("json project", "json pool", "json limits"):
        return replace(sample, **{more: orjson.loads(text)})
    if what in READ and more in ("", "latin-1", "utf-8-sig"):
        return replace(sample, type=what, data=text.encode(more or "utf-8"))
    raise ValueError(f"no example has a fence {info!r}")


def _options(text: str) -> dict[str, Any]:
    """What the command line makes of the options."""
    given = command.make_context("check", shlex.split(text)).params
    return {name: given[name] for name in FileSettings._fields if given.get(name) is not None}
