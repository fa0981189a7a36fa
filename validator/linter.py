"""The linter: batches of items in, findings out, each with its severity and in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from validator.codes import API_CODES, name_of
from validator.context import Context
from validator.contracts import Schema
from validator.engines import compiled
from validator.errors import UnknownNameError
from validator.model import JSON, Batch, Fault, Finding, Problem, Severity, Source, Tally
from validator.problems import order, problems_of
from validator.rules import RULES
from validator.rules.base import Rule, Watch


@dataclass(frozen=True)
class Selection:
    """Which codes speak, and how loud. `select` and `ignore` hold codes, prefixes of codes (`TL2`) and names."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = all_codes()
        for each in (*self.select, *self.ignore, *self.severities):
            if not any(_covers(each, code) for code in known):
                raise UnknownNameError("rule or code", each, tuple(known))

    def covers(self, code: str) -> bool:
        """Whether this code speaks: the longest entry that covers it decides, `ignore` wins a draw."""
        chosen = max((len(each) for each in self.select if _covers(each, code)), default=-1 if self.select else 0)
        ignored = max((len(each) for each in self.ignore if _covers(each, code)), default=-1)
        return chosen > ignored

    def severity(self, code: str) -> Severity:
        """The severity of a code: the configured one, or its own."""
        for each in (code, _name(code)):
            if each in self.severities:
                return self.severities[each]
        return RULES[code].severity if code in RULES else "error"


def all_codes() -> dict[str, str]:
    """Every code there is, with its name."""
    return {code: _name(code) for code in (*API_CODES, *RULES)}


def _name(code: str) -> str:
    return RULES[code].name if code in RULES else name_of(code)


def _covers(entry: str, code: str) -> bool:
    is_prefix = entry.startswith("TL") and code.startswith(entry)
    return is_prefix or entry in (code, _name(code)) or entry == "ALL"


class Linter:
    """Checks one run: it remembers what the rules across items and files must know.

    Args:
        context: What is known beside the items.
        selection: Which codes speak.
        engine: The name of the engine, `auto`, `rust` or `python`.
    """

    def __init__(self, context: Context, selection: Selection | None = None, engine: str = "auto") -> None:
        self.context = context
        self._selection = selection or Selection()
        rules = [each for each in RULES.values() if each.speaks(context) and self._selection.covers(each.code)]
        self._checks = [each.check for each in rules if each.check]
        self._scans = [each.scan for each in rules if each.scan]
        self._requests = [each.request for each in rules if each.request]
        self._watches: list[Watch] = [each.watch(context) for each in rules if each.watch]
        self._contract = compiled(context.schema, engine)
        self._is_clean = compiled(_with_gates(context, rules), engine).is_valid
        self._severities: dict[str, tuple[Severity, str] | None] = {}

    def problems(self, item: JSON) -> list[Problem]:
        """What the API would say of one item."""
        return [] if self._contract.is_valid(item) else problems_of(self._contract.failures(item))

    def is_valid(self, item: JSON) -> bool:
        """Whether the API would take the item."""
        return self._contract.is_valid(item)

    def about_request(self) -> Iterator[Finding]:
        """Findings about what is known beside the items."""
        for request in self._requests:
            yield from self._stamped(request(self.context), None, None, None)

    def findings(self, batches: Iterable[Batch | Fault], file: str | None, tally: Tally, *, is_one_request: bool) -> Iterator[Finding]:
        """The findings of one file or payload, in order; `tally` counts its items."""
        for watch in self._watches:
            watch.begin(file, is_one_request=is_one_request)
        last: tuple[int | None, Source | None] = (None, None)
        for batch in batches:
            if isinstance(batch, Fault):
                tally.fault(batch)
                yield from self._stamped([batch.problem], batch.index, file, batch.source)
            elif batch.items:
                yield from self._batch(batch, file, tally)
                last = (batch.first + len(batch.items) - 1, batch.source and batch.source(len(batch.items) - 1))
        for watch in self._watches:
            yield from self._stamped(watch.end(), last[0], file, last[1])

    def _batch(self, batch: Batch, file: str | None, tally: Tally) -> Iterator[Finding]:
        tally.items += len(batch.items)
        clean = list(map(self._is_clean, batch.items))
        more = self._across(batch)
        if all(clean) and not more:
            return
        for n, item in enumerate(batch.items):
            if clean[n] and n not in more:
                continue
            source = batch.source(n) if batch.source else None
            found = more.get(n, [])
            if not clean[n]:
                found = [(problem, source) for problem in self._of_item(item, tally)] + [
                    (problem, place or source) for problem, place in found
                ]
            stamped = (
                finding
                for problem, place in found
                for finding in self._stamped([problem], batch.first + n, file, place or source)
            )
            yield from sorted(stamped, key=_place)

    def _across(self, batch: Batch) -> dict[int, list[tuple[Problem, Source | None]]]:
        """What watches and scans find, by n-th item of the batch."""
        found: dict[int, list[tuple[Problem, Source | None]]] = {}
        for watch in self._watches:
            for index, problem in watch.see(batch.first, batch.items):
                found.setdefault(index - batch.first, []).append((problem, None))
        if batch.texts:
            for scan in self._scans:
                for n, problem, source in scan(batch):
                    found.setdefault(n, []).append((problem, source))
        return found

    def _of_item(self, item: JSON, tally: Tally) -> Iterator[Problem]:
        problems = self.problems(item)
        tally.invalid += bool(problems)
        yield from problems
        for check in self._checks:
            yield from check(item, self.context)

    def _stamped(
        self, problems: Iterable[Problem], index: int | None, file: str | None, source: Source | None
    ) -> Iterator[Finding]:
        for problem in problems:
            known = self._severities.get(problem.code, ())
            if known == ():
                covered = self._selection.covers(problem.code)
                known = (self._selection.severity(problem.code), _name(problem.code)) if covered else None
                self._severities[problem.code] = known
            if known:
                yield Finding(problem, *known, self.context.kind, index, file, source)


def _place(finding: Finding) -> tuple[object, ...]:
    span = finding.span
    return (span[:2] if span else (), finding.code, order(finding.path))


def _with_gates(context: Context, rules: Sequence[Rule]) -> Schema:
    """One schema for the contract and every gate: what is valid against it needs no further look."""
    gates = [each.gate(context) for each in rules if each.gate]
    unguarded = any(each.check and not each.gate for each in rules)
    return {"not": {}} if unguarded else {"allOf": [context.schema, *gates]}
