"""Lines: what is ahead, what is taken, and where bytes are no text."""

from __future__ import annotations

import io

from validator.inputs.table_lines import BadByte, Lines


def test_lines_ahead_stay_until_they_are_taken() -> None:
    lines = Lines(io.BytesIO(b"one\r\ntwo\n\nfour"))

    assert [lines.ahead(n) for n in (3, 0, 1, 2, 4)] == ["four", "one", "two", "", None]
    lines.skip(3)
    assert (lines.number, lines.ahead(), lines.ahead(1)) == (4, "four", None)


def test_only_the_first_mark_is_none_of_the_text() -> None:
    lines = Lines(io.BytesIO(b"\xef\xbb\xbf\xef\xbb\xbfa\n\xef\xbb\xbfb"))

    assert (lines.ahead(), lines.ahead(1)) == ("\ufeffa", "\ufeffb")


def test_a_bad_byte_far_into_the_file_has_its_offset_there() -> None:
    lines = Lines(io.BytesIO(b"x" * 99_999 + b"\n" + b"\xc3\xa9\xff\xfe"))

    assert lines.ahead(1) == "é\ufffd\ufffd"
    assert lines.bad == {2: BadByte(0xFF, 100_002, 2)}


def test_bad_bytes_are_forgotten_with_their_lines() -> None:
    lines = Lines(io.BytesIO(b"\xff\n" * 100_000))
    most = 0
    while lines.ahead() is not None:
        most = max(most, len(lines.bad))
        lines.skip(1)

    assert lines.number == 100_001
    assert most < 50_000
    assert lines.bad == {}
