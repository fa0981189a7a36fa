"""Text that is not UTF-8: one finding a file, which names the likely encoding and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import toloka_lint
from reads import everything

from validator.inputs.encodings import guess, of_mark
from validator.model import Batch, Fault

LINE = '{"pool_id": "1", "overlap": 1, "input_values": {"text": "%s"}}\n'
RUSSIAN = "Найдите на картинке кошку"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (RUSSIAN, "cp1251", "WINDOWS-1251"),
        ("кот", "cp1251", "WINDOWS-1251"),
        ("Київ, її пам'ять", "cp1251", "WINDOWS-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (RUSSIAN, "cp866", "CP866"),
        ("café", "latin-1", "WINDOWS-1252"),
        ("Größe über alles", "cp1252", "WINDOWS-1252"),
        ("L\u2019été — “à Orléans”", "cp1252", "WINDOWS-1252"),
        ("zażółć gęślą jaźń", "cp1250", "WINDOWS-1250"),
        ("これはテストです", "shift_jis", "SHIFT_JIS"),
        ("これはテストです", "euc_jp", "EUC-JP"),
        ("안녕하세요 여러분", "euc_kr", "EUC-KR"),
        ("你好世界这是测试", "gb18030", "GB18030"),
    ],
)
def test_an_encoding_is_guessed_by_what_its_letters_would_be(text: str, encoding: str, expected: str) -> None:
    assert guess((LINE % text).encode(encoding)) == expected


@pytest.mark.parametrize(
    "sample", [b"", b"plain", b"\xff", b'{"a": "\x80\x81"}', "привет".encode() + b"\xff", "é".encode() + b" \xe9 "]
)
def test_nothing_is_guessed_of_utf_8_or_of_too_little(sample: bytes) -> None:
    assert guess(sample) is None


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32-le", "UTF-32LE"),
        ("utf-32-be", "UTF-32BE"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.tsv", "a.csv", "a"])
def test_a_file_of_wide_characters_has_one_finding(tmp_path: Path, encoding: str, expected: str, name: str) -> None:
    text = f"INPUT:text\n{RUSSIAN}\n" * 9 if name.endswith("sv") else LINE % RUSSIAN * 9
    (tmp_path / name).write_bytes(text.encode(encoding))
    done = toloka_lint(["check", "--isolated", name], tmp_path)
    advice = f"save it as UTF-8, as `iconv -f {expected} -t UTF-8` does"

    assert (done.exit, done.stdout) == (
        1,
        f"{name}:1:1: error TL902: The file is {expected}, not UTF-8: {advice}\n",
    )
    assert of_mark(text.encode(encoding)) == expected


@pytest.mark.parametrize("name", ["a.jsonl", "a.tsv", "a.csv", "a.json"])
def test_a_file_in_another_encoding_has_one_finding(tmp_path: Path, name: str) -> None:
    line = LINE % RUSSIAN
    texts = {
        "a.jsonl": LINE % "cat" + line * 5,
        "a.json": "[" + ",".join([line] * 5) + "]",
    }
    text = texts.get(name, f"INPUT:text\ncat\n{RUSSIAN}\n" + f"{RUSSIAN}\n" * 4)
    (tmp_path / name).write_bytes(text.encode("cp1251"))
    done = toloka_lint(["check", "--isolated", name], tmp_path)
    (finding,) = done.stdout.splitlines()

    assert done.exit == 1
    assert finding.endswith(
        "of the file is not UTF-8 but likely WINDOWS-1251: save it as UTF-8, as `iconv -f WINDOWS-1251 -t UTF-8` does"
    )


def test_lines_that_cannot_be_read_keep_their_positions_and_bytes() -> None:
    data = (LINE % "cat").encode() + (LINE % RUSSIAN).encode("cp1251") * 2 + (LINE % "dog").encode()
    found = everything(data, "jsonl")

    assert [(each.first, len(each.items)) for each in found if isinstance(each, Batch)] == [(0, 1), (3, 1)]
    faults = [each for each in found if isinstance(each, Fault)]
    assert [(each.index, each.is_repeated) for each in faults] == [(1, False), (2, True)]
    lines = data.split(b"\n")
    assert [each.source.text.encode("utf-8", "surrogateescape") for each in faults] == lines[1:3]


def test_damaged_places_of_utf_8_are_found_one_by_one() -> None:
    line = (LINE % RUSSIAN).encode()
    found = everything(line + line.replace("картинке".encode(), b"\xd0") + line + b'"\xff\xd0\xd1"\n', "jsonl")
    faults = [each for each in found if isinstance(each, Fault)]

    assert [(each.index, each.is_repeated) for each in faults] == [(1, False), (3, False)]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.tsv"])
def test_a_file_that_is_no_text_has_one_finding(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x7fELF\x02\x01\n\xd0" + b"\0\xff\n" * 1_000)
    done = toloka_lint(["check", "--isolated", name], tmp_path)

    assert done.stdout == f"{name}:1:1: error TL902: The file is not text: name the file with the items\n"
    assert done.exit == 1
