"""What the README shows is what happens: its console blocks and Python examples are run."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
CONSOLE = re.findall(r"^```console\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_there_are_blocks_to_run() -> None:
    assert len(CONSOLE) >= 2
    assert ">>> " in README


@pytest.mark.parametrize("block", CONSOLE)
def test_a_console_block_prints_what_it_shows(block: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures" / "readme", tmp_path, dirs_exist_ok=True)
    bin_folder = Path(sys.executable).parent
    for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = shown.partition("\n")
        done = subprocess.run(  # noqa: S602 - the commands of the README
            command,
            shell=True,
            cwd=tmp_path,
            env={"PATH": f"{bin_folder}:/usr/bin:/bin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.stdout == expected


def test_the_python_examples_hold() -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(parser.get_doctest(README, {}, "README", "README.md", 0))

    assert runner.summarize(verbose=False) == (0, len(parser.get_examples(README)))


def test_the_first_command_checks_a_file_that_is_there() -> None:
    files = re.findall(r"fixtures/\S+", README)

    assert files
    assert all((ROOT / file).exists() for file in files)


def test_the_version_is_the_newest_of_the_changelog() -> None:
    from validator import __version__

    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert newest
    assert newest[1] == __version__
