"""What an input is taken for by its content, what is said of it, and that nothing of it is lost on the way."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import in_bash, toloka_lint
from reads import everything, reading

from validator.inputs.names import CannotReadError
from validator.inputs.streams import BLOCK
from validator.model import ROOT, Batch

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TASK = b'{"pool_id": "1", "overlap": 1, "input_values": {}}'
AS_LINES = "file: read as JSON lines, although its name says one JSON value"
AS_ONE = "file: read as one JSON value, although its name says JSON lines"


def taken(data: bytes, type_: str = "") -> tuple[str, int, list[str]]:
    """The type that the content was taken for, how many items it has, and the notes."""
    read = reading(data, type_)
    items = sum(len(each.items) for each in read.batches if isinstance(each, Batch))
    return read.source.type, items, read.notes


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TASK, ("json", 1)),
        (TASK + b"\n", ("json", 1)),
        (TASK + b"\n" + TASK, ("jsonl", 2)),
        (b"\n \n" + TASK + b"\r\n\r\n" + TASK, ("jsonl", 2)),
        (TASK + b"\n" + b"oops", ("jsonl", 1)),
        (b"[" + TASK + b",\n" + TASK + b"]", ("json", 2)),
        (b"[\n]", ("json", 0)),
        (json.dumps({"pool_id": "1"}, indent=2).encode(), ("json", 1)),
        (b"1\n2\n", ("jsonl", 2)),
        (b"INPUT:a\n1\n", ("tsv", 1)),
        (b"INPUT:a\tGOLDEN:b\n1\t2\n", ("tsv", 1)),
        (b"GOLDEN:b;INPUT:a\n1;2\n", ("csv", 1)),
        (b'"INPUT:a","INPUT:b"\n1,2\n', ("csv", 1)),
        (b"\xef\xbb\xbfTASK:overlap\tINPUT:b\n1\t2\n", ("tsv", 1)),
        (b"", ("json", 0)),
    ],
)
def test_the_content_of_a_file_without_a_type_tells(data: bytes, expected: tuple[str, int]) -> None:
    assert taken(data)[:2] == expected


@pytest.mark.parametrize("name", ["a", "a.json"])
@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_compression_is_known_by_its_first_bytes(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / name).write_bytes(pack(TASK + b"\n" + TASK))
    done = toloka_lint(["check", "--isolated", name], tmp_path)

    assert (done.exit, done.stdout) == (0, "")
    assert "2 items: no problems" in done.stderr
    assert ("which its name does not say" in done.stderr) == (name == "a.json")


@pytest.mark.parametrize(
    ("type_", "data", "expected"),
    [
        ("json", TASK + b"\n" + TASK + b"\n", ("jsonl", 2, [AS_LINES])),
        ("json", b"\n" + TASK + b"\n\n\n" + TASK, ("jsonl", 2, [AS_LINES])),
        ("json", b'{"a": "' + b"x" * BLOCK * 3 + b'"}\n' + TASK, ("jsonl", 2, [AS_LINES])),
        ("json", TASK, ("json", 1, [])),
        ("json", TASK + b"\n}", ("json", 0, [])),
        ("json", b"[" + TASK + b"]\n[" + TASK + b"]", ("json", 0, [])),
        ("jsonl", b"[" + TASK + b"," + TASK + b"]\n", ("json", 2, [AS_ONE])),
        ("jsonl", b"\n[" + TASK + b"]", ("json", 1, [AS_ONE])),
        ("jsonl", b"[\n" + TASK + b",\n" + TASK + b"\n]", ("json", 2, [AS_ONE])),
        ("jsonl", b"[" + b",".join([TASK] * 5_000) + b"]", ("json", 5_000, [AS_ONE])),
        ("jsonl", TASK, ("jsonl", 1, [])),
        ("jsonl", b"[1]\n[2]\n", ("jsonl", 2, [])),
        ("csv", b"INPUT:a,INPUT:b\n1,2\n", ("csv", 1, ["file: columns are separated by commas"])),
        ("csv", b"INPUT:a;INPUT:b\n1;2,5\n", ("csv", 1, ["file: columns are separated by semicolons"])),
        ("csv", b"INPUT:a\tINPUT:b\n1\t2\n", ("csv", 1, ["file: columns are separated by tabs"])),
        ("csv", b"INPUT:a\n1\n", ("csv", 1, ["file: columns are separated by commas"])),
        ("xlsx", b"INPUT:a\tINPUT:b\n1\t2\n",
         ("tsv", 1, ["file: read as a table with tabs, although its name says an Excel workbook"])),
    ],
)  # fmt: skip
def test_a_name_that_says_something_else_is_noted(
    type_: str, data: bytes, expected: tuple[str, int, list[str]]
) -> None:
    assert taken(data, type_) == expected


@pytest.mark.parametrize("name", ["a.json.zst", "a.jsonl.ZST", "a.zst"])
def test_zstd_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(zstd.compress(TASK))
    done = toloka_lint(["check", "--isolated", name], tmp_path)

    assert (done.exit, done.stdout) == (0, "")
    assert "1 item: no problems" in done.stderr


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (TASK, "is not a zstd file, or a damaged one; copy or create it again"),
        (zstd.compress(TASK)[:-3], "is truncated; copy or create it again"),
        (zstd.compress(TASK * 9)[:9] + b"\xff" * 9, "is not a zstd file, or a damaged one; copy or create it again"),
    ],
)
def test_what_is_no_zstd_is_refused_by_name(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(data)
    done = toloka_lint(["check", "--isolated", "a.jsonl.zst"], tmp_path)

    assert done.exit == 2
    assert f"toloka-lint: a.jsonl.zst: {why}\n" in done.stderr


def test_an_old_workbook_is_refused() -> None:
    with pytest.raises(CannotReadError, match=r"^file: is an Excel workbook of the old kind; save it as \.xlsx$"):
        reading(b"\xd0\xcf\x11\xe0" + b"\0" * 100, "tsv")


def test_what_was_said_is_not_guessed() -> None:
    (batch,) = everything(b"[" + TASK + b"]", "jsonl")

    assert isinstance(batch, Batch)
    assert batch.items == [[json.loads(TASK)]]


def test_stdin_has_the_lines_and_offsets_of_the_file(tmp_path: Path) -> None:
    data = b"\n" * 70_000 + TASK + b"\n\n \t\r\n" + b"{\n" + b'{"pool_id": "\xff"}\n'
    (tmp_path / "a.jsonl").write_bytes(data)
    of_file = toloka_lint(["check", "--isolated", "a.jsonl"], tmp_path)
    of_stdin = toloka_lint(["check", "--isolated", "-"], tmp_path, data)

    assert of_file.stdout == (
        "a.jsonl:70004:2: error TL901: The text ends before the value is complete\n"
        "a.jsonl:70005:14: error TL902: Byte 0xff at offset 70071 of the file is not UTF-8: save the file as UTF-8\n"
    ).replace("70071", "70,071")
    assert of_stdin.stdout == of_file.stdout.replace("a.jsonl", "<stdin>")


@pytest.mark.parametrize("blank", ["\f", "\v", "\x85", "\xa0", "\u2028", "\x1c"])
@pytest.mark.parametrize("type_", ["json", "jsonl"])
def test_white_space_is_that_of_json_alone(blank: str, type_: str) -> None:
    (fault,) = everything(blank.encode() + TASK, type_)

    assert not isinstance(fault, Batch)
    assert fault.problem.message == f"Unexpected U+{ord(blank):04X}"
    assert fault.source.span(ROOT)[:2] == (1, 1)


def test_a_pipe_is_read_once_as_file_project_and_pool(tmp_path: Path) -> None:
    project = {"input_spec": {"image": {"type": "url"}}, "output_spec": {}}
    (tmp_path / "p.json").write_text(json.dumps(project))
    (tmp_path / "pool.json").write_text('{"id": "1", "project_id": "2"}')
    (tmp_path / "a.jsonl").write_bytes(b'{"pool_id": "1", "overlap": 1, "input_values": {"image": "https://a.b/"}}\n')
    files = "<(cat a.jsonl) --project <(cat p.json) --pool <(cat pool.json)"
    script = f'"{sys.executable}" -m validator check --isolated {files}'
    done = in_bash(script, tmp_path)

    assert done.returncode == 0, done.stderr
    assert "TL9" not in done.stdout


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-16-be"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd.compress])
def test_projects_and_pools_may_be_packed(tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    project = '{"input_spec": {"фото": {"type": "url"}, "image": {"type": "url"}}, "output_spec": {}}'
    (tmp_path / "p.json").write_bytes(pack(project.replace("фото", "photo").encode(encoding)))
    (tmp_path / "pool.json").write_bytes(pack('{"id": "1", "project_id": "2"}'.encode(encoding)))
    (tmp_path / "a.jsonl").write_bytes(TASK)
    arguments = ["check", "--isolated", "a.jsonl", "--project", "p.json", "--pool", "pool.json", "--select"]
    done = toloka_lint([*arguments, "VALUE_REQUIRED,TL908"], tmp_path)

    lines = done.stdout.splitlines()
    assert sorted(line.split(": ")[1] for line in lines if line.startswith("a.jsonl")) == [
        "error VALUE_REQUIRED input_values.image",
        "error VALUE_REQUIRED input_values.photo",
    ]
    assert [line for line in lines if line.startswith("p.json")] == [
        "p.json:1:1: warning TL908: Byte order mark before the text: save the file as UTF-8 without a byte order mark"
    ] * (encoding == "utf-8-sig")


def test_a_project_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes('{"public_name": "Котики и собаки"}'.encode("cp1251"))
    (tmp_path / "a.jsonl").write_bytes(TASK)
    done = toloka_lint(["check", "--isolated", "a.jsonl", "--project", "p.json"], tmp_path)

    assert done.exit == 2
    assert done.stderr.startswith(
        "toloka-lint: p.json: is not JSON: byte 17 is not UTF-8 but likely WINDOWS-1251, save it as UTF-8; give"
    )


def test_a_file_of_blanks_is_refused_without_holding_it(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b" " * 20_000_000))
    done = toloka_lint(["check", "--isolated", "--max-memory", "8M", "a.json.gz"], tmp_path)

    assert done == (2, "", "toloka-lint: a.json.gz: holds nothing but blanks, 19.1 MiB of them\n")
