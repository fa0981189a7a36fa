"""The linter: the contract and the rules for one context, compiled. It remembers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from validator.contract import task_spec
from validator.contract.context import Context
from validator.engines.compiled import Engine, chosen, compiled
from validator.engines.error_mapping import Explainer
from validator.lint.levels import Level, Objects, Seen
from validator.lint.selection import Selection
from validator.model import JSON, Problem
from validator.rules import RULES
from validator.rules.base import Scope
from validator.rules.sizes import value_bytes


class Linter:
    """What the contract and the rules say of items, in one context.

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
        self.scans = [each.scan for each in self.rules if each.scan]
        self._engine = chosen(engine)
        self._error_mapper = Explainer()

    @cached_property
    def _contract(self) -> Engine:
        return compiled(self.context.schema, self._engine)

    @cached_property
    def level(self) -> Level:
        """What the rules do with an item."""
        roles = {"item", "object"} | ({"task"} if self.context.kind == "tasks" else set())
        return Level(Scope(self.context, self.context.schema), frozenset(roles), self.rules)

    def are_valid(self, items: Sequence[JSON]) -> list[bool]:
        """Whether the API would take each of the items."""
        if self.context.kind == "project":
            return [not self.api_problems(each) for each in items]
        return self._contract.are_valid(items)

    def is_valid(self, item: JSON) -> bool:
        """Whether the API would take the item."""
        return self._contract.is_valid(item)

    def api_problems(self, item: JSON) -> list[Problem]:
        """What the API would say of one item."""
        problems = [] if self._contract.is_valid(item) else self._error_mapper.problems(self._contract.failures(item))
        return [*problems, *task_spec.problems_in(item)] if self.context.kind == "project" else problems

    def look(self, items: Sequence[JSON]) -> Seen:
        """What the rules about single items find, and what they count."""
        seen = Seen()
        values = [each for each in items if type(each) is dict]
        if len(values) == len(items):
            self.level.look(Objects(values, range(len(values))), seen)
        elif values:
            self.level.look(Objects(values, [n for n, each in enumerate(items) if type(each) is dict]), seen)
        return seen

    def digests(self, items: Sequence[JSON]) -> list[int]:
        """A number for each item, by which duplicates are found; nothing where no rule asks for it."""
        return self._digest(items) if self._digest else []

    @property
    def has_digests(self) -> bool:
        """Whether there is such a number for each item."""
        return self._digest is not None

    @property
    def has_sizes(self) -> bool:
        """Whether the contract limits the bytes of values."""
        return self.context.is_request and self.context.limits[-2:] != (None, None)

    @cached_property
    def _digest(self) -> Callable[[Sequence[JSON]], list[int]] | None:
        makers = [each.digest for each in self.rules if each.digest]
        return makers[0](Scope(self.context, self.context.schema)) if makers else None

    def sizes(self, items: Sequence[JSON]) -> list[tuple[int, int]]:
        """Bytes of input_values and output_values of each item, where the contract limits them."""
        return [value_bytes(each, self.context) for each in items] if self.has_sizes else []

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
