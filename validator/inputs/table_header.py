"""The header of a table: which part of a task each column holds, and which columns no task has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from validator.contract.task_spec import Field, TaskSpec
from validator.inputs.table_cells import Read, has_elements, reader, whole_number
from validator.model import Path

INPUTS = Path(["input_values"])
GOLDENS = Path(["known_solutions", 0, "output_values"])
HINT = Path(["message_on_unknown_solution"])
OVERLAP = Path(["overlap"])

_FIXED: dict[str, tuple[Path, Read]] = {"HINT:text": (HINT, str), "TASK:overlap": (OVERLAP, whole_number)}
# The place on the map belongs to the suite that the web interface makes of the row, not to the task. Its documents
# write the prefix with a lower-case L here and with a capital i there.
_PLACES = ("Al:latitude", "Al:longitude", "AI:latitude", "AI:longitude")
# What a download has beside the task: it may be sent back as it is.
_OF_A_DOWNLOAD = re.compile(r"HINT:default_language|(?:OUTPUT|ASSIGNMENT|ACCEPT|CONFIDENCE):.+", re.DOTALL).fullmatch
_FIELD_NAME = re.compile(r"[A-Za-z0-9_-]+").fullmatch

# Comparing names takes time that grows with the square of their length.
_LONGEST_NAME = 80
_NEAR = 0.8


class Column(NamedTuple):
    """A column that is read: its number, where its values stand in the task, and what makes them of text."""

    number: int
    path: Path
    read: Read
    has_elements: bool = False

    @property
    def name(self) -> str:
        """The last step of the path: the key of its values."""
        return str(self.path[-1])


class Misfit(NamedTuple):
    """A column that is not read, and why."""

    number: int
    message: str


def read_header(names: Sequence[str], spec: TaskSpec | None) -> Iterator[Column | Misfit]:
    """The columns in order, without those that have no meaning for a task and are no mistake either."""
    first: dict[str, int] = {}
    for number, name in enumerate(names):
        column = _column(number, name, spec)
        if column and name in first:
            yield Misfit(number, f"Column {_shown(name)} again: column {first[name]:,} is read, this one is not")
        elif column:
            first[name] = number + 1
            yield column
        elif name not in _PLACES and not _OF_A_DOWNLOAD(name):
            yield Misfit(number, _unknown(name, spec, is_alone=len(names) == 1))


def _column(number: int, name: str, spec: TaskSpec | None) -> Column | None:
    if name in _FIXED:
        return Column(number, *_FIXED[name])
    prefix, _, field_name = name.partition(":")
    if prefix == "INPUT":
        return _of_field(number, INPUTS, field_name, spec.inputs if spec else {})
    if prefix == "GOLDEN":
        return _of_field(number, GOLDENS, field_name, spec.outputs if spec else {})
    return None


def _of_field(number: int, parent: Path, name: str, fields: Mapping[str, Field]) -> Column | None:
    # A name that the project does not know is read all the same: the API has an error for it, at each of its values.
    if name not in fields and not _FIELD_NAME(name):
        return None
    field = fields.get(name)
    return Column(number, parent / name, reader(field), has_elements(field))


def _unknown(name: str, spec: TaskSpec | None, *, is_alone: bool) -> str:
    if not name:
        return "Column without a name"
    if is_alone and re.search("[,;]", name):
        return f"Unknown column {_shown(name)}: columns are separated by tabs"
    near = _near(name, spec)
    return f"Unknown column {_shown(name)}" + (f": did you mean {_shown(near)}?" if near else "")


def _near(name: str, spec: TaskSpec | None) -> str | None:
    if len(name) > _LONGEST_NAME:
        return None
    bare = name.strip()
    if spec and bare in spec.inputs:
        return f"INPUT:{bare}"
    own = [each for each in re.split(r"[:;.\s]+", bare)[-1:] if _FIELD_NAME(each)]
    inputs, outputs = (spec.inputs, spec.outputs) if spec else (own, own)
    known = [*_FIXED, *_PLACES, *(f"INPUT:{each}" for each in inputs), *(f"GOLDEN:{each}" for each in outputs)]
    by_key = {each.casefold(): each for each in known if each != name}
    found = get_close_matches(bare.casefold(), by_key, 1, _NEAR)
    return by_key[found[0]] if found else None


def _shown(name: str) -> str:
    return repr(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…")
