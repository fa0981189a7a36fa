"""From names to inputs: types, folders, one file under two names, and what cannot be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from command_line import in_bash, toloka_lint

from validator.inputs.names import CannotReadError, Expanded, Input, expanded, input_of, is_known_type

TASK = '{"pool_id": "1", "overlap": 1, "input_values": {}}\n'
KNOWN = ".json, .jsonl, .ndjson, .tsv, .csv, .xlsx, each also with .gz or .zst"


def names(found: Expanded) -> list[str]:
    return [each.name for each in found.inputs]


def errors(found: Expanded) -> list[str]:
    return [str(each) for each in found.errors]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "type_", "compression"),
    [
        ("a.json", "json", ""),
        ("a.JSONL", "jsonl", ""),
        ("a.ndjson.gz", "jsonl", "gzip"),
        ("a.b.tsv.ZST", "tsv", "zstd"),
        ("a.csv", "csv", ""),
        ("a.xlsx", "xlsx", ""),
        (".json", "json", ""),
        ("tasks", "", ""),
        ("tasks.gz", "", "gzip"),
    ],
)
def test_a_name_tells_type_and_compression(folder: Path, name: str, type_: str, compression: str) -> None:
    (folder / name).touch()

    assert input_of(name) == Input(name, type_, compression=compression)
    assert is_known_type(name) == bool(type_)


def test_a_type_that_is_said_counts_more_than_the_name(folder: Path) -> None:
    (folder / "a.txt").touch()

    assert input_of("a.txt", type_="tsv") == Input("a.txt", "tsv", is_forced=True)
    assert input_of("-", type_="csv") == Input("<stdin>", "csv", is_stdin=True, is_forced=True)
    assert input_of("-", "a.json.gz", "jsonl") == Input(
        "a.json.gz", "jsonl", is_stdin=True, compression="gzip", is_forced=True
    )


def test_a_pipe_may_have_any_name(folder: Path) -> None:
    os.mkfifo(folder / "pipe.tmp")

    assert input_of("pipe.tmp") == Input("pipe.tmp")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "'': an empty name is no file"),
        ("gone.json", "gone.json: there is no such file"),
        ("gone", "gone: there is no such file"),
        ("notes.txt", f"notes.txt: unknown file type '.txt'; known: {KNOWN}"),
        ("notes.txt.gz", f"notes.txt.gz: unknown file type '.txt'; known: {KNOWN}"),
        ("inside", "inside: is a folder; name a file in it"),
        ("a\0b.json", "a\0b.json: embedded null byte"),
        ("notes.txt/a.json", "notes.txt/a.json: not a directory"),
        ("x" * 300 + ".json", "x" * 300 + ".json: file name too long"),
    ],
)
def test_a_name_that_leads_to_nothing_is_refused_by_name(folder: Path, name: str, why: str) -> None:
    (folder / "notes.txt").touch()
    (folder / "notes.txt.gz").touch()
    (folder / "inside").mkdir()

    with pytest.raises(CannotReadError) as caught:
        input_of(name)

    assert str(caught.value) == why


def test_one_name_that_cannot_be_read_leaves_the_others(folder: Path) -> None:
    (folder / "a.jsonl").write_text(TASK)
    (folder / "empty").mkdir()
    found = expanded(["x" * 300 + ".json", "gone.tsv", "a.jsonl", "empty", ""])

    assert names(found) == ["a.jsonl"]
    assert errors(found) == [
        f"{'x' * 300}.json: file name too long",
        "gone.tsv: there is no such file",
        f"empty: there is no file to check in this folder; known types: {KNOWN}",
        "'': an empty name is no file",
    ]


def test_a_file_is_checked_once_whatever_it_is_called(folder: Path) -> None:
    (folder / "a.jsonl").write_text(TASK)
    (folder / "inside").mkdir()
    (folder / "link.jsonl").symlink_to("a.jsonl")
    (folder / "hard.json").hardlink_to("a.jsonl")
    given = ["a.jsonl", "./a.jsonl", str(folder / "a.jsonl"), "inside/../a.jsonl", "link.jsonl", "hard.json", "."]

    assert names(expanded(given)) == ["a.jsonl"]
    done = toloka_lint(["check", "--isolated", *given], folder)
    assert (done.exit, done.stdout) == (0, "")
    assert "Checked 1 file, 1 item: no problems" in done.stderr


def test_stdin_is_the_file_that_it_is_redirected_from(folder: Path) -> None:
    (folder / "a.jsonl").write_text(TASK)
    command = f'"{sys.executable}" -m validator check --isolated a.jsonl - /dev/stdin < a.jsonl'
    done = in_bash(command, folder)

    assert (done.returncode, done.stdout) == (0, "")
    assert "Checked 1 file, 1 item: no problems" in done.stderr


def test_a_folder_stands_for_its_files_of_known_types_in_order(folder: Path) -> None:
    for name in ("b.jsonl", "a/z.tsv.gz", "a/b.csv", "c.xlsx", "a/.hidden.json", ".git/x.json", "m.md", "LICENSE"):
        file = folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    found = expanded(["data"])

    assert names(found) == ["data/a/b.csv", "data/a/z.tsv.gz", "data/b.jsonl", "data/c.xlsx"]
    assert errors(found) == []
    assert found.notes in (
        ["data: 2 files of other types skipped (.md, without a type)"],
        ["data: 2 files of other types skipped (without a type, .md)"],
    )


def test_a_link_to_nothing_in_a_folder_is_named(folder: Path) -> None:
    (folder / "a.json").symlink_to("gone.json")
    (folder / "b.json").touch()

    assert names(expanded(["."])) == ["b.json"]
    assert errors(expanded(["."])) == ["a.json: there is no such file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_may_not_be_searched_is_named_and_the_rest_is_checked() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "closed").mkdir()
        for file in ("closed/a.jsonl", "b.jsonl", "secret.jsonl"):
            (folder / file).write_text(TASK)
        for file in ("closed", "secret.jsonl"):
            (folder / file).chmod(0)
        child = os.fork()
        if child == 0:  # pragma: no cover - the child
            os.seteuid(65_534)
            found = expanded([name])
            right = names(found) == [f"{name}/b.jsonl", f"{name}/secret.jsonl"]
            right &= errors(found) == [f"{name}/closed: permission denied"]
            os._exit(0 if right else 1)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
