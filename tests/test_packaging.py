"""The wheel and the editable install both find the contracts, from an unrelated folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEE = "from validator.contract import loader as c; print(c.__file__, c.schemas_folder(), *c.contract_names())"


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(each) for each in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An environment of its own that borrows the dependencies of this one, after what is installed into it."""
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=False)
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "zz_borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "python"


def _install(python: Path, *what: str | Path, cwd: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-build-isolation")
    _run(*pip, "--disable-pip-version-check", *what, cwd=cwd)


def _site(python: Path) -> Path:
    return next((python.parent.parent / "lib").glob("python*/site-packages"))


def test_a_wheel_holds_the_contracts(python: Path, tmp_path: Path) -> None:
    _install(python, ROOT, cwd=tmp_path)

    assert _run(python, "-c", SEE, cwd=tmp_path).split() == [
        str(_site(python) / "validator" / "contract" / "loader.py"),
        str(_site(python) / "validator" / "schemas"),
        "2022-06",
        "2023-06",
    ]
    assert (_site(python) / "validator" / "py.typed").is_file()
    assert (_site(python) / "validator" / "cli" / "config.schema.json").is_file()


def test_an_editable_install_reads_the_contracts_of_the_checkout(python: Path, tmp_path: Path) -> None:
    _install(python, "-e", ROOT, cwd=tmp_path)

    assert _run(python, "-c", SEE, cwd=tmp_path).split() == [
        str(ROOT / "validator" / "contract" / "loader.py"),
        str(ROOT / "schemas"),
        "2022-06",
        "2023-06",
    ]


def test_the_installed_command_checks_a_file(python: Path, tmp_path: Path) -> None:
    _install(python, ROOT, cwd=tmp_path)
    (tmp_path / "tasks.json").write_text('{"pool_id": "1", "input_values": {"a": 1}, "overlap": 0}')

    done = subprocess.run(
        [python.parent / "toloka-lint", "check", "tasks.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    expected = "tasks.json:1:55: error VALUE_LESS_THAN_MIN overlap: Value must be greater or equal to 1 (is 0)\n"
    assert (done.returncode, done.stdout) == (1, expected)
    assert done.stderr == "Checked 1 file, 1 item (1 invalid): 1 error\n"
