"""The configuration: what `toloka-lint.toml` or `pyproject.toml` says of the run and of each file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from validator.cli import globs
from validator.contract.loader import DOCUMENTS, contract_names
from validator.errors import BadConfigurationError, UnknownNameError
from validator.inputs.files import is_known_type
from validator.inputs.settings import AUTO, FileSettings
from validator.lint.selection import Selection, all_codes
from validator.model import SEVERITIES, Severity
from validator.reporters import REPORTERS

#: The files looked for in each folder; the first one wins.
OWN_FILE, SHARED_FILE = "toloka-lint.toml", "pyproject.toml"
TABLE = "toloka-lint"

KINDS = (AUTO, *DOCUMENTS)
FAIL_ON = (*SEVERITIES, "never")
COLORS = ("auto", "always", "never")


class Entry(NamedTuple):
    """One `[[files]]`: globs relative to the folder of the configuration, and settings by python name."""

    patterns: Sequence[str]
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Config:
    """A configuration, read and checked. File names in it are relative to the current folder."""

    #: The file it was read from, if there was one.
    path: Path | None = None
    #: What is said of the run as a whole, by python name: `output_format`, `fail_on`, …
    options: Mapping[str, Any] = field(default_factory=dict)
    #: What is said of every file, by the names of FileSettings.
    defaults: Mapping[str, Any] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    #: The current folder.
    here: Path = field(default_factory=Path)

    def settings(self, file: str, given: Mapping[str, Any]) -> FileSettings:
        """The settings of one file: for all files, then each entry that names it, then what was given by hand.

        Args:
            file: The file, as it was spelled on the command line.
            given: Names of FileSettings; None stands for what was not given.
        """
        said = dict(self.defaults)
        for entry in self.entries:
            if self._is_named(file, entry):
                said |= entry.settings
        return FileSettings(**said | {key: value for key, value in given.items() if value is not None})

    def files(self) -> list[str]:
        """The files that the entries name, sorted, each once, as they would be spelled from the current folder.

        A glob that ends in `/` or `*` does not mean the readme: it leaves out what has no reader.

        Raises:
            BadConfigurationError: there are entries, and none of them names a file.
        """
        found = (
            path
            for entry in self.entries
            for glob in entry.patterns
            for path in globs.found(glob, self._folder)
            if not glob.endswith(("/", "*")) or is_known_type(path)
        )
        names = sorted({_spelled(Path(path), self.here) for path in found})
        if self.path and self.entries and not names:
            patterns = ", ".join(glob for entry in self.entries for glob in entry.patterns)
            place = Place(self.path, self.here, "files")
            raise place.error(f"no file fits {patterns}", "mend the patterns, or name the files to check")
        return names

    @property
    def _folder(self) -> Path:
        return (self.path or self.here / OWN_FILE).parent

    def _is_named(self, file: str, entry: Entry) -> bool:
        path = self.here / file
        # As it is spelled, and as it lies: either the file or the configuration may be reached through a link.
        names = {
            _spelled(path, self._folder),
            _spelled(path.parent.resolve() / path.name, self._folder.resolve()),
        }
        return any(globs.fits(glob, name.replace(os.sep, "/")) for glob in entry.patterns for name in names)


def _spelled(path: Path, folder: Path) -> str:
    """A path as it is spelled from a folder."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return str(path)


@dataclass(frozen=True)
class Place:
    """Where a value stands in a configuration."""

    path: Path
    here: Path
    key: str = ""

    def __truediv__(self, key: str) -> Place:
        return replace(self, key=f"{self.key}.{key}" if self.key else key)

    def __getitem__(self, n: int) -> Place:
        return replace(self, key=f"{self.key}[{n}]")

    def error(self, why: str, advice: str) -> BadConfigurationError:
        """What is wrong here, and what to do."""
        return BadConfigurationError(_spelled(self.path, self.here), self.key, why, advice)

    def refused(self, value: object, advice: str) -> BadConfigurationError:
        """The error for a value that cannot stand here."""
        return self.error(f"cannot be {json.dumps(value, ensure_ascii=False, default=str)}", advice)

    def file_name(self, name: str) -> str:
        """A file named in the configuration, spelled from the current folder; `-` is stdout there too."""
        return name if name == "-" else _spelled(self.path.parent / name, self.here)


#: Checks one value of a configuration, and gives it as the program uses it.
Read: TypeAlias = "Callable[[object, Place], Any]"


def _did_you_mean(name: object, names: Sequence[str], otherwise: str) -> str:
    by_lower = {each.lower(): each for each in names}
    from difflib import get_close_matches

    near = get_close_matches(str(name).lower().replace("_", "-"), by_lower, n=1)
    return f"did you mean {by_lower[near[0]]}? {otherwise}" if near else otherwise


def _one_of(names: Callable[[], Sequence[str]]) -> Read:
    def read(value: object, place: Place) -> str:
        if isinstance(value, str) and value in names():
            return value
        raise place.refused(value, _did_you_mean(value, names(), f"known: {', '.join(names())}"))

    return read


def _flag(value: object, place: Place) -> bool:
    if isinstance(value, bool):
        return value
    raise place.refused(value, "it takes true or false")


def _number(value: object, place: Place) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise place.refused(value, "it takes a whole number, 0 or more")


def _string(value: object, place: Place) -> str:
    if isinstance(value, str) and value:
        return value
    raise place.refused(value, "it takes a string that is not empty")


def _file_name(value: object, place: Place) -> str:
    if isinstance(value, str) and value and "\0" not in value:
        return place.file_name(value)
    raise place.refused(value, "it takes the name of a file")


