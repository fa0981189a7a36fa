"""What the README shows is what happens: its console blocks and Python examples are run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from command_line import ROOT
from console import blocks, played, shown

README = (ROOT / "README.md").read_text()


def test_there_are_blocks_to_run() -> None:
    assert len(blocks(README)) >= 2
    assert ">>> " in README


@pytest.mark.parametrize("block", blocks(README))
def test_a_console_block_prints_what_it_shows(block: str, tmp_path: Path) -> None:
    assert played(block, tmp_path) == shown(block)


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
