"""What is likely wrong with a cell although it can be read: arrays in brackets, integers that a spreadsheet rounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from validator.contract.task_spec import Field
from validator.inputs.table_cells import bare, elements, number
from validator.model import Path, Problem


class Check(NamedTuple):
    """A look at the texts of a column: `is_suspect` is quick, and asked first."""

    is_suspect: Callable[[str], object]
    #: What is likely wrong with a text that stands for the value at a path.
    problems: Callable[[Path, str], list[Problem]]


_FLOAT_EXPECTED = "Value must be a number"
# A spreadsheet shows integers of twelve and more digits so, and keeps fifteen digits of those.
_ROUNDED = re.compile(r"[+-]?\d+(?:\.\d*)?[eE]\+?0*[1-9]\d*|[+-]?\d{15}0{2,}").fullmatch
_MAY_BE_ROUNDED = re.compile(r"[eE]|\d{15}").search
_HAS_MARKS = re.compile(r"^\s*[\[({]|;").search
_MAY_BE_AMISS = re.compile(r"^\s*[\[({]|;|[eE]|\d{15}").search
_BRACKETS = {"[": "]", "(": ")", "{": "}"}
_ENTITY = re.compile(r"&#?\w+;")
_ADDRESS = re.compile(r"\s*(?:https?://|www)", re.IGNORECASE)


def check_of(field: Field | None) -> Check | None:
    """The check of a field's cells; None for a type of which every text that can be read is as likely meant."""
    if field is None:
        return None
    if not field.is_array:
        return ROUNDED if field.type == "integer" else None
    is_suspect = _MAY_BE_AMISS if field.type == "integer" else _HAS_MARKS
    return Check(is_suspect, lambda path, text: _array(field.type, path, text))


def _rounded(path: Path, text: str) -> list[Problem]:
    """An integer that a spreadsheet has rounded."""
    if not _ROUNDED(text.strip()):
        return []
    hint = "enter it again, in a column with the format Text"
    return [Problem("TL906", path, f"Integer {text.strip()} was rounded by a spreadsheet", hint=hint)]


def _not_a_number(path: Path, text: str) -> list[Problem]:
    """A place on the map that is no number."""
    return [Problem("FLOAT_EXPECTED", path, _FLOAT_EXPECTED)] if isinstance(number(text), str) else []


def _array(type_: str, path: Path, text: str) -> list[Problem]:
    if type_ == "integer":
        found = [each for n, element in enumerate(elements(text)) for each in _rounded(path / n, bare(element))]
        if found:
            return found
    if _is_bracketed(type_, text.strip()):
        message = "Brackets around an array become a part of its elements"
        return [Problem("TL905", path, message, hint="write the elements with commas between them, as a,b")]
    if _has_semicolons(type_, text):
        message = "Semicolons do not separate the elements of an array"
        return [Problem("TL905", path, message, hint="write the elements with commas between them, as a,b")]
    return []


def _is_bracketed(type_: str, text: str) -> bool:
    if len(text) < 2 or text[-1] != _BRACKETS.get(text[0]):  # noqa: PLR2004 - a pair
        return False
    if type_ == "json":
        return text[0] == "["
    return text[0] == "[" or text[1:].lstrip()[:1] in {'"', "'"}


def _has_semicolons(type_: str, text: str) -> bool:
    if ";" not in text or type_ == "json":
        return False
    if type_ == "coordinates":
        return True
    if "," in text or _ENTITY.search(text):
        return False
    return type_ != "url" or all(map(_ADDRESS.match, text.split(";")))


#: Of columns that hold integers.
ROUNDED = Check(_MAY_BE_ROUNDED, _rounded)
#: Of columns that hold a place on the map.
NO_NUMBER = Check(str, _not_a_number)
