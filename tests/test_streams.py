"""How the command goes about with terminals, pipes, devices and signals: real ones, in a process of its own."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import ROOT

COMMAND = [sys.executable, "-m", "validator"]
TASK = {"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 0}
LINE = "error VALUE_LESS_THAN_MIN overlap: Value must be greater or equal to 1 (is 0)\n"


@pytest.fixture(autouse=True)
def _ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that is started is this one, whatever is installed."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # a user has none, and much hangs on it


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(TASK))
    return file


@pytest.fixture(name="many")
def _many(tmp_path: Path) -> Path:
    file = tmp_path / "many.jsonl"
    file.write_text((json.dumps(TASK) + "\n") * 100_000)
    return file


def _run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}} | environment
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def test_an_interrupted_check_ends_at_once_with_a_plain_line(many: Path) -> None:
    command = [*COMMAND, "check", "--isolated", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        running.stdout.read(1)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate()

    assert (running.returncode, errors.strip()) == (2, "toloka-lint: interrupted")


def test_a_broken_pipe_is_silent(many: Path) -> None:
    command = [*COMMAND, "check", "--isolated", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""


def test_a_full_disk_is_said(file: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "check", "--isolated", file], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (done.returncode, done.stderr) == (2, "toloka-lint: no space left on device\n")


def test_closed_streams_are_empty_ones(file: Path) -> None:
    python = f'"{sys.executable}" -m validator check --isolated'
    nothing_in = subprocess.run(["/bin/sh", "-c", f"{python} - <&-"], capture_output=True, text=True, check=False)
    nothing_out = subprocess.run(
        ["/bin/sh", "-c", f"{python} '{file}' >&-"], capture_output=True, text=True, check=False
    )

    assert (nothing_in.returncode, "Traceback" in nothing_in.stderr) == (1, False)
    assert (nothing_out.returncode, nothing_out.stderr) == (1, "Checked 1 file, 1 item (1 invalid): 1 error\n")


def test_a_device_is_written_to_and_stays_one(file: Path) -> None:
    done = _run("check", "--isolated", file, "-o", "/dev/null")

    assert (done.returncode, done.stdout) == (1, "")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("environment", "arguments", "is_coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colour_is_as_asked(
    file: Path, environment: dict[str, str], arguments: list[str], *, is_coloured: bool
) -> None:
    done = _run("check", "--isolated", file, *arguments, **environment)

    assert ("\x1b[" in done.stdout) is is_coloured
    if not is_coloured:
        assert done.stdout == f"{file}:1:85: {LINE}"


def _on_a_terminal(file: Path) -> str:
    """What the command writes to stderr, when that is a terminal and stdout is not."""
    leader, follower = pty.openpty()
    with subprocess.Popen([*COMMAND, "check", "--isolated", file], stdout=subprocess.DEVNULL, stderr=follower):
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 1 << 16)
            except OSError:  # Linux says so when the other side is closed
                break
            if not piece:
                break
            shown += piece
    os.close(leader)
    return shown.decode()


def test_short_work_shows_no_progress_and_long_work_does(file: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.jsonl"
    os.mkfifo(slow)
    line = (json.dumps(TASK | {"overlap": 3}) + "\n") * 1_000

    assert _on_a_terminal(file) == "Checked 1 file, 1 item (1 invalid): 1 error\r\n"

    if os.fork() == 0:  # a child that writes slowly, as the check reads
        with slow.open("w") as pipe:
            for _ in range(4):
                pipe.write(line)
                pipe.flush()
                time.sleep(0.5)
        os._exit(0)
    shown = _on_a_terminal(slow)
    os.wait()

    assert "Checking" in shown
    assert "Checked 1 file, 4,000 items: 3,999 warnings\r\n" in shown
