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
from validator.sandbox import running

pytestmark = pytest.mark.slow

# The client neither installs nor runs with newer ones; it imports pkg_resources, which setuptools 81 no longer has.
PINS = ("toloka-kit==1.2.3", "httpx<0.28", "attrs<24", "cattrs<24", "setuptools<81")
FOLDER = Path(__file__).parent.parent / "fixtures" / "sandbox"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "toloka-kit.json").read_text())
POOLS = [json.loads(each.read_text()) for each in sorted(FOLDER.glob("pool-*.json"))]
PROJECT = json.loads((FOLDER / "project.json").read_text())
PROGRAM = Path(__file__).parent / "official_client.py"


@pytest.fixture(scope="module", name="python")
def _python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the client."""
    folder = tmp_path_factory.mktemp("toloka-kit")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *PINS], check=True, capture_output=True)
    return python


@pytest.fixture(scope="module", name="seen")
def _seen(python: Path) -> dict[str, Any]:
    with running(project=PROJECT, pools=POOLS, token="good", quota_scale=0.2) as url:  # noqa: S106 - of no account
        done = subprocess.run([python, PROGRAM, url], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_no_scenario_is_forgotten(seen: dict[str, Any]) -> None:
    assert sorted(seen) == sorted(EXPECTED)


@pytest.mark.parametrize("scenario", EXPECTED)
def test_its_users_see(seen: dict[str, Any], scenario: str) -> None:
    assert seen[scenario] == EXPECTED[scenario]


@pytest.mark.parametrize("skip_invalid_items", [True, False])
def test_they_see_what_is_predicted(seen: dict[str, Any], *, skip_invalid_items: bool) -> None:
    tasks = [{"pool_id": "21", "input_values": {"image": "https://example.com/1.png"}}]
    tasks.insert(0 if skip_invalid_items else 1, {"pool_id": "21", "input_values": {"imagis": "x"}})
    validator = Validator("tasks", project=PROJECT, pool=POOLS[0], skip_invalid_items=skip_invalid_items)
    body = validator.predict(tasks)["body"]

    if skip_invalid_items:
        assert seen["create_tasks_skipping_sync"]["validation_errors"] == body["validation_errors"]
        assert seen["create_tasks_skipping"]["validation_errors"] == body["validation_errors"]
    else:
        assert seen["create_tasks_one_invalid_sync"]["payload"] == body["payload"]
        assert seen["create_tasks_one_invalid"]["payload"] == body["payload"]
