"""The header of a table: which part of a task each column holds, and which columns no task has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from validator.contract.task_spec import Field, TaskSpec
from validator.inputs.table_cells import Read, has_elements, number, reader, whole_number
from validator.inputs.table_checks import NO_NUMBER, ROUNDED, Check, check_of
from validator.json_text.places import shown
from validator.model import JSON, ROOT, Path, Problem

INPUTS = Path(["input_values"])
GOLDENS = Path(["known_solutions", 0, "output_values"])
HINT = Path(["message_on_unknown_solution"])
OVERLAP = Path(["overlap"])
LATITUDE, LONGITUDE = Path(["latitude"]), Path(["longitude"])

_FIXED: dict[str, tuple[Path, Read, Check | None]] = {
    "HINT:text": (HINT, str, None),
    "TASK:overlap": (OVERLAP, whole_number, ROUNDED),
    # The documents write the prefix with a lower-case L here and with a capital i there.
    "Al:latitude": (LATITUDE, number, NO_NUMBER),
    "Al:longitude": (LONGITUDE, number, NO_NUMBER),
    "AI:latitude": (LATITUDE, number, NO_NUMBER),
    "AI:longitude": (LONGITUDE, number, NO_NUMBER),
}
# What a download has beside the task: it may be sent back as it is, and means nothing there.
_OF_A_DOWNLOAD = re.compile(r"(?:OUTPUT|ASSIGNMENT|ACCEPT|CONFIDENCE):.+", re.DOTALL).fullmatch
_SILENT = "HINT:default_language"
_FIELD_NAME = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_PREFIXES = ("INPUT:", "GOLDEN:")

# Comparing names takes time that grows with the square of their length.
_LONGEST_NAME = 80
_NEAR = 0.8


class Column(NamedTuple):
    """A column that is read."""

    #: Its number, from 0.
    number: int
    #: Where its values are in the task.
    path: Path
    #: What makes them of text.
    read: Read
    has_elements: bool = False
    #: What looks for what is likely wrong with a text although it can be read.
    check: Check | None = None

    @property
    def name(self) -> str:
        """The last step of the path: the key of its values."""
        return str(self.path[-1])


class Misfit(NamedTuple):
    """A column that is not read, and why."""

    number: int
    problem: Problem


def read_header(names: Sequence[str], spec: TaskSpec | None) -> list[Column | Misfit]:
    """The columns in order, without those that have no meaning for a task and are no mistake either."""
    found: list[Column | Misfit] = []
    first: dict[Path, int] = {}
    for n, name in enumerate(names):
        column = _column(n, name, spec)
        if column and column.path in first:
            message = f"Duplicate column {_shown(name)}: only column {first[column.path]:,} is read"
            found.append(Misfit(n, Problem("TL904", ROOT, message, hint="remove one of them")))
        elif column:
            first[column.path] = n + 1
            found.append(column)
        elif _OF_A_DOWNLOAD(name):
            message = f"Column {_shown(name)} belongs to a download"
            problem = Problem("TL904", ROOT, message, hint="remove it, no task has it", severity="warning")
            found.append(Misfit(n, problem))
        elif name != _SILENT:
            found.append(Misfit(n, _unknown(name, spec, is_alone=len(names) == 1)))
    return found


def is_known(name: str) -> bool:
    """Whether a column of this name has a meaning, with any project."""
    return name in _FIXED or name.startswith(_PREFIXES) or name == _SILENT or _OF_A_DOWNLOAD(name) is not None


def is_row(item: JSON) -> bool:
    """Whether a JSON object is a row of a table, with columns for keys, as an old format of uploads had it."""
    return isinstance(item, dict) and "input_values" not in item and any(map(is_known, item))


def about_rows(count: int) -> Problem:
    """What to say once of a file of such rows."""
    items = "Items are rows" if count > 1 else "The item is a row"
    hint = "write the values under input_values, or save the rows as a .tsv file"
    return Problem("TL904", ROOT, f"{items} of a table, with columns for keys", hint=hint)


def _column(number: int, name: str, spec: TaskSpec | None) -> Column | None:
    if name in _FIXED:
        path, read, check = _FIXED[name]
        return Column(number, path, read, check=check)
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
    return Column(number, parent / name, reader(field), has_elements(field), check_of(field))


def _unknown(name: str, spec: TaskSpec | None, *, is_alone: bool) -> Problem:
    if not name:
        return Problem("TL904", ROOT, "Column without a name", hint="name it, or remove it")
    message = f"Unknown column {_shown(name)}"
    if is_alone and re.search("[,;]", name):
        return Problem("TL904", ROOT, message, hint="separate columns with tabs, or name the file .csv")
    near = _near(name, spec)
    return Problem("TL904", ROOT, message, hint=f"did you mean {_shown(near)}?" if near else None)


def _near(name: str, spec: TaskSpec | None) -> str | None:
    if len(name) > _LONGEST_NAME:
        return None
    bare = name.strip()
    if spec and bare in spec.inputs:
        return f"INPUT:{bare}"
    own = [each for each in re.split(r"[:;.\s]+", bare)[-1:] if _FIELD_NAME(each)]
    inputs, outputs = (spec.inputs, spec.outputs) if spec else (own, own)
    known = [*_FIXED, *(f"INPUT:{each}" for each in inputs), *(f"GOLDEN:{each}" for each in outputs)]
    by_key = {each.casefold(): each for each in known if each != name}
    found = get_close_matches(bare.casefold(), by_key, 1, _NEAR)
    return by_key[found[0]] if found else None


def _shown(name: str) -> str:
    return repr(shown(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"))
