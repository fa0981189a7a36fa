"""Which of the files of a run are left out: by the configuration, and by `--exclude`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from validator.cli.commands import UsageError
from validator.cli.config import Config
from validator.cli.config_file import spelled
from validator.cli.globs import Globs
from validator.cli.streams import complain
from validator.inputs.names import STDIN
from validator.wording import counted, quoted


class Exclusion:
    """The patterns of `--exclude`, relative to the current folder, and those of the configuration.

    Raises:
        UsageError: a pattern given by hand means nothing, or leads out of the current folder.
    """

    def __init__(self, patterns: Sequence[str], configuration: Config) -> None:
        self._configuration = configuration
        try:
            self._by_hand = Globs(patterns, configuration.here)
        except ValueError as error:
            raise UsageError(f"--exclude: {quoted(str(error))} means nothing; write it as in .gitignore") from None
        for each in self._by_hand.outside:
            raise UsageError(f"--exclude: {quoted(each)} leads out of the current folder; write it from there")

    def kept(self, files: Iterable[str]) -> list[str]:
        """The files that are checked; how many are not is said, and so is a pattern that fits none."""
        files = list(files)
        kept = [each for each in files if each == STDIN or not self._covers(each)]
        if len(kept) < len(files):
            complain(f"{counted(len(files) - len(kept), 'file')} excluded")
        for pattern in self._by_hand.idle(map(self._name, files)):
            complain(f"--exclude: {pattern} fits no file")
        return kept

    def _covers(self, file: str) -> bool:
        return self._configuration.excludes(file) or self._by_hand.deciding(self._name(file)) is not None

    def _name(self, file: str) -> str:
        """A file relative to the current folder, or to the root where it is outside."""
        here = self._configuration.here
        name = spelled(here / file, here).replace(os.sep, "/")
        return Path(here / file).resolve().as_posix().lstrip("/") if name.startswith("../") else name
