"""Command cases: a file is a case, from what it claims to the exit code that it expects.

    # A missing key is shown at the object that lacks it.
    $ toloka-lint check tasks.json --project project.json
    -- tasks.json --
    {"pool_id": "1"}
    -- project.json = shared/project-of-an-image.json --
    -- stdout --
    tasks.json:1:1: error VALUE_REQUIRED input_values: Value must be present and not equal to null
    -- exit 1 --

`sections.py` says how files are written. `$ toloka-lint` runs inside the test's own process, `$ python -m validator`
in one of its own; the file `stdin` is what the command reads there.

What the command makes is compared whole: stdout, stderr, the exit code, and every file that is new or changed, which is
`-- NAME (written) --`. What is not listed must be empty. There are two exceptions. The summary, one line of stderr, is
removed first, except for a case with `stderr (whole)`. And where the words are those of the library that parses the
arguments, each line of `stderr (contains)` must be part of stderr. VERSION stands for ours.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from command_line import Outcome, in_a_process, toloka_lint
from sections import FIXTURES, CaseError, Section, section, sections

from validator import __version__

COMMANDS = FIXTURES / "commands"

#: The summary. A few cases are about it; no other has its words.
SUMMARY = re.compile(r"^Checked \d[\d,]* files?, .*\n", re.MULTILINE)

_RUNS = {"toloka-lint": toloka_lint, "python -m validator": in_a_process}
_HEAD = re.compile(rf"(?:# .+\n)+\$ ({'|'.join(_RUNS)}) (.+)\n")


class Case(NamedTuple):
    """A case as it was read."""

    #: Its text, up to what the command makes.
    head: str
    run: Callable[..., Outcome]
    arguments: Sequence[str]
    files: Mapping[str, bytes]
    #: How stderr is compared, and what it is.
    stderr: tuple[str, str]

    @property
    def has_engine(self) -> bool:
        """Whether it can be run with another engine, and quickly."""
        takes_one = self.arguments[0] in ("check", "predict") and "--engine" not in self.arguments
        return takes_one and self.run is toloka_lint

    def played(self, folder: Path, *more: str) -> str:
        """The text of the case with what the command makes now, run in a new folder and with more arguments."""
        folder.mkdir(parents=True)
        files = dict(self.files)
        stdin = files.pop("stdin", b"")
        for name, data in files.items():
            _put(folder / name, data, is_folder=name.endswith("/"))
        before = _files(folder)
        command, *arguments = self.arguments
        outcome = self.run([command, *more, *arguments], folder, stdin)
        return self.head + "".join(self._made(outcome, before, _files(folder)))

    def _made(self, outcome: Outcome, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
        if "Traceback" in outcome.stderr or before.keys() - after.keys():
            raise AssertionError(f"a traceback, or a file is gone: {outcome.stderr}{before.keys() - after.keys()}")
        yield from (section(name, data, "written") for name, data in after.items() if before.get(name) != data)
        stdout = outcome.stdout.replace(f'"{__version__}"', '"VERSION"')
        yield section("stdout", stdout.encode()) if stdout else ""
        yield self._stderr(outcome.stderr)
        yield f"-- exit {outcome.exit} --\n"

    def _stderr(self, text: str) -> str:
        how, expected = self.stderr
        if how == "contains" and all(line in text for line in expected.splitlines()):
            return section("stderr", expected.encode(), how)
        if how == "whole":
            return section("stderr", text.encode(), how)
        rest = SUMMARY.sub("", text, count=1)
        return section("stderr", rest.encode()) if rest else ""


def case_files(folder: Path = COMMANDS) -> list[Path]:
    """The files of the cases in a folder and below. Raises CaseError where a folder is empty or has other files."""
    inside = sorted(folder.iterdir())
    if not inside:
        raise CaseError(f"{folder}: no cases")
    files: list[Path] = []
    for each in inside:
        if each.is_file() and each.suffix != ".case":
            raise CaseError(f"{each}: the name of a case ends in .case")
        files += case_files(each) if each.is_dir() else [each]
    return files


def parsed(text: str) -> Case:
    """The case that a text holds. Raises CaseError."""
    found = sections(text)
    head = _HEAD.fullmatch(text[: found[0].start] if found else text)
    if not head:
        raise CaseError(f"does not begin with `# CLAIM`, then `$ `, {' or '.join(_RUNS)}, and arguments")
    made = [each for each in found if _is_made(each)]
    given = found[: len(found) - len(made)]
    if any(map(_is_made, given)) or not made or not re.fullmatch(r"exit \d", made[-1].name) or made[-1].text:
        raise CaseError("first come the files, then what the command makes, and last `exit N`")
    for group in (given, made):
        if len({each.name for each in group}) < len(group):
            raise CaseError(f"a name twice: {', '.join(each.name for each in group)}")
    stderr = next(((each.how[0], each.text) for each in made if each.name == "stderr" and each.how), ("", ""))
    files = {each.name: each.data for each in given}
    return Case(text[: made[0].start], _RUNS[head[1]], tuple(shlex.split(head[2])), files, stderr)


def _is_made(each: Section) -> bool:
    """Whether the command makes it, and does not find it."""
    return each.name.split()[0] in ("stdout", "stderr", "exit") or "written" in each.how


def _put(file: Path, data: bytes, *, is_folder: bool) -> None:
    folder = file if is_folder else file.parent
    folder.mkdir(parents=True, exist_ok=True)
    if not is_folder:
        file.write_bytes(data)


def _files(folder: Path) -> dict[str, bytes]:
    inside = (each for each in sorted(folder.rglob("*")) if each.is_file())
    return {str(each.relative_to(folder)): each.read_bytes() for each in inside}
