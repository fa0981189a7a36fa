"""Patterns over the files of a folder."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from validator.cli.globs import Globs

FITS = {
    "*.jsonl": ["a.jsonl", "x/a.jsonl", "x/y/a.jsonl"],
    "/*.jsonl": ["a.jsonl"],
    "./*.jsonl": ["a.jsonl"],
    "x/*.jsonl": ["x/a.jsonl"],
    "x//./*.jsonl": ["x/a.jsonl"],
    "x/**/*.jsonl": ["x/a.jsonl", "x/y/a.jsonl"],
    "**/y/*": ["x/y/a.jsonl"],
    "x/**": ["x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "x/": ["x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "x": ["x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "x/*": ["x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "y/": ["x/y/a.jsonl"],
    "?.tsv": ["x/b.tsv"],
    "[ab].*": ["a.jsonl", "x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "[!a].*": ["x/b.tsv"],
    "[[b].*": ["x/b.tsv"],
    "*/a.jsonl": ["x/a.jsonl"],
    "\\a.jsonl": ["a.jsonl", "x/a.jsonl", "x/y/a.jsonl"],
    "A.jsonl": [],
    "a.jsonl/": [],
    "!a.jsonl": [],
    "!nothing": [],
}
FILES = ["a.jsonl", "x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"]


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("globs") / "here"
    folder.mkdir()
    for each in ["../a.jsonl", *FILES]:
        (folder / each).parent.mkdir(exist_ok=True)
        (folder / each).touch()
    return folder


def named(folder: Path, *patterns: str) -> list[str]:
    return [each for each in FILES if Globs(patterns, folder).deciding(each) is not None]


@pytest.mark.parametrize("pattern", FITS)
def test_a_pattern_fits_these_files_and_no_others(folder: Path, pattern: str) -> None:
    assert named(folder, pattern) == FITS[pattern]


@pytest.mark.parametrize("pattern", [each for each in FITS if "/." not in each and not each.startswith(".")])
def test_git_says_the_same(folder: Path, pattern: str) -> None:
    subprocess.run(["git", "init", "--quiet", folder], check=True)  # noqa: S607 - whichever git there is
    (folder / ".git" / "info" / "exclude").write_text(f"{pattern}\n")
    command = ["git", "-C", str(folder), "check-ignore", "--no-index", "--stdin"]
    done = subprocess.run(command, input="\n".join(FILES), capture_output=True, text=True, check=False)

    assert done.stdout.splitlines() == FITS[pattern]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*.jsonl", "!x/"], ["a.jsonl"]),
        (["!x/", "*.jsonl"], ["a.jsonl", "x/a.jsonl", "x/y/a.jsonl"]),
        (["x/", "!*.tsv"], ["x/a.jsonl", "x/y/a.jsonl"]),
        (["x/", "!y/", "x/y/a.jsonl"], ["x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"]),
        (["*", "!*"], []),
    ],
)
def test_the_last_pattern_that_fits_decides(folder: Path, patterns: list[str], expected: list[str]) -> None:
    assert named(folder, *patterns) == expected


def test_the_pattern_that_decides_is_named(folder: Path) -> None:
    globs = Globs(["*.tsv", "../x", "a.*", "/a.*"], folder)

    assert [globs.deciding(each) for each in FILES] == ["/a.*", "a.*", "*.tsv", "a.*"]


@pytest.mark.parametrize("name", ["..", "../a.jsonl"])
@pytest.mark.parametrize("pattern", ["*", "**", "../*", "../a.jsonl", "../**"])
def test_nothing_outside_the_folder_is_named(folder: Path, pattern: str, name: str) -> None:
    assert Globs([pattern], folder).deciding(name) is None


def test_patterns_that_lead_out_are_known(folder: Path) -> None:
    globs = Globs(["a", "../a", "a/../../b", "!..", "..a"], folder)

    assert (globs.patterns, globs.outside) == (["a", "..a"], ["../a", "a/../../b", "!.."])


@pytest.mark.parametrize("pattern", ["", " ", "!", "\\", "a\\", "#a", "[z-a]"])
def test_what_means_nothing_is_refused(folder: Path, pattern: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(pattern)}$"):
        Globs(["*", pattern], folder)


names = st.sampled_from(["*", "**", "x", "y", "a*", "*.tsv", "[ab].*", "?", "."])


starts, ends = st.sampled_from(["", "/", "./"]), st.sampled_from(["", "/"])


@given(st.builds("{}{}{}".format, starts, st.lists(names, min_size=1).map("/".join), ends))
@example("x/**/y/**/*")
@example("**/**/")
@example("/")
@example("/.")
def test_what_is_found_is_what_is_named(folder: Path, pattern: str) -> None:
    found = sorted({name for name, _ in Globs([pattern], folder).found(lambda _: False)})

    assert found == named(folder, pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("**/*.json", ["seen/a.json"]), (".hidden/*.json", [".hidden/a.json"]), ("link/*.json", ["link/a.json"])],
)
def test_hidden_folders_and_links_are_entered_only_by_name(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    for each in ("seen", ".hidden", "elsewhere"):
        (tmp_path / "root" / each).mkdir(parents=True)
        (tmp_path / "root" / each / "a.json").touch()
    root = tmp_path / "root"
    (root / "elsewhere").rename(tmp_path / "elsewhere")
    (root / "link").symlink_to(tmp_path / "elsewhere")

    assert found(root, pattern) == expected


def found(folder: Path, pattern: str) -> list[str]:
    return [name for name, _ in Globs([pattern], folder).found(lambda _: False)]


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.json").touch()
    (tmp_path / "a" / "a").symlink_to(tmp_path)
    (tmp_path / "a" / "b").symlink_to("b")

    assert found(tmp_path, "a/**/*.json") == ["a/x.json"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere", "*.json") == []


def test_folders_and_dead_links_are_not_files(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "dead.json").symlink_to(tmp_path / "nothing")

    assert found(tmp_path, "*.json") == []


def test_folders_that_are_skipped_are_not_entered(folder: Path) -> None:
    asked: list[str] = []

    def skips(name: str) -> bool:
        asked.append(name)
        return name == "x/"

    assert [name for name, _ in Globs(["*"], folder).found(skips)] == ["a.jsonl"]
    assert sorted(asked) == ["a.jsonl", "x/"]
