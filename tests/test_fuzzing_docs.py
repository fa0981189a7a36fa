"""The tests that docs/fuzzing.md and the README show are run, and end as shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import ROOT, Outcome, python

PAGE = (ROOT / "docs" / "fuzzing.md").read_text()
FILES = dict(re.findall(r"^```python\n# (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
(FILES["test_readme.py"],) = re.findall(
    r"<!-- builder test -->\n```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE
)
(SHOWN,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)

# This machine may be busy: no example has to be quick.
UNHURRIED = """
from hypothesis import settings
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
"""


def _tested(name: str, folder: Path) -> Outcome:
    for file, text in {**FILES, "conftest.py": UNHURRIED}.items():
        (folder / file).write_text(text)
    return python(["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", name], folder)


@pytest.mark.parametrize("name", ["test_builder.py", "test_server.py", "test_readme.py"])
def test_what_passes_there_passes(name: str, tmp_path: Path) -> None:
    done = _tested(name, tmp_path)

    assert "2 passed" in done.stdout
    assert done.exit == 0


def test_what_fails_there_fails_as_shown(tmp_path: Path) -> None:
    done = _tested("test_forgetful_builder.py", tmp_path)
    printed = "".join(f"{line}\n" for line in re.findall(r"^E {7}(.*)$", done.stdout, re.MULTILINE))
    # The words of other versions of Hypothesis.
    printed = printed.replace("  # or any other generated value", "").replace("Falsifying example", "Failing test case")

    assert done.exit == 1
    assert printed.startswith(SHOWN)


def test_every_file_of_the_pages_is_tested() -> None:
    assert {*FILES} == {"test_builder.py", "test_server.py", "test_forgetful_builder.py", "test_readme.py"}
