"""The test that the README shows passes; the page of the sandbox names every option."""

from __future__ import annotations

import re
from pathlib import Path

from command_line import ROOT, python

from validator.cli.serve import command


def test_the_test_of_the_readme_passes(tmp_path: Path) -> None:
    block = re.search(r"<!-- sandbox test -->\n```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block
    (tmp_path / "test_it.py").write_text(block[1])
    done = python(["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"], tmp_path)

    assert done.exit == 0, done.stdout
    assert re.match(r"\.\s+\[100%\]\n1 passed", done.stdout)


def test_the_page_names_every_option() -> None:
    page = (ROOT / "docs" / "sandbox.md").read_text()

    assert [each.opts for each in command.params if f"`{each.opts[0]}" not in page] == []
