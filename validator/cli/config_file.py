"""The file of a configuration: found, parsed, and checked by its JSON Schema, with everything that is wrong at once."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from validator.cli.parameters import advice, advice_on_code, code_entries
from validator.contract.loader import DOCUMENTS, PARTS, Contract, contract_names
from validator.contract.schemas import Schema
from validator.errors import BadConfigurationError
from validator.inputs.settings import AUTO
from validator.model import SEVERITIES
from validator.reporters import REPORTERS
from validator.wording import clean, quoted

#: The files looked for in each folder; the first one wins.
OWN_FILE, SHARED_FILE = "toloka-lint.toml", "pyproject.toml"
TABLE = "toloka-lint"


@dataclass(frozen=True)
class Place:
    """Where a value is in a configuration."""

    path: Path
    here: Path
    key: str = ""

    def __truediv__(self, step: str | int) -> Place:
        name = f"[{step}]" if isinstance(step, int) else f".{step}" if self.key else step
        return replace(self, key=f"{self.key}{name}")

    def error(self, why: str, advice: str) -> BadConfigurationError:
        """What is wrong here, and what to do."""
        return BadConfigurationError(spelled(self.path, self.here), self.key, why, advice)

    def file_name(self, name: str) -> str:
        """A file named in the configuration, spelled from the current folder; `-` is stdout there too."""
        return name if name == "-" else spelled(self.path.parent / name, self.here)


def spelled(path: Path, folder: Path) -> str:
    """A path as it is spelled from a folder."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return str(path)


# --- found ------------------------------------------------------------------------------------------------------------


def find(config: str | None, folder: Path) -> tuple[Place, Mapping[str, Any]] | None:
    """The file named, or the nearest one from a folder upwards, and its table; None where there is none.

    Raises:
        BadConfigurationError: it cannot be read, or is not TOML.
    """
    place, table = _named(Place(folder / config, folder)) if config is not None else _nearest(folder)
    return None if place is None else (place, table)


def _named(place: Place) -> tuple[Place, Mapping[str, Any]]:
    table = _table_in(place)
    if table is None:
        raise place.error(f"has no [tool.{TABLE}]", "add this table, or name another file")
    return place, table


def _nearest(folder: Path) -> tuple[Place | None, Mapping[str, Any]]:
    for each in (folder, *folder.parents):
        for name in (OWN_FILE, SHARED_FILE):
            # Unlike Path.is_file, this is merely false in a folder that may not be looked into.
            is_there = os.path.isfile(each / name)  # noqa: PTH113
            table = _table_in(Place(each / name, folder)) if is_there else None
            if table is not None:
                return Place(each / name, folder), table
    return None, {}


def _table_in(place: Place) -> Mapping[str, Any] | None:
    """The table in a file; None for a pyproject.toml which says nothing to us."""
    try:
        data = place.path.read_bytes()
    except OSError as error:
        why = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise place.error(why, "name one that can be read, or pass --isolated to do without") from error
    if place.path.name != SHARED_FILE:
        return _parsed(data, place)
    # Somebody else's pyproject.toml is not even parsed: what is wrong with it is not ours to say.
    if TABLE.encode() not in data:
        return None
    tool = _parsed(data, place).get("tool")
    if not isinstance(tool, dict) or TABLE not in tool:
        return None
    if not isinstance(tool[TABLE], dict):
        raise (place / "tool" / TABLE).error(f"cannot be {_as_json(tool[TABLE])}", "it takes a table")
    table: Mapping[str, Any] = tool[TABLE]
    return table


def _parsed(data: bytes, place: Place) -> dict[str, Any]:
    # Only a run that has a configuration pays for a TOML parser.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        # A line break at the end makes the parser say line and column where it would say "at end of document".
        parsed: dict[str, Any] = tomllib.loads(data.decode("utf-8-sig") + "\n")
    except UnicodeDecodeError as error:
        why = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise place.error(why, "save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise place.error(f"is not TOML: {error}", "fix it there, or pass --isolated to do without") from error
    return parsed


# --- checked ----------------------------------------------------------------------------------------------------------


@cache
def config_schema() -> Schema:
    """The JSON Schema of a configuration, filled with the names that this version knows."""
    file = Path(__file__).with_name("config.schema.json")
    contract = Contract(TABLE, {PARTS: json.loads(file.read_bytes())})
    formats = tuple(REPORTERS)
    level = {"enum": list(SEVERITIES), "x-what": "level"}
    return contract.filled(
        PARTS,
        {
            "kind": {"enum": [AUTO, *DOCUMENTS]},
            "contract": {"enum": list(contract_names())},
            "code": {"enum": list(code_entries())},
            "severities": {"properties": dict.fromkeys(code_entries(), level)},
            "format": {"pattern": rf"^(?:{'|'.join(formats)})(?:=[^\x00]+)?$(?!\n)", "examples": list(formats)},
        },
    )


def faults(table: Mapping[str, Any], place: Place) -> Iterator[BadConfigurationError]:
    """What its schema says of a configuration, in the order of its keys: one thing for each value, and each key."""
    from validator.engines.compiled import compiled
    from validator.engines.error_mapping import order
    from validator.model import Path as Steps

    about_keys = ("required", "additionalProperties")
    failures = {
        (each.steps, each.keyword if each.keyword in about_keys else ""): each
        for each in compiled(config_schema()).failures(_json_of(table))
    }
    for steps, keyword in sorted(failures, key=lambda each: (order(Steps(each[0])), each[1])):
        failure = failures[steps, keyword]
        at, value = place, table
        for step in steps:
            at, value = at / step, value[step]  # type: ignore[index] # there is something to fail
        if keyword == "required":
            yield at.error("has no pattern", 'name the files that it is about, as pattern = "uploads/**/*.jsonl"')
        elif keyword == "additionalProperties":
            yield from (_unknown(name, failure.schema, at) for name in failure.names)
        else:
            yield _refused(value, failure.schema, at)


def _json_of(value: Any) -> Any:
    """The value as JSON has it: TOML's dates and times become null, which no key takes."""
    if isinstance(value, dict):
        return {key: _json_of(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_json_of(each) for each in value]
    return value if isinstance(value, str | int | float) else None


def _refused(value: object, schema: Schema, place: Place) -> BadConfigurationError:
    what, takes = schema.get("x-what"), schema.get("x-takes")
    if takes is not None:
        return place.error(f"cannot be {_as_json(value)}", f"it takes {takes}")
    known = schema.get("examples") or schema["enum"]
    advised = advice_on_code(value) if what == "rule or code" else advice(value, known)
    shown = quoted(value) if isinstance(value, str) else _as_json(value)
    return place.error(f"unknown {what} {shown}", advised)


def _unknown(key: str, schema: Schema, place: Place) -> BadConfigurationError:
    """What to say of a key that is none of these."""
    known = schema["properties"]
    at = place / clean(key)
    if schema.get("x-what"):
        return at.error(f"unknown {schema['x-what']} {quoted(key)}", advice_on_code(key))
    if key in config_schema()["properties"]:
        return at.error("unknown key", "it is about the whole run: write it above the first [[files]]")
    if key == "tool" and place.path.name != SHARED_FILE:
        return at.error("unknown key", f"in this file the keys are at the top, without [tool.{TABLE}]")
    return at.error("unknown key", advice(key, list(known)))


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
