"""Whole runs over files, and all that they tell: to hold one way of looking at the files against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from validator import judge, lookout, precedents, readers, skimming
from validator.inputs import input_of
from validator.linter import Selection
from validator.model import Tally
from validator.reporters import Options, reporter_of
from validator.session import Session, Share
from validator.settings import FileSettings

FORMATS = ("full", "json", "validation-errors")
_NEVER = 10**9


class Told(NamedTuple):
    """All that a run tells."""

    texts: Sequence[str]
    tally: Tally
    notes: Sequence[str]


def told(files: Sequence[Path], share: Share | None = None, selection: Selection | None = None, **said: str) -> Told:
    session = Session(lambda _: FileSettings(**{"kind": "tasks"} | said), selection, share=share)  # type: ignore[arg-type]
    names = list(map(str, files))
    findings = [finding for name in names for finding in session.findings(input_of(name))]
    texts: list[str] = []
    for each in findings:
        session.tally.count(each)
    for name in FORMATS:
        reporter = reporter_of(name, texts.append, Options(files=names, color=False, statistics=True, version="0"))
        reporter.begin()
        for each in findings:
            reporter.finding(each)
        reporter.end(session.tally)
    return Told(["".join(texts)], session.tally, list(session.notes()))


@contextmanager
def _with(limits: Mapping[tuple[Any, str], int]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in limits.items():
            patch.setattr(module, name, value)
        yield


@contextmanager
def eager() -> Iterator[None]:
    """Lines are skimmed, and precedents kept, from the first on and whenever it can be done, worth it or not."""
    at_once = {(lookout, "_FIRST"): 1, (judge, "_FIRST"): 1, (readers, "PIECE"): 700, (readers, "_SKIMMED"): 1500}
    always = {
        (skimming, "_AT_ONCE"): _NEVER,
        (skimming, "_MOST_SIEVES"): _NEVER,
        (skimming, "_ONE_IN"): 1,
        (skimming, "_LONGEST_REST"): 0,
    }
    with _with(at_once | always | {(precedents, "_AT_ONCE"): _NEVER}):
        yield


@contextmanager
def plain() -> Iterator[None]:
    """Every line is parsed and every item explained."""
    with _with({(lookout, "_FIRST"): _NEVER, (judge, "_FIRST"): _NEVER}):
        yield
