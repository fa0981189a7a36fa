"""toloka-kit, unchanged and in an environment of its own, against a sandbox: what its users do, and see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from validator import Validator
from validator.sandbox.service import running

# The client neither installs nor runs with newer ones; it imports pkg_resources, which setuptools 81 no longer has.
PINS = ("toloka-kit==1.2.3", "httpx<0.28", "attrs<24", "cattrs<24", "setuptools<81")
FOLDER = Path(__file__).parent.parent / "fixtures" / "sandbox"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "toloka-kit.json").read_text())
POOLS = [json.loads(each.read_text()) for each in sorted(FOLDER.glob("pool-*.json"))]
PROJECT = json.loads((FOLDER / "project.json").read_text())
PROGRAM = Path(__file__).parent / "official_client.py"


def installed(folder: Path) -> Path:
    """The Python of an environment that has the client."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True, capture_output=True)
    return python


@pytest.mark.slow
def test_what_its_users_see(tmp_path: Path) -> None:
    python = installed(tmp_path / "environment")
    with running(project=PROJECT, pools=POOLS, token="good", quota_scale=0.2) as url:  # noqa: S106 - of no account
        done = subprocess.run([python, PROGRAM, url], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == EXPECTED


@pytest.mark.parametrize("way", ["", "_sync"])
def test_what_they_see_is_predicted(way: str) -> None:
    valid = {"pool_id": "21", "input_values": {"image": "https://example.com/1.png"}}
    invalid = {"pool_id": "21", "input_values": {"imagis": "x"}}
    refused = Validator("tasks", project=PROJECT, pool=POOLS[0]).predict([valid, invalid])
    skipping = Validator("tasks", project=PROJECT, pool=POOLS[0], skip_invalid_items=True).predict([invalid, valid])

    assert EXPECTED[f"create_tasks_one_invalid{way}"]["payload"] == refused["body"]["payload"]
    assert EXPECTED[f"create_tasks_skipping{way}"]["validation_errors"] == skipping["body"]["validation_errors"]
    assert list(EXPECTED[f"create_tasks_skipping{way}"]["items"]) == list(skipping["body"]["items"])
