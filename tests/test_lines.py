"""Lines: what is ahead, what is taken, and where bytes are no text."""

from __future__ import annotations

from reads import stream

from validator.inputs.streams import Stream
from validator.inputs.table_lines import BadByte, Lines


def test_lines_ahead_stay_until_they_are_taken() -> None:
    lines = Lines(stream(b"one\r\ntwo\n\nfour"))

    assert [lines.ahead(n) for n in (3, 0, 1, 2, 4)] == ["four", "one", "two", "", None]
    lines.skip(3)
    assert (lines.number, lines.ahead(), lines.ahead(1)) == (4, "four", None)


def test_a_line_ends_at_a_lone_carriage_return_too() -> None:
    lines = Lines(stream(b"one\rtwo\r\n\rfour\r"))

    assert [lines.ahead(n) for n in range(5)] == ["one", "two", "", "four", None]
    assert lines.joined(4) == "one\rtwo\r\n\rfour"


def test_a_carriage_return_at_the_end_of_a_block_waits_for_its_line_feed() -> None:
    pieces = iter([b"one\r", b"\ntwo\r", b"three", b"\r"])
    lines = Lines(Stream("file", lambda _: next(pieces, b"")))

    assert [lines.ahead(n) for n in range(4)] == ["one", "two", "three", None]


def test_empty_lines_are_counted_and_passed_over() -> None:
    lines = Lines(stream(b"\n" * 200_000 + b"last"))
    lines.skip_empty()

    assert (lines.number, lines.ahead()) == (200_001, "last")


def test_a_bad_byte_far_into_the_file_has_its_offset_there() -> None:
    lines = Lines(stream(b"x" * 99_999 + b"\n" + b"\xc3\xa9\xff\xfe"))

    assert lines.ahead(1) == "é\udcff\udcfe"
    assert lines.bad == {2: BadByte(0xFF, 100_002, 2)}


def test_bad_bytes_are_forgotten_with_their_lines() -> None:
    lines = Lines(stream(b"\xff\n" * 100_000))
    most = 0
    while lines.ahead() is not None:
        most = max(most, len(lines.bad))
        lines.skip(1)

    assert lines.number == 100_001
    assert most < 50_000
    assert lines.bad == {}
