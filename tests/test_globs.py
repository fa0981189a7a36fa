"""Globs over the files of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from validator.cli import globs

FITS = {
    "*.jsonl": ["a.jsonl", "x/a.jsonl", "x/y/a.jsonl"],
    "/*.jsonl": ["a.jsonl"],
    "./*.jsonl": ["a.jsonl"],
    "x/*.jsonl": ["x/a.jsonl"],
    "x//./*.jsonl": ["x/a.jsonl"],
    "x/**/*.jsonl": ["x/a.jsonl", "x/y/a.jsonl"],
    "**/y/*": ["x/y/a.jsonl"],
    "x/**": ["x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "y/": ["x/y/a.jsonl"],
    "?.tsv": ["x/b.tsv"],
    "[ab].*": ["a.jsonl", "x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"],
    "[!a].*": ["x/b.tsv"],
    "*/a.jsonl": ["x/a.jsonl"],
    "../*": ["../a.jsonl"],
    "A.jsonl": [],
    "x": [],
    "x/*": ["x/a.jsonl", "x/b.tsv"],
    "../**/y/*": [],
}
FILES = ["../a.jsonl", "a.jsonl", "x/a.jsonl", "x/b.tsv", "x/y/a.jsonl"]


@pytest.mark.parametrize("glob", FITS)
def test_a_glob_fits_these_files_and_no_others(glob: str) -> None:
    assert [each for each in FILES if globs.fits(glob, each)] == FITS[glob]


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("globs") / "here"
    folder.mkdir()
    for each in FILES:
        (folder / each).parent.mkdir(exist_ok=True)
        (folder / each).touch()
    return folder


names = st.sampled_from(["*", "**", "x", "y", "a*", "*.tsv", "[ab].*", "?", "."])


starts, ends = st.sampled_from(["", "/", "./"]), st.sampled_from(["", "/"])


@given(st.builds("{}{}{}".format, starts, st.lists(names, min_size=1).map("/".join), ends))
@example("x/**/y/**/*")
@example("**/**/")
@example("/")
@example("/.")
@example("/..")
def test_what_is_found_is_what_fits(folder: Path, glob: str) -> None:
    found = sorted(Path(each).relative_to(folder).as_posix() for each in globs.found(glob, folder))

    assert found == [each for each in FILES[1:] if globs.fits(glob, each)]


def test_a_glob_may_lead_out_of_its_folder(folder: Path) -> None:
    assert list(globs.found("../*.jsonl", folder)) == [str(folder / ".." / "a.jsonl")]


@pytest.mark.parametrize(
    ("glob", "expected"),
    [("**/*.json", ["seen/a.json"]), (".hidden/*.json", [".hidden/a.json"]), ("link/*.json", ["link/a.json"])],
)
def test_hidden_folders_and_links_are_entered_only_by_name(tmp_path: Path, glob: str, expected: list[str]) -> None:
    for each in ("seen", ".hidden", "elsewhere"):
        (tmp_path / "root" / each).mkdir(parents=True)
        (tmp_path / "root" / each / "a.json").touch()
    root = tmp_path / "root"
    (root / "elsewhere").rename(tmp_path / "elsewhere")
    (root / "link").symlink_to(tmp_path / "elsewhere")

    assert [Path(each).relative_to(root).as_posix() for each in globs.found(glob, root)] == expected


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.json").touch()
    (tmp_path / "a" / "a").symlink_to(tmp_path)

    assert list(globs.found("a/**/*.json", tmp_path)) == [str(tmp_path / "a" / "x.json")]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert list(globs.found("*.json", tmp_path / "nowhere")) == []


def test_folders_and_dead_links_are_not_files(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "dead.json").symlink_to(tmp_path / "nothing")

    assert list(globs.found("*.json", tmp_path)) == []


def test_many_double_stars_cost_no_more_than_a_few() -> None:
    assert not globs.fits("**/a/" * 50 + "b", "a/" * 100 + "c")
