"""How the command goes about with terminals, pipes, devices and signals: real ones, in a process of its own."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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


@pytest.mark.parametrize(
    ("number", "word"),
    [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated"), (signal.SIGHUP, "hung up")],
)
def test_a_signal_ends_a_check_at_once_with_a_plain_line_and_leaves_nothing(
    number: int, word: str, many: Path, tmp_path: Path
) -> None:
    outputs = [f"--output-format={name}={tmp_path / name}" for name in ("json", "sarif")]
    command = [*COMMAND, "check", "--isolated", str(many), *outputs]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout
        running.stdout.read(1)
        assert len(list(tmp_path.iterdir())) == 3
        running.send_signal(number)
        _, errors = running.communicate()

    assert (running.returncode, errors) == (2, f"toloka-lint: {word}\n")
    assert list(tmp_path.iterdir()) == [many]


def test_a_hangup_that_is_ignored_stays_ignored(many: Path, tmp_path: Path) -> None:
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-c", ignoring, *COMMAND, "check", "--isolated", str(many), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        while not any(each.name.startswith(".") for each in tmp_path.iterdir()):
            time.sleep(0.01)
        running.send_signal(signal.SIGHUP)
        _, errors = running.communicate()

    assert (running.returncode, errors.splitlines()[0][:15]) == (1, "Checked 1 file,")


def test_a_broken_pipe_is_silent(many: Path) -> None:
    command = [*COMMAND, "check", "--isolated", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["rule"], ["schema", "tasks"]])
def test_a_reader_that_is_gone_already_is_no_matter(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, *arguments], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (done.returncode, done.stderr) == (2, b"")


FULL = "no space left on device\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "--isolated", "tasks.json"], FULL),
        (["check", "--isolated", "tasks.json", "-o", "/dev/stdout"], FULL),
        (["check", "--isolated", "tasks.json", "-o", "/dev/full"], f"/dev/full: cannot be written: {FULL}"),
        (
            ["check", "--isolated", "tasks.json", "-o", "/dev/null", "--output-format", "json=/dev/full"],
            f"/dev/full: cannot be written: {FULL}",
        ),
        (["--help"], FULL),
        (["rule"], FULL),
        (["schema", "tasks"], FULL),
        (["fuzz", "tasks"], FULL),
        (["predict", "tasks.json"], FULL),
        (["diff", "2022-06", "2023-06"], FULL),
    ],
)
def test_a_full_disk_is_said(file: Path, arguments: list[str], expected: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=file.parent, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (done.returncode, done.stderr) == (2, f"toloka-lint: {expected}")


@pytest.mark.parametrize("arguments", [["check", "--isolated", "tasks.json"], ["check", "gone.json"], ["chek"], []])
def test_a_full_disk_under_stderr_is_no_traceback(file: Path, arguments: list[str]) -> None:
    """It cannot be said, but for the exit code: the findings are whole."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=file.parent, stdout=subprocess.PIPE, stderr=full, text=True, check=False
        )

    assert (done.returncode, done.stdout) == (2, f"tasks.json:1:85: {LINE}" if "tasks.json" in arguments else "")


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


