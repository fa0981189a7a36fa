"""What the README shows of Python is what happens, and what it names is there."""

from __future__ import annotations

import doctest
import re

from command_line import ROOT

README = (ROOT / "README.md").read_text()


def test_the_python_examples_hold() -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(parser.get_doctest(README, {}, "README", "README.md", 0))

    assert ">>> " in README
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
