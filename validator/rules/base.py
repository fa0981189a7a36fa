"""What a rule is: a value with its code, its page, and the functions that find its fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from validator.contract.context import Context
from validator.contract.loader import REQUEST_KINDS
from validator.contract.schemas import Schema
from validator.model import JSON, Batch, Problem, Severity, Source


class Watch(Protocol):
    """A rule's memory of one run, for faults that show only across items or files."""

    def begin(self, file: str | None, *, is_one_request: bool) -> None:
        """The next items come from this file; `is_one_request` says that all of them come at once."""

    def take(self, first: int, items: Sequence[JSON]) -> Iterator[tuple[int, Problem]]:
        """Remember these items, the first of which has the position `first`; give (position, problem) in order."""

    def end(self) -> Iterator[Problem]:
        """The file is over; what is given here is shown at its last item."""


#: Looks at the text of a batch; gives the n-th item, the problem, and where it stands.
Scan: TypeAlias = "Callable[[Batch], Iterator[tuple[int, Problem, Source]]]"


class Rule(NamedTuple):
    """One lint rule. Its module's docstring is its manual page.

    `check` looks at one item. Beside it stands `gate`, a JSON Schema: an item that is valid against the gate cannot
    break the rule, whatever else is wrong with it. The gates of all rules are compiled into one schema, so that clean
    items cost one call and no Python (a property test holds every rule to its gate).
    `request` looks at what is known beside the items, once a run; `watch` starts a memory across items; `scan` looks
    at the text of a batch for what is lost in parsing.
    A rule with none of them is found by the readers.
    """

    code: str
    name: str
    severity: Severity
    page: str
    kinds: Sequence[str] = REQUEST_KINDS
    needs: Sequence[str] = ()
    check: Callable[[JSON, Context], Iterator[Problem]] | None = None
    gate: Callable[[Context], Schema] | None = None
    request: Callable[[Context], Iterator[Problem]] | None = None
    watch: Callable[[Context], Watch] | None = None
    scan: Scan | None = None

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]

    def speaks(self, context: Context) -> bool:
        """Whether what the rule needs is known; without it the rule is silent."""
        known = {"project": context.spec is not None, "pool": context.pool is not None}
        return context.kind in self.kinds and all(known.get(need, True) for need in self.needs)


def each_task(context: Context, schema: Schema) -> Schema:
    """A gate for an item, from a gate for a task: of the item itself, or of each task inside the suite."""
    return {"properties": {"tasks": {"items": schema}}} if context.kind == "task-suites" else schema