def _in_shell(line: str, folder: Path) -> str:
    """What a shell prints, in whose line `$check` is the command."""
    check = f'"{sys.executable}" -m validator check --quiet --isolated tasks.json'
    command = ["/bin/bash", "-c", line]
    done = subprocess.run(command, cwd=folder, env=os.environ | {"check": f"{check}"}, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode()


FOUND = f"tasks.json:1:85: {LINE}"


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "folder/1", "-"])
@pytest.mark.parametrize("line", ["| cat", "> out; cat out", ">> out; cat out"])
def test_a_name_of_stdout_is_written_to_where_it_is(file: Path, line: str, name: str) -> None:
    (file.parent / "link").symlink_to("/dev/stdout")
    (file.parent / "folder").symlink_to("/dev/fd")
    out = file.parent / "out"
    out.write_text("before\n")
    inode = out.stat().st_ino
    printed = _in_shell(f"{{ echo first; eval $check -o {name}; echo last; }} {line}", file.parent)

    expected = f"first\n{FOUND}last\n"
    assert printed == (f"before\n{expected}" if ">>" in line else expected)
    assert out.stat().st_ino == inode


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("eval $check -o /dev/stderr 2> out; cat out", FOUND),
        ("exec 3> out; echo first >&3; eval $check -o /dev/fd/3; echo last >&3; cat out", f"first\n{FOUND}last\n"),
        ("eval $check -o >(cat > out); sleep 0.2; cat out", FOUND),
        ("mkfifo pipe; cat pipe & eval $check -o pipe; wait; [ -p pipe ]", FOUND),
        ("eval $check --output-format json=/dev/null --output-format text=/dev/fd/3 -o /dev/null 3>&1 | cat", FOUND),
        ("eval $check -o /dev/fd/77", "toloka-lint: /dev/fd/77: cannot be written: bad file descriptor\n"),
    ],
)
def test_output_through_a_descriptor_is_written_to_and_never_replaced(file: Path, line: str, expected: str) -> None:
    assert _in_shell(line, file.parent) == expected


def test_the_descriptor_of_another_process_is_added_to(file: Path) -> None:
    out = file.parent / "out"
    with out.open("w") as stream:
        stream.write("first\n")
        stream.flush()
        name = f"/proc/{os.getpid()}/fd/{stream.fileno()}"
        done = _run("check", "--isolated", file, "-o", name)

    assert (done.returncode, out.read_text()) == (1, f"first\n{file}:1:85: {LINE}")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_a_file_that_is_replaced_keeps_its_mode_and_a_link_its_target(file: Path, mode: int) -> None:
    target, link = file.parent / "target", file.parent / "link"
    target.write_text("old")
    target.chmod(mode)
    link.symlink_to("target")
    done = _run("check", "--isolated", file, "-o", link)

    assert (done.returncode, target.read_text()) == (1, f"{file}:1:85: {LINE}")
    assert (link.is_symlink(), target.stat().st_mode & 0o777) == (True, mode)
    assert sorted(each.name for each in file.parent.iterdir()) == ["link", "target", "tasks.json"]


def test_a_new_file_has_the_mode_that_the_umask_leaves(file: Path) -> None:
    assert _in_shell("umask 027; eval $check -o out; stat -c %a out", file.parent) == "640\n"


def test_a_link_to_itself_is_no_output(file: Path) -> None:
    (file.parent / "loop").symlink_to("loop")
    done = _run("check", "--isolated", file, "-o", file.parent / "loop")

    why = "cannot be written: it is a link that leads back to itself"
    assert (done.returncode, done.stderr) == (2, f"toloka-lint: {file.parent / 'loop'}: {why}\n")


@pytest.mark.parametrize(
    ("environment", "arguments", "is_coloured"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "0"}, [], False),
        ({"FORCE_COLOR": "false"}, [], False),
        ({"FORCE_COLOR": ""}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, [], True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, [], True),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "0"}, ["--color", "always"], True),
        ({"TERM": "dumb"}, ["--color", "always"], True),
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


def test_a_report_in_a_file_has_no_colour_unless_it_is_asked_for(file: Path) -> None:
    report = file.parent / "report"
    _run("check", "--isolated", file, "--output-format", f"text={report}", FORCE_COLOR="1")

    assert report.read_text() == f"{file}:1:85: {LINE}"


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "FORCE_COLOR": "0"}, False)],
)
def test_a_terminal_is_coloured_if_it_can_be(file: Path, environment: dict[str, str], *, is_coloured: bool) -> None:
    assert ("\x1b[" in _on_a_terminal(file, stderr=False, **environment)) is is_coloured


