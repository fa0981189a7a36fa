"""Output: stdout in pieces, or a file that is there whole or not at all, and stays what it was otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from validator.cli.output import CannotWriteError, refuse_to_overwrite, writer


def write(file: Path, text: str) -> None:
    with writer(str(file)) as write_:
        write_(text)


def half_written(file: Path) -> None:
    with writer(str(file)) as write_:
        write_("after" * 100_000)
        raise KeyError


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new.txt", "x")
    finally:
        os.umask(before)

    assert mode(tmp_path / "new.txt") == 0o640


@pytest.mark.parametrize("given", [0o600, 0o640, 0o666, 0o755])
def test_a_file_that_is_written_again_keeps_its_mode(tmp_path: Path, given: int) -> None:
    file = tmp_path / "report.txt"
    file.write_text("before")
    file.chmod(given)

    write(file, "after")

    assert (file.read_text(), mode(file)) == ("after", given)


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("before")
    link.symlink_to(target)

    write(link, "after")

    assert (link.is_symlink(), target.read_text()) == (True, "after")


def test_what_fails_on_the_way_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("before")

    with pytest.raises(KeyError):
        half_written(file)

    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("report.txt", "before")]


@pytest.mark.parametrize(("name", "why"), [("none/x.txt", "no such file or directory"), ("", "is a directory")])
def test_what_cannot_be_written_is_named_with_the_reason(tmp_path: Path, name: str, why: str) -> None:
    file = tmp_path / name

    with pytest.raises(CannotWriteError) as caught:
        write(file, "x")

    assert str(caught.value) == f"{file}: cannot be written: {why}"


@pytest.mark.parametrize("text", ["", "x", "\n" * 70_000, "ä" * 70_000, "\ud800"])
def test_text_is_written_whole_as_utf_8(tmp_path: Path, text: str) -> None:
    write(tmp_path / "x.txt", text)

    assert (tmp_path / "x.txt").read_bytes() == text.encode("utf-8", "backslashreplace")


@pytest.mark.parametrize("output", ["a.json", "./a.json", "b/../a.json", "link.json"])
def test_an_output_must_not_be_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").touch()
    (tmp_path / "b").mkdir()
    (tmp_path / "link.json").symlink_to("a.json")

    with pytest.raises(CannotWriteError) as caught:
        refuse_to_overwrite(output, None, "-", Path("a.json"))

    assert str(caught.value) == f"{output}: is also an input; write to another file"


@pytest.mark.parametrize("output", [None, "-", "c.json"])
def test_an_output_may_be_anything_else(output: str | None) -> None:
    refuse_to_overwrite(output, None, "-", "a.json")
