"""The configuration: what `toloka-lint.toml` or `pyproject.toml` says of the run and of each file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from validator.cli.config_file import Place, faults, find, spelled
from validator.cli.globs import Globs
from validator.cli.parameters import Formats, Size
from validator.errors import BadConfigurationError, CannotCheckError
from validator.inputs.names import CannotReadError, is_known_type
from validator.inputs.settings import FileSettings
from validator.wording import quoted

#: The keys whose values are names of files.
DOCUMENTS = ("project", "pool", "request")


class Layer(NamedTuple):
    """Settings by the names of FileSettings, and where they come from."""

    origin: str
    settings: Mapping[str, Any]


class Entry(NamedTuple):
    """One `[[files]]`: which files it is about, and their settings by the names of FileSettings."""

    key: str
    globs: Globs
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Config:
    """A configuration, read and checked. File names in it are relative to the current folder."""

    #: The file it was read from, if there was one.
    path: Path | None = None
    #: What it says of the run as a whole, by python name: `output_format`, `fail_on`, …
    options: Mapping[str, Any] = field(default_factory=dict)
    #: What it says of every file, by the names of FileSettings.
    defaults: Mapping[str, Any] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    #: The files that are not checked.
    exclude: Globs | None = None
    #: The current folder.
    here: Path = field(default_factory=Path)

    @property
    def name(self) -> str:
        """The file as it is spelled from the current folder."""
        return spelled(self.path, self.here) if self.path else ""

    def layers(self, file: str, given: Mapping[str, Any]) -> Iterator[Layer]:
        """What holds for one file, the later over the earlier: said of all, said of some, given by hand.

        Args:
            file: The file, as it was spelled on the command line.
            given: Names of FileSettings; None is what was not given.
        """
        if self.path:
            yield Layer(self.name, self.defaults)
            names = self._names(file)
            for key, globs, settings in self.entries:
                if any(map(globs.deciding, names)):
                    yield Layer(f"{self.name}: {key}", settings)
        yield Layer("command line", {key: value for key, value in given.items() if value is not None})

    def settings(self, file: str, given: Mapping[str, Any]) -> FileSettings:
        """The settings of one file: its layers in one. Of severities each is laid over the others, code by code."""
        merged: dict[str, Any] = {}
        for _, settings in self.layers(file, given):
            severity = (*merged.get("severity", ()), *settings.get("severity", ()))
            merged |= {**settings, "severity": severity}
        return FileSettings(**merged)

    def excludes(self, file: str) -> bool:
        """Whether it says that a file is not checked."""
        return self.exclude is not None and any(map(self.exclude.deciding, self._names(file)))

    def files(self) -> list[str]:
        """The files that the entries name, sorted, each once, as they would be spelled from the current folder.

        A pattern that names no type of file (`uploads/`, `*`) does not mean the readme.

        Raises:
            BadConfigurationError: there are entries, and none of them names a file.
        """
        skips = self.exclude.skips if self.exclude else lambda _: False
        found = {
            spelled(entry.globs.folder / name, self.here)
            for entry in self.entries
            for name, pattern in entry.globs.found(skips)
            if is_known_type(name) or "." in pattern.rpartition("/")[2].rstrip("*")
        }
        if self.path and self.entries and not found:
            patterns = ", ".join(pattern for entry in self.entries for pattern in entry.globs.given)
            leads_out = any(entry.globs.outside for entry in self.entries)
            advice = "they cannot lead out of the folder of the configuration: " if leads_out else ""
            why, advice = f"no file fits {patterns}", f"{advice}fix the patterns, or name the files to check"
            raise Place(self.path, self.here, "files").error(why, advice)
        return sorted(found)

    def idle_patterns(self, files: Iterable[str]) -> Iterator[str]:
        """Sentences about the patterns that do nothing: they fit none of these files and no other, or lead away."""
        names = [name for file in files for name in self._names(file)]
        about = [(f"{key}.pattern", globs) for key, globs, _ in self.entries]
        for key, globs in (*about, *((("exclude", self.exclude),) if self.exclude else ())):
            for pattern in globs.outside:
                why = "is not applied: it leads out of the folder of the configuration"
                yield f"{self.name}: {key}: {pattern} {why}; name the files, or move the configuration up"
            for pattern in globs.idle(names):
                yield f"{self.name}: {key}: {pattern} fits no file"

    def discreet(self, error: CannotCheckError, given: Mapping[str, Any]) -> CannotCheckError:
        """The error, without the text of a document that nobody but the configuration names: it may name any file.

        Args:
            error: Why something could not be checked.
            given: Names of FileSettings, given by hand.
        """
        said = (self.defaults, *(entry.settings for entry in self.entries))
        named = {settings[key] for settings in said for key in DOCUMENTS if key in settings}
        if not isinstance(error, CannotReadError) or error.file not in named.difference(map(given.get, DOCUMENTS)):
            return error
        why = re.split("[:;]", error.why)[0]
        return CannotReadError(error.file, f"{why}; {self.name} names it: give it by hand to see more")

    @contextmanager
    def discretion(self, given: Mapping[str, Any]) -> Iterator[None]:
        """Let no error tell the text of a document that nobody but the configuration names."""
        try:
            yield
        except CannotCheckError as error:
            raise self.discreet(error, given) from None

    def _names(self, file: str) -> set[str]:
        """A file relative to the folder of the configuration: as it is spelled, and as it lies.

        Either the file or the configuration may be reached through a link.
        """
        path, folder = self.here / file, self.path.parent if self.path else self.here
        names = {spelled(path, folder), spelled(path.parent.resolve() / path.name, folder.resolve())}
        return {each.replace(os.sep, "/") for each in names}


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
        raise BadConfigurationError(config, "", "--config and --isolated exclude each other", "leave one out")
    found = None if isolated else find(config, folder)
    if found is None:
        return Config(here=folder)
    place, table = found
    wrong = [*faults(table, place), *_meaningless(table, place), *_outputs_outside(table, place)]
    if wrong:
        first, *others = wrong
        raise BadConfigurationError(first.file, first.key, first.why, first.advice, tuple(others))
    return _read(table, place)


def _read(table: Mapping[str, Any], place: Place) -> Config:
    """What a table says that nothing is wrong with."""
    folder = place.path.parent
    entries = tuple(
        Entry(f"files[{n}]", Globs(_listed(entry["pattern"]), folder), _settings(entry, place))
        for n, entry in enumerate(table.get("files", ()))
    )
    exclude = Globs(_listed(table["exclude"]), folder) if "exclude" in table else None
    options = _settings(table, place)
    defaults = {name: options.pop(name) for name in FileSettings._fields if name in options}
    return Config(place.path, options, defaults, entries, exclude, place.here)


def _settings(table: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Keys and values as the program has them, but for those about patterns, and `jobs` of version 0.1.0."""
    apart = ("files", "pattern", "exclude", "jobs")
    return {key.replace("-", "_"): _value(key, value, place) for key, value in table.items() if key not in apart}


