"""Streams: what is counted while they are read, what keeps them from being read, and what they take of the memory."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest
from command_line import toloka_lint
from reads import stream

from validator.inputs.document_files import read_document
from validator.inputs.names import CannotReadError, Input
from validator.inputs.readers import reading
from validator.inputs.streams import BLOCK, Stream, TooLargeError, opened, read_to_end, size
from validator.model import Batch

TASK = b'{"pool_id": "1", "overlap": 1, "input_values": {}}\n'


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_what_is_read_of_the_file_is_told(tmp_path: Path, name: str) -> None:
    data = TASK * 5_000
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    told: list[int] = []
    source = Input(str(tmp_path / name), "jsonl", compression="gzip" if name.endswith("gz") else "")
    with reading(source, on_read=told.append) as read:
        items = sum(len(each.items) for each in read.batches if isinstance(each, Batch))

    assert items == 5_000
    assert sum(told) == (tmp_path / name).stat().st_size


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (MemoryError(), "takes more memory than there is; split the file, or check it on a larger machine"),
        (OSError(5, "Input/output error"), "cannot be read to its end: input/output error"),
        (EOFError(), "is truncated; copy or create it again"),
        (gzip.BadGzipFile("x"), "is not a gzip file; if it is plain text, its name must not end in .gz"),
    ],
)
def test_what_keeps_a_file_from_being_read_is_said_of_it(error: Exception, why: str) -> None:
    with pytest.raises(CannotReadError) as caught, read_to_end("a.json"):
        raise error

    assert str(caught.value) == f"a.json: {why}"


def test_what_has_nothing_to_do_with_the_file_is_not() -> None:
    with pytest.raises(KeyError), read_to_end("a.json"):
        raise KeyError("x")


def test_a_stream_gives_back_what_was_peeked_at() -> None:
    read = stream(b"one\ntwo\nthree")

    assert read.peek(2) == b"one\ntwo\nthree"
    read.drop(4)
    assert (read.offset, read.lines(), read.lines(), read.lines()) == (4, b"two\n", b"three", b"")


def test_lines_are_whole_whatever_is_read_at_once() -> None:
    pieces = iter([b"a", b"b\nc", b"", b"never"])
    read = Stream("file", lambda _: next(pieces))

    assert (read.lines(), read.lines()) == (b"ab\n", b"c")


def test_a_line_or_a_file_that_is_too_long_is_refused() -> None:
    data = b"x" * BLOCK * 4

    with pytest.raises(TooLargeError):
        stream(data, max_memory=BLOCK).lines()
    with pytest.raises(TooLargeError) as caught:
        stream(data, max_memory=BLOCK).rest()
    assert caught.value.most == BLOCK


def test_sizes_are_shown_in_units() -> None:
    assert [size(each) for each in (5, 2_048, 3 << 20, 1 << 30)] == ["5 bytes", "2 KiB", "3 MiB", "1 GiB"]


def test_a_file_longer_than_what_is_held_is_read_in_pieces(tmp_path: Path) -> None:
    items = [{"pool_id": "1", "overlap": 1, "input_values": {"n": n, "text": "x" * 300}} for n in range(15_000)]
    (tmp_path / "a.json").write_text(json.dumps(items))
    with reading(Input(str(tmp_path / "a.json"), "json")) as read:
        batches = [each for each in read.batches if isinstance(each, Batch)]

    assert len(batches) > 1
    assert [item for each in batches for item in each.items] == items


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty; give the pool as the API returns it"),
        ("\ufeff{}".encode("utf-16-le")[:-1], "is UTF-16, and damaged; save it as UTF-8"),
        (b"\0\0\0\0", "is not JSON: line 1, column 1: Unexpected U+0000; give the pool as the API"),
        (
            b"[nul]",
            "is not JSON: line 1, column 2: Unexpected 'nul' (put text in double quotes); give the pool as the API",
        ),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_by_name(tmp_path: Path, data: bytes, why: str) -> None:
    file = tmp_path / "pool.json"
    file.write_bytes(data)

    with pytest.raises(CannotReadError) as caught:
        read_document(str(file), "pool")
    assert str(caught.value).startswith(f"{file}: {why}")


def test_a_missing_document_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match=r"gone\.json: there is no such file$"):
        read_document(str(tmp_path / "gone.json"), "pool")
    with pytest.raises(CannotReadError, match=r": is a folder; name the file with the pool$"):
        read_document(str(tmp_path), "pool")


def test_without_the_reader_of_zstd_the_command_that_brings_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd")
    monkeypatch.setitem(sys.modules, "compression" if sys.version_info >= (3, 14) else "backports", None)

    with (
        pytest.raises(
            CannotReadError, match=r"is compressed with zstd; `pip install backports\.zstd` brings its reader$"
        ),
        opened(Input(str(tmp_path / "a.jsonl.zst"), "jsonl", compression="zstd")),
    ):
        pass


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TASK * 100))
    data[30:40] = b"\xff" * 10
    (tmp_path / "a.jsonl.gz").write_bytes(bytes(data))
    done = toloka_lint(["check", "--isolated", "-q", "a.jsonl.gz"], tmp_path)

    assert done == (2, "", "toloka-lint: a.jsonl.gz: is a damaged gzip file; copy or create it again\n")
