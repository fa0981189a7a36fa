"""What docs/fuzzing.md and the README show is what happens: their tests are run, and the commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "fuzzing.md").read_text()
FILES = dict(re.findall(r"^```python\n# (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
(FILES["test_readme.py"],) = re.findall(
    r"<!-- builder test -->\n```python\n(.*?)^```$", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE
)
(SHOWN,) = re.findall(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
(CONSOLE,) = re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)

# This machine may be busy: no example has to be quick.
UNHURRIED = """
from hypothesis import settings
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
"""


def _run(command: list[str] | str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def _tested(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    for file, text in {**FILES, "conftest.py": UNHURRIED}.items():
        (folder / file).write_text(text)
    return _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", name], folder)


@pytest.mark.parametrize("name", ["test_builder.py", "test_server.py", "test_readme.py"])
def test_what_passes_there_passes(name: str, tmp_path: Path) -> None:
    done = _tested(name, tmp_path)

    assert "2 passed" in done.stdout
    assert done.returncode == 0


def test_what_fails_there_fails_as_shown(tmp_path: Path) -> None:
    done = _tested("test_forgetful_builder.py", tmp_path)
    shown = "".join(f"{line}\n" for line in re.findall(r"^E {7}(.*)$", done.stdout, re.MULTILINE))
    # The words of other versions of Hypothesis.
    shown = shown.replace("  # or any other generated value", "").replace("Falsifying example", "Failing test case")

    assert done.returncode == 1
    assert shown.startswith(SHOWN)


def test_its_commands_print_what_they_show(tmp_path: Path) -> None:
    shutil.copy(ROOT / "fixtures" / "readme" / "project.json", tmp_path)
    program = tmp_path / "toloka-lint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m validator "$@"\n')
    program.chmod(0o755)
    for shown in re.split(r"^\$ ", CONSOLE, flags=re.MULTILINE)[1:]:
        command, _, expected = shown.partition("\n")
        done = _run(command, tmp_path)

        assert done.stdout == expected


def test_every_file_of_the_pages_is_tested() -> None:
    assert {*FILES} == {"test_builder.py", "test_server.py", "test_forgetful_builder.py", "test_readme.py"}
