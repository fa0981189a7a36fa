"""What the console blocks of the README and of docs/ show is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import ROOT
from console import BLOCK, commands, replayed
from kept import HINT, kept

#: The pages with console blocks, and the folder of fixtures whose files they are about.
PAGES = {
    "README.md": "readme",
    "docs/configuration.md": "",
    "docs/contracts.md": "",
    "docs/editors.md": "readme",
    "docs/fuzzing.md": "readme",
    "docs/responses.md": "responses-manual",
}


@pytest.mark.parametrize(("page", "fixtures"), PAGES.items(), ids=PAGES)
def test_a_page_shows_what_its_commands_print(page: str, fixtures: str, tmp_path: Path) -> None:
    file = ROOT / page
    made = replayed(file.read_bytes().decode(), tmp_path, *filter(None, [fixtures]))

    assert kept(file, made) == made, HINT


def test_every_page_with_console_blocks_is_played() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]

    assert {str(each.relative_to(ROOT)) for each in pages if BLOCK.search(each.read_text())} == {*PAGES}


def test_the_page_about_responses_shows_every_command() -> None:
    blocks = BLOCK.findall((ROOT / "docs" / "responses.md").read_text())

    assert {command.split()[1] for block in blocks for command in commands(block)} == {"check", "predict", "locate"}
