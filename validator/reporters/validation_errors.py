"""The map that the API itself answers with: positions, paths, errors. With several files, one map for each."""

from __future__ import annotations

from validator.model import Finding, Tally
from validator.reporters.base import Options, Reporter, Write
from validator.reporters.json_text import dumps
from validator.rules import RULES


class ValidationErrors(Reporter):
    """Writes item by item. Only what the API would say is in the map; `left_out` counts the rest."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._root = _Members(write)
        self._has_files = len(options.files) > 1
        self._names = frozenset(options.files)
        self._to_come = iter(options.files if self._has_files else ())
        self._items = None if self._has_files else self._root
        self._place: tuple[str | None, int | None] = (None, None)
        self._errors: dict[str, dict[str, object]] = {}

    def begin(self) -> None:
        """Open the map."""
        self._root.open()

    def finding(self, finding: Finding) -> None:
        """Keep the error until its item is over."""
        place, path = (finding.file, finding.index), str(finding.path)
        if not self._is_of_api(finding) or (place == self._place and path in self._errors):
            self.left_out += 1
            return
        if place != self._place:
            self._end_item()
            if self._has_files and (self._items is None or finding.file != self._place[0]):
                self._items = self._begin_file(str(finding.file))
            self._place = place
        self._errors[path] = _error(finding)

    def end(self, tally: Tally) -> None:  # noqa: ARG002 - the map has no counts
        """Close the map, and name the remaining files."""
        self._end_item()
        self._end_file()
        for name in self._to_come:
            self._root.add(name, {})
        self._root.close()
        self._write("\n")

    def _is_of_api(self, finding: Finding) -> bool:
        """Whether the API would say this of an item: not of a project, which is checked on the way."""
        is_of_run = finding.file in self._names or not self._names
        return is_of_run and finding.code not in RULES and finding.index is not None

    def _end_item(self) -> None:
        if self._errors and self._items:
            self._items.add(str(self._place[1]), self._errors)
        self._errors = {}

    def _begin_file(self, file: str) -> _Members:
        """Open the map of a file, past the files that have no errors."""
        self._end_file()
        for name in self._to_come:
            if name == file:
                break
            self._root.add(name, {})
        return self._root.nested(file)

    def _end_file(self) -> None:
        if self._items and self._items is not self._root:
            self._items.close()


class _Members:
    """The members of one JSON object, written one by one."""

    def __init__(self, write: Write, indent: str = "  ") -> None:
        self._write = write
        self._indent = indent
        self._is_empty = True

    def open(self) -> None:
        self._write("{")

    def add(self, key: str, value: object) -> None:
        """A whole member. Strings hold no line break of their own in JSON, so every line can be moved."""
        self._key(key)
        self._write(dumps(value, indent=True).replace("\n", "\n" + self._indent))

    def nested(self, key: str) -> _Members:
        """A member that is itself an object to be written member by member."""
        self._key(key)
        members = _Members(self._write, self._indent + "  ")
        members.open()
        return members

    def close(self) -> None:
        self._write("}" if self._is_empty else f"\n{self._indent[2:]}}}")

    def _key(self, key: str) -> None:
        comma = "" if self._is_empty else ","
        self._write(f"{comma}\n{self._indent}{dumps(key)}: ")
        self._is_empty = False


def _error(finding: Finding) -> dict[str, object]:
    error: dict[str, object] = {"code": finding.code, "message": finding.message}
    if finding.params is not None:
        error["params"] = finding.params
    return error