def _value(key: str, value: Any, place: Place) -> Any:
    if key in (*DOCUMENTS, "output"):
        return place.file_name(value)
    if key == "severity":
        return tuple(value.items())
    if key == "max-findings":
        return int(value)
    if key == "max-memory":
        return Size().convert(value, None, None)
    if key == "output-format":
        formats = [Formats().convert(each, None, None) for each in _listed(value)]
        return tuple(each._replace(file=each.file and place.file_name(each.file)) for each in formats)
    return tuple(value) if isinstance(value, list) else value


def _listed(value: Any) -> tuple[str, ...]:
    """A string or a list of them as a list, without what is no string."""
    return tuple(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


# --- beyond the schema ------------------------------------------------------------------------------------------------


def _meaningless(table: Mapping[str, Any], place: Place) -> Iterator[BadConfigurationError]:
    """Patterns that mean nothing."""
    entries = table.get("files", ())
    entries = [each if isinstance(each, dict) else {} for each in entries] if isinstance(entries, list) else []
    said = [(place / "exclude", table.get("exclude"))]
    said += [(place / "files" / n / "pattern", each.get("pattern")) for n, each in enumerate(entries)]
    for at, patterns in said:
        try:
            Globs(_listed(patterns), place.path.parent)
        except ValueError as error:
            yield at.error(f"{quoted(str(error))} means nothing", "write patterns as in .gitignore")


def _outputs_outside(table: Mapping[str, Any], place: Place) -> Iterator[BadConfigurationError]:
    """What a configuration would write outside its folder: it may come with a checkout that nobody has read."""
    reports = (each.partition("=")[2] for each in _listed(table.get("output-format")))
    named = [("output", each) for each in _listed(table.get("output"))] + [("output-format", each) for each in reports]
    for key, name in named:
        target = Path(os.path.realpath(place.path.parent / name.replace("\0", "")))
        if name not in ("", "-") and not target.is_relative_to(os.path.realpath(place.path.parent)):
            why = f"{quoted(name)} is outside the folder of the configuration"
            yield (place / key).error(why, "name a file in it, or give -o or --output-format by hand")