def _list_of(read: Read) -> Read:
    def read_all(value: object, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise place.refused(value, "it takes a list, in square brackets")
        return tuple(read(each, place[n]) for n, each in enumerate(value))

    return read_all


def _code(value: object, place: Place) -> str:
    try:
        Selection(select=(_string(value, place),))
    except UnknownNameError as error:
        codes = all_codes()
        advice = _did_you_mean(value, (*codes, *codes.values()), "`toloka-lint rule` lists them all")
        raise place.error(f"unknown {error.what} {error.name}", advice) from error
    return str(value)


def _severities(value: object, place: Place) -> dict[str, Severity]:
    read = _one_of(lambda: SEVERITIES)
    return {_code(code, place / code): read(level, place / code) for code, level in _table(value, place).items()}


def _patterns(value: object, place: Place) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_string(value, place),)
    if isinstance(value, list) and value:
        return tuple(_string(each, place[n]) for n, each in enumerate(value))
    raise place.refused(value, "it takes a glob or a list of globs")


def _entry(value: object, place: Place) -> Entry:
    table = _table(value, place)
    if "pattern" not in table:
        raise place.error("has no pattern", 'say which files it is about, as pattern = "uploads/**/*.jsonl"')
    said = _read(table, {"pattern": _patterns, **FILE_KEYS}, place)
    return Entry(said.pop("pattern"), said)


def _entries(value: object, place: Place) -> tuple[Entry, ...]:
    if not isinstance(value, list):
        raise place.refused(value, "it takes a list of tables: write [[files]], in two brackets")
    return tuple(_entry(each, place[n]) for n, each in enumerate(value))


def _table(value: object, place: Place) -> dict[str, object]:
    if isinstance(value, dict):
        return value
    raise place.refused(value, "it takes a table")


#: What may be said of every file, and of the files of an entry.
FILE_KEYS: dict[str, Read] = {
    "kind": _one_of(lambda: KINDS),
    "contract": _one_of(contract_names),
    "project": _file_name,
    "pool": _file_name,
    "async-mode": _flag,
    "allow-defaults": _flag,
    "skip-invalid-items": _flag,
    "open-pool": _flag,
    "operation-id": _string,
    "request": _file_name,
}

#: What may be said of the run as a whole.
RUN_KEYS: dict[str, Read] = {
    "output-format": _one_of(lambda: tuple(REPORTERS)),
    "output": _file_name,
    "select": _list_of(_code),
    "ignore": _list_of(_code),
    "severity": _severities,
    "fail-on": _one_of(lambda: FAIL_ON),
    "max-findings": _number,
    "statistics": _flag,
    "color": _one_of(lambda: COLORS),
    "quiet": _flag,
}

KEYS: dict[str, Read] = {**FILE_KEYS, **RUN_KEYS, "files": _entries}


def load(config: str | None, *, isolated: bool, folder: Path) -> Config:
    """Read the configuration: the file named, or the nearest one from the current folder upwards.

    Args:
        config: The file named by hand, relative to the current folder.
        isolated: Read none at all.
        folder: The current folder.

    Raises:
        BadConfigurationError: it is not there, is not TOML, or holds a key or value that cannot be used; or one is
            named and none is to be read.
    """
    if isolated and config is not None:
        raise BadConfigurationError(config, "", "is asked for by --config, but --isolated reads none", "leave one out")
    if isolated:
        return Config(here=folder)
    path, table = _named(Place(folder / config, folder)) if config is not None else _nearest(folder)
    if path is None:
        return Config(here=folder)
    said = _read(table, KEYS, Place(path, folder))
    entries = said.pop("files", ())
    defaults = {name: said.pop(name) for name in map(_python, FILE_KEYS) if name in said}
    return Config(path, said, defaults, entries, folder)


def _read(table: Mapping[str, object], keys: Mapping[str, Read], place: Place) -> dict[str, Any]:
    """A table, every key known and every value checked, by python name."""
    for key in table:
        if key not in keys:
            raise (place / key).error("unknown key", _advice_on(key, keys, place))
    return {_python(key): keys[key](value, place / key) for key, value in table.items()}


def _advice_on(key: str, keys: Mapping[str, Read], place: Place) -> str:
    if key in RUN_KEYS:
        return "it is about the whole run: write it above the first [[files]]"
    if key == "tool" and place.path.name != SHARED_FILE:
        return f"in this file the keys stand at the top, without [tool.{TABLE}]"
    return _did_you_mean(key, tuple(keys), f"known: {', '.join(keys)}")


def _python(key: str) -> str:
    return key.replace("-", "_")


def _named(place: Place) -> tuple[Path, Mapping[str, object]]:
    table = _options_in(place)
    if table is None:
        raise place.error(f"has no [tool.{TABLE}]", "add this table, or name another file")
    return place.path, table


def _nearest(folder: Path) -> tuple[Path | None, Mapping[str, object]]:
    for each in (folder, *folder.parents):
        for name in (OWN_FILE, SHARED_FILE):
            # Unlike Path.is_file, this is merely false in a folder that may not be looked into.
            is_there = os.path.isfile(each / name)  # noqa: PTH113
            table = _options_in(Place(each / name, folder)) if is_there else None
            if table is not None:
                return each / name, table
    return None, {}


def _options_in(place: Place) -> Mapping[str, object] | None:
    """The options in a file; None for a pyproject.toml which says nothing to us."""
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
    return _table(tool[TABLE], place / "tool" / TABLE)


def _parsed(data: bytes, place: Place) -> dict[str, object]:
    # Only a run that has a configuration pays for a TOML parser.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        # A line break at the end makes the parser say line and column where it would say "at end of document".
        parsed: dict[str, object] = tomllib.loads(data.decode("utf-8-sig") + "\n")
    except UnicodeDecodeError as error:
        why = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise place.error(why, "save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise place.error(f"is not TOML: {error}", "mend it there, or pass --isolated to do without") from error
    return parsed
