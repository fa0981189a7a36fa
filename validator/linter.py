"""The linter: batches of items in, findings out, each with its severity and in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from typing import TypeAlias

from validator import task_spec
from validator.codes import API_CODES, name_of
from validator.conjunction import conjunction
from validator.context import Context
from validator.engines import Engine, chosen, compiled
from validator.errors import UnknownNameError
from validator.model import JSON, Batch, Fault, Finding, Problem, Severity, Source, Tally, Vouched
from validator.problems import Explainer, order
from validator.rules import RULES
from validator.rules.base import Watch
from validator.volume import Volume

#: A problem, and where it stands if that is not to be asked of its item.
Found: TypeAlias = "tuple[Problem, Source | None]"


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
                raise UnknownNameError("rule or code", each, (*known, *known.values()), "toloka-lint rule")

    def covers(self, code: str) -> bool:
        """Whether this code speaks: the longest entry that covers it decides, `ignore` wins a draw."""
        chosen = max((len(each) for each in self.select if _covers(each, code)), default=-1 if self.select else 0)
        ignored = max((len(each) for each in self.ignore if _covers(each, code)), default=-1)
        return chosen > ignored

    def severity(self, code: str) -> Severity:
        """The severity of a code: the configured one, or its own."""
        configured = [each for each in self.severities if _covers(each, code)]
        if configured:
            return self.severities[max(configured, key=len)]
        return RULES[code].severity if code in RULES else "error"

    def stamp(self, code: str) -> tuple[Severity, str] | None:
        """The severity and name of a code; None when it was told to be silent."""
        return (self.severity(code), _name(code)) if self.covers(code) else None


def all_codes() -> dict[str, str]:
    """Every code there is, with its name."""
    return {code: _name(code) for code in (*API_CODES, *RULES)}


def _name(code: str) -> str:
    return RULES[code].name if code in RULES else name_of(code)


def _covers(entry: str, code: str) -> bool:
    is_prefix = entry.startswith("TL") and code.startswith(entry)
    return is_prefix or entry in (code, _name(code)) or entry == "ALL"


class Linter:
    """The contract and the rules for one context, compiled. It holds no memory: `start` gives a run that does.

    Args:
        context: What is known beside the items.
        selection: Which codes speak.
        engine: The name of the engine, `auto`, `rust` or `python`.
    """

    def __init__(self, context: Context, selection: Selection | None = None, engine: str = "auto") -> None:
        self.context = context
        self.selection = selection or Selection()
        self.rules = [each for each in RULES.values() if each.speaks(context) and self.selection.covers(each.code)]
        self._engine = chosen(engine)
        self._explainer = Explainer()

    @cached_property
    def _contract(self) -> Engine:
        """Asked only about items of which it is not known yet that nothing can be said."""
        return compiled(self.context.schema, self._engine)

    @cached_property
    def _gates(self) -> Engine | None:
        """The contract and the gates of all rules in one; None where there is a rule without a gate."""
        if self.context.kind == "project" or any(each.check and not each.gate for each in self.rules):
            return None
        gates = [each.gate(self.context) for each in self.rules if each.gate]
        return compiled(conjunction([self.context.schema, *gates]), self._engine)

    @property
    def has_gates(self) -> bool:
        """Whether an item that is not clean must break something; without gates none is called clean."""
        return self._gates is not None

    def are_clean(self, items: Sequence[JSON]) -> list[bool]:
        """Whether neither the contract nor any rule about single items has anything to say of each of the items."""
        return self._gates.are_valid(items) if self._gates else [False] * len(items)

    def is_valid(self, item: JSON) -> bool:
        """Whether the API would take the item."""
        return self._contract.is_valid(item)

    def api_problems(self, item: JSON, *, is_suspect: bool = False) -> list[Problem]:
        """What the API would say of one item. Of a suspect it is not asked first whether it is valid."""
        is_valid = not is_suspect and self._contract.is_valid(item)
        problems = [] if is_valid else self._explainer.problems(self._contract.failures(item))
        if self.context.kind == "project":
            problems += task_spec.problems_in(item)
        return problems

    def rule_problems(self, item: JSON) -> list[Problem]:
        """What the rules about single items say."""
        if self._silence and self._silence.is_valid(item):
            return []
        asked = (check for check, silence in self._guarded if silence is None or not silence.is_valid(item))
        return [problem for check in asked for problem in check(item, self.context)]

    @cached_property
    def _silence(self) -> Engine | None:
        """All gates in one, without the contract: most items that the API would refuse break no rule besides.

        None where there is a rule without a gate.
        """
        if any(each.check and not each.gate for each in self.rules):
            return None
        return compiled(conjunction(each.gate(self.context) for each in self.rules if each.gate), self._engine)

    @cached_property
    def _guarded(self) -> list[tuple[Callable[[JSON, Context], Iterator[Problem]], Engine | None]]:
        """The checks, each with its own gate: to ask a gate is much quicker than to check."""
        return [
            (each.check, compiled(each.gate(self.context), self._engine) if each.gate else None)
            for each in self.rules
            if each.check
        ]

    def query_problems(self) -> list[Problem]:
        """What the API would say of the query parameters; those that are flags cannot be wrong."""
        if self.context.query.operation_id is None:
            return []
        query = compiled(self.context.contract.filled("query"), self._engine)
        return Explainer().problems(query.failures(self.context.query._asdict()))

    def request_problems(self) -> Iterator[Problem]:
        """What is wrong with the query parameters and other things known beside the items."""
        yield from self.query_problems()
        for rule in self.rules:
            if rule.request:
                yield from rule.request(self.context)

    def start(self, tally: Tally | None = None) -> Run:
        """Begin a run over one or more files or payloads."""
        return Run(self, tally or Tally())


class Run:
    """One run of a linter: it counts, and remembers what the rules across items and files must know."""

    def __init__(self, linter: Linter, tally: Tally) -> None:
        self.tally = tally
        self._linter = linter
        self._watches: list[Watch] = [each.watch(linter.context) for each in linter.rules if each.watch]
        self._scans = [each.scan for each in linter.rules if each.scan]
        self._stamp = cache(linter.selection.stamp)
        self._volume = Volume(linter.context)
        self._is_data_set = False

    def about_request(self, file: str | None = None) -> Iterator[Finding]:
        """Findings about what is known beside the items."""
        yield from self.stamped(self._linter.request_problems(), None, file, None)

    def findings(
        self, batches: Iterable[Batch | Fault | Vouched], file: str | None = None, *, is_one_request: bool
    ) -> Iterator[Finding]:
        """The findings of one file or payload, in order."""
        # Made in groups, mostly those of an item, so that each of many need not pass through all that makes them.
        return chain.from_iterable(self._groups(batches, file, is_one_request=is_one_request))

    def _groups(
        self, batches: Iterable[Batch | Fault | Vouched], file: str | None, *, is_one_request: bool
    ) -> Iterator[Iterable[Finding]]:
        for watch in self._watches:
            watch.begin(file, is_one_request=is_one_request)
        self._is_data_set = self._linter.context.is_request and not is_one_request
        last: Batch | Vouched | None = None
        for batch in batches:
            if isinstance(batch, Fault):
                self.tally.fault(batch)
                yield self.stamped([batch.problem], batch.index, file, batch.source)
            elif isinstance(batch, Vouched):
                yield from self._vouched(batch, file)
                last = batch
            elif batch.items:
                yield from self._batch(batch, file)
                last = batch
        yield self._at_end(last, file)

    def notes(self) -> Iterator[str]:
        """What the items of data sets take to upload, if one request is not enough."""
        if self._volume.requests > 1:
            yield self._volume.note()

    def look(self, batch: Batch) -> tuple[list[int], list[Sequence[int]]]:
        """What another process can find out for this one, and a `Vouched` holds.

        These are the items (n-th of the batch) of which something may have to be said, and what the watches must know
        of all items. Nothing is remembered.
        """
        noted = {n for n, is_clean in enumerate(self._linter.are_clean(batch.items)) if not is_clean}
        noted |= {n for scan in self._scans for n, _, _ in scan(batch)}
        return sorted(noted), self._digests(batch.items)

    def _at_end(self, last: Batch | Vouched | None, file: str | None) -> Iterator[Finding]:
        problems = [problem for watch in self._watches for problem in watch.end()]
        if not problems or last is None:
            yield from self.stamped(problems, None, file)
            return
        if isinstance(last, Vouched):
            last = last.one(last.total - 1)
        n = len(last.items) - 1
        yield from self.stamped(problems, last.first + n, file, last.source(n) if last.source else None)

    def _batch(self, batch: Batch, file: str | None) -> Iterator[list[Finding]]:
        across = self._taken(batch.first, len(batch.items), self._digests(batch.items))
        return self._told(batch, across, file)

    def _vouched(self, vouched: Vouched, file: str | None) -> Iterator[list[Finding]]:
        across = self._taken(vouched.first, vouched.total, vouched.digests)
        for n in sorted({*vouched.noted, *across}):
            yield from self._told(vouched.one(n), {0: across[n]} if n in across else {}, file)

    def _digests(self, items: Sequence[JSON]) -> list[Sequence[int]]:
        """What must be remembered of the items: for the volume, and for each watch."""
        volume = self._volume.digest(items) if self._is_data_set else ()
        return [volume, *(watch.digest(items) for watch in self._watches)]

    def _taken(self, first: int, count: int, digests: Sequence[Sequence[int]]) -> dict[int, list[Found]]:
        """Remember so many items; gives what the watches find, by n-th item."""
        self.tally.items += count
        if self._is_data_set:
            self._volume.take(count, digests[0])
        found: dict[int, list[Found]] = {}
        for watch, digest in zip(self._watches, digests[1:], strict=True):
            for index, problem in watch.take(first, count, digest):
                found.setdefault(index - first, []).append((problem, None))
        return found

    def _told(self, batch: Batch, across: dict[int, list[Found]], file: str | None) -> Iterator[list[Finding]]:
        """The findings of each item of a batch, with what watches found in it."""
        is_clean = self._linter.are_clean(batch.items)
        for scan in self._scans if batch.texts else ():
            for n, problem, place in scan(batch):
                across.setdefault(n, []).append((problem, place))
        unclean = _unclean(is_clean)
        for n in sorted({*unclean, *across}) if across else unclean:
            found: list[tuple[Problem, Source | None]]
            found = [] if is_clean[n] else [(problem, None) for problem in self._of_item(batch.items[n])]
            found += across.get(n, ())
            if found:
                source = batch.source(n) if batch.source else None
                yield self._in_order(found, source, batch.first + n, file)

    def _in_order(self, found: list[Found], source: Source | None, index: int, file: str | None) -> list[Finding]:
        """The findings of one item, in the order of the text; those without a place of their own are at the item's."""
        kind, placed = self._linter.context.kind, []
        for problem, place in found:
            if stamp := self._stamp(problem.code):
                at = place or source
                span = at.span(problem.path) if at else None
                placed.append(Finding(problem, *stamp, kind, index, file, at, span))
        if len(placed) > 1:
            placed.sort(key=_place)
        return placed

    def _of_item(self, item: JSON) -> list[Problem]:
        of_rules = self._linter.rule_problems(item)
        # An item that breaks no rule is here because of the contract, where there are gates for the others to pass.
        problems = self._linter.api_problems(item, is_suspect=self._linter.has_gates and not of_rules)
        self.tally.invalid += bool(problems)
        return problems + of_rules

    def stamped(
        self, problems: Iterable[Problem], index: int | None, file: str | None = None, source: Source | None = None
    ) -> Iterator[Finding]:
        """Problems as findings: each with its severity, less those that were told to be silent."""
        for problem in problems:
            stamp = self._stamp(problem.code)
            if stamp:
                yield Finding(problem, *stamp, self._linter.context.kind, index, file, source)


def _unclean(is_clean: list[bool]) -> Iterator[int]:
    """Where there is a False; most often there is none."""
    n = -1
    for _ in range(is_clean.count(False)):
        n = is_clean.index(False, n + 1)
        yield n


def _place(finding: Finding) -> tuple[object, ...]:
    code, path, _, _ = finding.problem
    if not finding.place:
        return order(path), code
    line, column, _, _ = finding.place
    return line, column, code
