"""Names of files as code hosts want them: from the current directory, with slashes, and without odd bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.reporters.names import relative, uri


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.json", "a.json"),
        ("./a.json", "a.json"),
        ("b/../a.json", "b/../a.json"),
        ("../a.json", "../a.json"),
        ("HERE/b/a.json", "b/a.json"),
        ("ABOVE/a.json", "ABOVE/a.json"),
        ("HEREBY/a.json", "HEREBY/a.json"),
        ("-", "stdin"),
        ("<stdin>", "stdin"),
        ("\udcff.json", "\\udcff.json"),
    ],
)
def test_a_name_inside_the_current_directory_begins_there(tmp_path: Path, name: str, expected: str) -> None:
    def placed(text: str) -> str:
        return text.replace("HERE", str(tmp_path / "here")).replace("ABOVE", str(tmp_path))

    assert relative(placed(name)) == placed(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a b.json", "a%20b.json"),
        ("b/ä#?.json", "b/%C3%A4%23%3F.json"),
        ("100%.json", "100%25.json"),
        ("-", "stdin"),
        ("\udcff.json", "%FF.json"),
        ("\ud800.json", "%5Cud800.json"),
    ],
)
def test_a_uri_has_any_byte(name: str, expected: str) -> None:
    assert uri(name) == expected


def test_a_uri_of_a_file_elsewhere_is_absolute(tmp_path: Path) -> None:
    assert uri(str(tmp_path / "a b.json")) == (tmp_path / "a b.json").as_uri()
    assert uri(str(tmp_path / "here" / "a.json")) == "a.json"
