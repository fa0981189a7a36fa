"""The items of a file that two contracts judge differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import Literal, NamedTuple

from validator.model import Finding

Verdict = Literal["rejects", "accepts"]


class Turn(NamedTuple):
    """An item that only one of two contracts takes: the errors under each, and what the newer one does with it."""

    verdict: Verdict
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The errors that are new, or gone: the item has none under the other contract."""
        return self.before or self.after


_Place = tuple[bool, int]


class _Errors(NamedTuple):
    place: _Place
    is_new: bool
    findings: tuple[Finding, ...]


def turns(file: str, old: Iterable[Finding], new: Iterable[Finding]) -> Iterator[Turn]:
    """The items of a file that change their verdict, in order, from its findings under both contracts.

    Both are consumed side by side, so that of a large file no more is held than of a check.
    """
    both = merge(_by_item(file, old, is_new=False), _by_item(file, new, is_new=True), key=_place)
    for _, group in groupby(both, key=_place):
        sides = list(group)
        before = tuple(finding for each in sides if not each.is_new for finding in each.findings)
        after = tuple(finding for each in sides if each.is_new for finding in each.findings)
        if not before or not after:
            yield Turn("accepts" if before else "rejects", before, after)


def _by_item(file: str, findings: Iterable[Finding], *, is_new: bool) -> Iterator[_Errors]:
    """Errors by the item they are of; what is about the project or the request stands before the items."""
    errors = (each for each in findings if each.severity == "error")
    for place, group in groupby(errors, key=lambda each: _place_of(file, each)):
        yield _Errors(place, is_new, tuple(group))


def _place_of(file: str, finding: Finding) -> _Place:
    return (finding.file == file, -1 if finding.index is None else finding.index)


def _place(errors: _Errors) -> _Place:
    return errors.place
