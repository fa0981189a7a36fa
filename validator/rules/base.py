"""What a rule is: a value with its code, its page, and the functions that find its fault."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from validator.contract.context import Context
from validator.contract.loader import REQUEST_KINDS
from validator.contract.schemas import Schema
from validator.model import JSON, Batch, Problem, Severity, Source


class Scope(NamedTuple):
    """What a check is made for: everything known beside the data, and the schema of the objects it will look at."""

    context: Context
    schema: Schema


#: Objects that wake a rule: each has one of its keys.
Woken: TypeAlias = "Sequence[dict[str, Any]]"
#: Looks at objects; gives the number of one among them, and what is wrong with it: a path begins at the object.
#: Whatever is in the objects, it raises nothing.
Check: TypeAlias = "Callable[[Woken], Iterable[tuple[int, Problem]]]"


def one_by_one(look: Callable[[dict[str, Any]], Iterable[Problem]]) -> Check:
    """A check, from a look at one object."""
    return lambda objects: [(n, problem) for n, value in enumerate(objects) for problem in look(value)]


class Text(NamedTuple):
    """A look at each text in the project's fields of one type, such as `url`; `id` is the pool's and the users' ids.

    `judge` gives the message and the hint, or None. All rules that look at a type share one walk.
    """

    type: str
    judge: Callable[[str], tuple[str, str | None] | None]
    #: Whether texts in solutions are looked at too.
    in_outputs: bool = True
    #: Whether there may be something to say of any of several texts: it is given all of them, with a `|` between.
    screen: Callable[[str], bool] = bool


def is_odd(texts: str) -> bool:
    """A screen: whitespace, or a character beyond printable ASCII."""
    return not (texts.isascii() and texts.isprintable()) or " " in texts


class Count(NamedTuple):
    """How many objects were counted, and the position of the item that has the first."""

    number: int
    first: int


class Totals(NamedTuple):
    """What is known of all items of a file: bytes are None where the contract has no limit for them."""

    items: int
    #: Items of the files before, where several are checked in one run.
    items_before: int
    is_one_request: bool
    input_bytes: int | None = None
    output_bytes: int | None = None


#: What is said of a whole file, and which of its items it is about.
Said: TypeAlias = "tuple[Problem, Count | None]"
#: Makes what is said at the end of a file: by what was counted.
Conclude: TypeAlias = "Callable[[Mapping[Hashable, Count], Totals], Iterable[Said]]"


class Fact(NamedTuple):
    """What a rule counts over a whole file, to say it once at its end.

    An object counts as each of the things that `of` gives with its number; one that does not wake the rule counts as
    `otherwise`, if that is not None. Without `of` nothing wakes it.
    """

    conclude: Conclude
    of: Callable[[Woken], Iterable[tuple[int, Hashable]]] | None = None
    otherwise: Hashable | None = None


class Rule(NamedTuple):
    """One lint rule. Its module's docstring is its manual page.

    A rule looks at the objects of one `scope`: an `item`; a `task` (an item, or one inside a suite); a known or
    baseline `solution`; or every `object` of which the contract lists the keys. It is woken by objects that have one
    of its `keys` (by each, if it names none): without them it has nothing to say. Which keys these are may depend on
    the schema.

    `check`, `shape`, `fact` and `digest` are given a Scope, once, and make what then looks at objects, many at a time;
    they give None where there is nothing to look for. A rule with none of all these is found by the readers.
    """

    code: str
    name: str
    severity: Severity
    page: str
    kinds: Sequence[str] = REQUEST_KINDS
    needs: Sequence[str] = ()
    scope: str = "item"
    keys: tuple[str, ...] | Callable[[Scope], tuple[str, ...]] = ()
    #: Looks at objects.
    check: Callable[[Scope], Check | None] | None = None
    #: Looks at the keys of objects: gives the problems of all that have just these keys.
    shape: Callable[[Scope], Callable[[tuple[str, ...]], Sequence[Problem]]] | None = None
    #: Look at texts of one type.
    texts: tuple[Text, ...] = ()
    #: Counts objects of a file.
    fact: Callable[[Scope], Fact | None] | None = None
    #: Gives a number for each item, the same on every machine; equal ones are the same, 0 is like no other.
    digest: Callable[[Scope], Callable[[Sequence[JSON]], list[int]]] | None = None
    #: Looks at what is known beside the items, once a run.
    request: Callable[[Context], Iterable[Problem]] | None = None
    #: Looks at the text of a batch for what is lost in parsing; gives the n-th item, the problem, and where it is.
    scan: Callable[[Batch], Iterator[tuple[int, Problem, Source]]] | None = None

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]

    def keys_for(self, scope: Scope) -> tuple[str, ...]:
        """The keys that wake it."""
        return self.keys(scope) if callable(self.keys) else self.keys

    def speaks(self, context: Context) -> bool:
        """Whether what the rule needs is known; without it the rule is silent."""
        known = {"project": context.spec is not None, "pool": context.pool is not None}
        return context.kind in self.kinds and all(known.get(need, True) for need in self.needs)
