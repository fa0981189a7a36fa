"""The words everything else is written in, from paths to findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, TypeAlias

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Path(tuple[str | int, ...]):
    """Where a value stands inside its item: `Path(("tasks", 0, "input_values"))`.

    `str(path)` is the notation of the API, `tasks.0.input_values` (list positions are bare numbers).
    """

    __slots__ = ()

    def __str__(self) -> str:
        try:
            return ".".join(self)  # type: ignore[arg-type] # most paths have names alone, and this is much quicker
        except TypeError:
            return ".".join(map(str, self))

    def __truediv__(self, step: str | int) -> Path:
        return Path((*self, step))


ROOT = Path()


class Problem(NamedTuple):
    """What is wrong inside one value. It knows no file."""

    code: str
    path: Path
    message: str
    #: The bounds that the message names, if any.
    params: tuple[JSON, ...] | None = None
    #: What to do about it, such as "write %20" or "did you mean 'image'?"; shown behind the message.
    hint: str | None = None
    #: Only where the catalogue gives one code two severities; else the linter stamps that of the code.
    severity: Severity | None = None


class Span(NamedTuple):
    """A stretch of a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source(Protocol):
    """The text an item was read from; asked only when a finding must be shown."""

    @property
    def text(self) -> str:
        """The text of the item alone, exactly as the file has it."""

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands, or the nearest object around it that does stand in the text."""

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """The text of that line of the file, without its line break; "" when it is not part of this item.

        Of a line that may be very long, only the characters from `begin` to `end` (from 0, exclusive).
        """


#: A problem, the text it is shown in, and its place there; both are None for values that never were text.
Placed: TypeAlias = "tuple[Problem, Source | None, Span | None]"


class Batch(NamedTuple):
    """Items that were read together. `first` is the position of the first one in the file or request."""

    first: int
    items: list[JSON]
    #: The source of the n-th item of this batch; None for values that never were text.
    source: Callable[[int], Source] | None = None
    #: The bytes the items were parsed from, in pieces of any size; empty where they were not JSON.
    texts: Sequence[bytes] = ()
    #: What the reader found in the n-th item although it could be read: a cell that a spreadsheet has rounded.
    problems: Mapping[int, Sequence[Problem]] = MappingProxyType({})
    #: Whether the text was one item and no list of items.
    is_alone: bool = False

    def source_of(self, n: int) -> Source | None:
        """The source of the n-th item, if there is one."""
        return self.source(n) if self.source else None


class Fault(NamedTuple):
    """Text that could not be read as an item. It takes a position unless `index` is None."""

    problem: Problem
    source: Source
    index: int | None = None  # type: ignore[assignment] # the interface calls it so; tuple.index is not missed
    #: Whether one fault before said the same of all that are like it: this one is counted, and not shown.
    is_repeated: bool = False


class Finding(NamedTuple):
    """A problem with its item, its severity and its place. Line and column are computed when asked for."""

    problem: Problem
    severity: Severity
    name: str
    kind: str
    index: int | None = None  # type: ignore[assignment] # the interface calls it so; tuple.index is not missed
    file: str | None = None
    source: Source | None = None
    #: The span, where it is known already.
    place: Span | None = None
    #: What is at the path; None where nothing is, too.
    value: JSON = None
    #: The label of the row in a DataFrame.
    row: object = None

    @property
    def code(self) -> str:
        """An API code (`VALUE_REQUIRED`) or the code of a lint rule (`TL501`)."""
        return self.problem.code

    @property
    def path(self) -> Path:
        """Where inside the item; `str(path)` gives the dots of the API."""
        return self.problem.path

    @property
    def message(self) -> str:
        """What is wrong, in one sentence without a full stop."""
        return self.problem.message

    @property
    def params(self) -> tuple[JSON, ...] | None:
        """The bounds that the message names, if any."""
        return self.problem.params

    @property
    def hint(self) -> str | None:
        """What to do about it."""
        return self.problem.hint

    @property
    def line(self) -> int | None:
        """The line of the file, from 1."""
        return self.span.line if self.span else None

    @property
    def column(self) -> int | None:
        """The column of the line in characters, from 1."""
        return self.span.column if self.span else None

    @property
    def span(self) -> Span | None:
        """The place in the file, or None for a value that never was text."""
        return self.place or (self.source.span(self.path) if self.source else None)


@dataclass
class Tally:
    """What one run counted. An item is invalid when the API would refuse it, or it could not be read."""

    files: int = 0
    items: int = 0
    invalid: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    #: Findings by code, for `--statistics`.
    codes: Counter[str] = field(default_factory=Counter)
    #: Findings that were not shown, because there were more than `--max-findings`.
    cut: int = 0
    #: Files that could not be checked.
    unchecked: int = 0
    #: Sentences for the end: requests and minutes that a data set takes.
    notes: list[str] = field(default_factory=list)

    @property
    def valid(self) -> int:
        """Items that the API would take."""
        return self.items - self.invalid

    def fault(self, fault: Fault) -> None:
        """Count text that takes the place of an item."""
        if fault.index is not None:
            self.items += 1
            self.invalid += 1

    def count(self, finding: Finding) -> None:
        """Count one finding."""
        self.codes[finding.problem.code] += 1
        match finding.severity:
            case "error":
                self.errors += 1
            case "warning":
                self.warnings += 1
            case "info":
                self.infos += 1


def value_at(item: JSON, path: Path) -> JSON:
    """The value at a path inside an item; None where there is none."""
    value: JSON = item
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def as_object(value: JSON) -> dict[str, JSON]:
    """The object itself, or an empty one where something else stands: rules skip broken parts this way."""
    return value if isinstance(value, dict) else {}


def as_list(value: JSON) -> list[JSON]:
    """The list itself, or an empty one where something else stands."""
    return value if isinstance(value, list) else []


def objects(value: JSON, path: Path) -> list[tuple[Path, dict[str, JSON]]]:
    """The objects in a list, each with its path; whatever is not an object is left out."""
    return [(path / n, each) for n, each in enumerate(as_list(value)) if isinstance(each, dict)]