def _on_a_terminal(file: Path, *, stderr: bool = True, **environment: str) -> str:
    """What the command writes to stderr when that is a terminal and stdout is not, or the other way round."""
    leader, follower = pty.openpty()
    streams = {"stderr": follower, "stdout": subprocess.DEVNULL} if stderr else {"stdout": follower}
    env = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    env |= {"TERM": "xterm"} | environment
    command = [*COMMAND, "check", "--isolated", str(file)]
    with subprocess.Popen(command, **{"stderr": subprocess.DEVNULL, **streams}, env=env):  # type: ignore[call-overload]
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


@pytest.fixture(name="slow")
def _slow(tmp_path: Path) -> Iterator[Path]:
    """A file that takes two seconds to read."""
    slow = tmp_path / "slow.jsonl"
    os.mkfifo(slow)
    line = (json.dumps(TASK | {"overlap": 3}) + "\n") * 1_000
    child = os.fork()
    if child == 0:  # a child that writes slowly, as the check reads
        with slow.open("w") as pipe:
            for _ in range(4):
                pipe.write(line)
                pipe.flush()
                time.sleep(0.5)
        os._exit(0)
    yield slow
    os.waitpid(child, 0)


def test_short_work_shows_no_progress(file: Path) -> None:
    assert _on_a_terminal(file) == "Checked 1 file, 1 item (1 invalid): 1 error\r\n"


def test_long_work_shows_progress(slow: Path) -> None:
    shown = _on_a_terminal(slow)

    assert "Checking" in shown
    assert "Checked 1 file, 4,000 items: 3,999 warnings\r\n" in shown


def test_a_dumb_terminal_shows_no_progress(slow: Path) -> None:
    shown = _on_a_terminal(slow, TERM="dumb")

    assert shown.startswith("Checked 1 file, 4,000 items: 3,999 warnings\r\n")


ESCAPE = "a\x1b[31m\u202e"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--isolated", f"{ESCAPE}.jsonl"],
        ["check", "--isolated", f"gone{ESCAPE}.jsonl"],
        ["check", "--isolated", ESCAPE],
        ["check", "--isolated", "tasks.json", "--project", ESCAPE],
        ["check", "--isolated", "tasks.json", "-o", f"{ESCAPE}/x"],
        ["check", "--isolated", "tasks.json", f"--{ESCAPE}"],
        ["check", "--isolated", "tasks.json", "--kind", ESCAPE],
        ["check", "--isolated", "tasks.json", "--select", ESCAPE],
        ["check", "--isolated", "tasks.json", "--exclude", ESCAPE],
        ["check", "--isolated", "tasks.json", "--output-format", f"text={ESCAPE}", "-o", ESCAPE],
        ["check", "--config", ESCAPE],
        ["check", "--config", "bad.toml"],
        ["check", "--config", "good.toml", "tasks.json"],
        ["check", "--config", "good.toml", "--show-settings", f"{ESCAPE}.jsonl"],
        ["predict", "tasks.json", ESCAPE],
        ["locate", "tasks.json", "--response", ESCAPE],
        ["diff", "2022-06", "2023-06", "--on", ESCAPE],
        ["schema", "tasks", "--project", ESCAPE],
        ["serve", "--pool", ESCAPE],
        ["rule", ESCAPE],
        [ESCAPE],
    ],
)
def test_nothing_that_is_said_can_steer_a_terminal(file: Path, arguments: list[str]) -> None:
    (file.parent / f"{ESCAPE}.jsonl").touch()
    name = '"a\\u001b[31m\\u202e"'
    (file.parent / "bad.toml").write_text(f"{name} = 1\nkind = {name}\nselect = [{name}]\nquiet = {name}")
    (file.parent / "good.toml").write_text(f"exclude = {name}\nproject = {name}")
    done = subprocess.run([*COMMAND, *arguments], cwd=file.parent, capture_output=True, text=True, check=False)

    said = done.stdout + done.stderr
    assert "a\\x1b[31m\\u202e" in said
    assert not {"\x1b", "\u202e"} & set(said)
