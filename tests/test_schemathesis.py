"""schemathesis, in an environment of its own, reads the sandbox's document and holds every answer against it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from validator.sandbox.service import running

pytestmark = pytest.mark.slow

PINS = ("schemathesis==4.32.5",)
CHECKS = "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"
FOLDER = Path(__file__).parent.parent / "fixtures" / "sandbox"


@pytest.fixture(scope="module", name="schemathesis")
def _schemathesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command."""
    folder = tmp_path_factory.mktemp("schemathesis")
    bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([bin_folder / "python", "-m", "pip", "install", "--quiet", *PINS], check=True, capture_output=True)
    return bin_folder / "schemathesis"


# schemathesis looks for URLs in what was answered, and stumbles over `http://[` that it had sent itself.
CONFIGURATION = "[phases.stateful.inference]\nalgorithms = []\n"


def test_every_answer_is_a_documented_one(schemathesis: Path, tmp_path: Path) -> None:
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    project = json.loads((FOLDER / "project.json").read_text())
    options = ("--checks", CHECKS, "--max-examples", "5", "--seed", "1", "-H", "Authorization: OAuth t")
    with running(project=project) as url:
        command = [str(schemathesis), "run", f"{url}/openapi.json", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
