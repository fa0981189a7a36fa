"""The linter: what the contract and the rules say of one item, and which of it is to be said how loud."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from validator.contract import task_spec
from validator.contract.codes import API_CODES, name_of
from validator.contract.conjunction import conjunction
from validator.contract.context import Context
from validator.contract.schemas import Schema
from validator.engines.compiled import Engine, chosen, compiled
from validator.engines.error_mapping import Explainer
from validator.errors import UnknownNameError
from validator.model import JSON, Problem, Severity
from validator.rules import RULES


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
    """The contract and the rules for one context, compiled. It holds no memory: a run does.

    Args:
        context: What is known beside the items.
        selection: Which codes speak.
        engine: The name of the engine, `auto`, `rust` or `python`.

    Raises:
        UnknownNameError: there is no such engine.
        ImportError: it is not installed.
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
        """The gate schema, compiled; None for projects, and where there is a rule without a gate, as of responses."""
        if self.context.kind == "project" or any(each.check and not each.gate for each in self.rules):
            return None
        return compiled(self.gate_schema, self._engine)

    @cached_property
    def gate_schema(self) -> Schema:
        """The contract and the gates of all rules in one."""
        gates = [each.gate(self.context) for each in self.rules if each.gate]
        return conjunction([self.context.schema, *gates])

    def are_clean(self, items: Sequence[JSON]) -> list[bool]:
        """Whether neither the contract nor any rule about single items has anything to say of each of the items."""
        return self._gates.are_valid(items) if self._gates else [False] * len(items)

    def is_valid(self, item: JSON) -> bool:
        """Whether the API would take the item."""
        return self._contract.is_valid(item)

    def api_problems(self, item: JSON) -> list[Problem]:
        """What the API would say of one item."""
        problems = [] if self._contract.is_valid(item) else self._explainer.problems(self._contract.failures(item))
        if self.context.kind == "project":
            problems += task_spec.problems_in(item)
        return problems

    def rule_problems(self, item: JSON) -> list[Problem]:
        """What the rules about single items say."""
        if self.breaks_no_rule(item):
            return []
        asked = (check for check, silence in self._guarded if silence is None or not silence.is_valid(item))
        return [problem for check in asked for problem in check(item, self.context)]

    def breaks_no_rule(self, item: JSON) -> bool:
        """Whether the gates show that the rules about single items say nothing of it, right as it may be or not."""
        return self._silence is not None and self._silence.is_valid(item)

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
