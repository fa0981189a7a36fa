"""Long lists are read a piece at a time: the same items, sources and faults as when they are read as a whole."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reads import stream

from validator.inputs.json_lists import read_long
from validator.inputs.json_values import items_of
from validator.inputs.names import CannotReadError
from validator.inputs.place import Place
from validator.inputs.streams import BLOCK, Stream, TooLargeError
from validator.model import ROOT, Batch, Fault, Path

SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.text(st.sampled_from('{}[],:"\\ \né😀a'), max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "b", '"']), inner, max_size=3),
    max_leaves=8,
)


def in_pieces(data: bytes, size: int) -> Stream:
    """A stream that gives so many bytes at once."""
    pieces = iter([data[n : n + size] for n in range(0, len(data), size)])
    return Stream("file", lambda _: next(pieces, b""))


def shown(found: list[Batch | Fault]) -> tuple[list[Any], list[Any]]:
    """Items with the text and place of each, and faults."""
    items: list[Any] = []
    faults: list[Any] = []
    for each in found:
        if isinstance(each, Fault):
            faults.append((each.problem, each.index, each.source.span(ROOT)))
            continue
        assert each.first == len(items)
        assert each.source
        sources = [each.source(n) for n in range(len(each.items))]
        items += [(item, at.text, at.span(ROOT)) for item, at in zip(each.items, sources, strict=True)]
    return items, faults


def whole(data: bytes) -> tuple[list[Any], list[Any]]:
    return shown([items_of(data, Place())])


@settings(max_examples=300)
@given(
    st.lists(VALUES, max_size=12),
    st.sampled_from([None, 1, "\t"]),
    st.sampled_from(["", " ", "\n", "\r\n\t"]),
    st.integers(1, 40),
)
@example([{"id": 1, "b": [{"id": 2}, {"id": 3}]}] * 5, None, "", 7)
def test_law_a_list_in_pieces_is_the_list(values: list[Any], indent: Any, gap: str, size: int) -> None:
    separators = (f"{gap},{gap}", f"{gap}:{gap}")
    text = json.dumps(values, ensure_ascii=False, indent=indent, separators=separators)
    data = f"{gap}{text}{gap}".encode()

    assert orjson.loads(data) == values
    assert shown(list(read_long(in_pieces(data, size)))) == whole(data)


BROKEN = [
    b"[",
    b"[1,",
    b"[1",
    b'[{"a": 1}, {"a": 2}',
    b'[{"a": 1} {"a": 2}]',
    b'[{"a": 1}, ]',
    b'[{"a": 1},, {"a": 2}]',
    b'[{"a": 1}, {"a": None}, {"a": 3}]',
    b'[{"a": 1}, {"a": "x}]',
    b'[{"a": 1}] [2]',
    b"[1, 2]\n\n]",
    b"[1, 2}",
    b"[,1]",
    b'[{"a": 1}, {"a": "\xff"}]',
    b'[{"a": 1}, {\n"a": [1, 2}]',
]


@pytest.mark.parametrize("size", [1, 3, 64])
@pytest.mark.parametrize("data", BROKEN)
def test_a_broken_list_has_the_same_fault_in_pieces(data: bytes, size: int) -> None:
    items, faults = shown(list(read_long(in_pieces(data, size))))

    assert faults == whole(data)[1]
    assert [item for item, _, _ in items] in ([], [1], [{"a": 1}], [1, 2])


def test_a_list_of_a_million_items_is_many_batches_with_places() -> None:
    line = b'{"id": "%d", "tasks": [{"id": "1"}, {"id": "2"}]}'
    data = b"[\n" + b",\n".join(line % n for n in range(100_000)) + b"\n]\n"
    batches = list(read_long(stream(data)))

    assert len(batches) > len(data) // (2 * BLOCK)
    last = batches[-1]
    assert isinstance(last, Batch)
    assert last.source
    assert last.first + len(last.items) == 100_000
    source = last.source(len(last.items) - 1)
    assert source.text == (line % 99_999).decode()
    assert source.span(Path(["id"]))[:2] == (100_001, 8)


def test_no_more_is_read_than_is_needed_at_once() -> None:
    data = b"[" + b"[]," * 1_000_000 + b"[]]"
    most = 0

    def read(_: int) -> bytes:
        return next(pieces, b"")

    pieces = iter([data[:1_500_000], *(data[n : n + BLOCK] for n in range(1_500_000, len(data), BLOCK))])
    items = 0
    for each in read_long(Stream("file", read)):
        assert isinstance(each, Batch)
        items += len(each.items)
        most = max(most, sum(map(len, each.texts)))

    assert items == 1_000_001
    assert most <= 4 * BLOCK


def test_what_is_broken_early_is_not_read_to_its_end() -> None:
    data = b'[{"a": 1}, {"a": oops}, ' + b"[" * BLOCK * 100
    rest = in_pieces(data, BLOCK)
    found = list(read_long(rest))

    assert [each.problem.message for each in found if isinstance(each, Fault)] == ["Unexpected 'oops'"]
    assert len(rest.rest()) > BLOCK * 90


def test_an_element_may_be_longer_than_many_blocks() -> None:
    data = b'[{"a": "' + b"x" * BLOCK * 20 + b'"}, {"a": "' + b'\\"' * BLOCK * 3 + b'"}, 3]'

    assert [item for item, _, _ in shown(list(read_long(in_pieces(data, BLOCK))))[0]] == orjson.loads(data)


def test_an_element_that_takes_too_much_memory_is_refused() -> None:
    data = b'[{"a": 1}, "' + b"x" * BLOCK * 10 + b'"]'

    with pytest.raises(TooLargeError, match=r"^file: holds a value that takes more than 128 KiB of memory; give more"):
        list(read_long(stream(data, max_memory=2 * BLOCK)))


def test_many_brackets_take_more_memory_than_their_text() -> None:
    data = b"[" + b"[]," * (1 << 23) + b"1]"

    with pytest.raises(TooLargeError):
        stream(data, max_memory=len(data) * 2).rest()


@pytest.mark.parametrize("value", [b'{"a": 1}', b"7", b"null", b'[{"a": 1}]'])
def test_blanks_before_a_value_are_passed_over(value: bytes) -> None:
    data = b" " * BLOCK * 3 + b"\n" * BLOCK * 3 + b"  " + value

    items, faults = shown(list(read_long(stream(data))))
    assert (items, faults) == whole(data)


def test_nothing_but_blanks_is_refused_by_name() -> None:
    with pytest.raises(CannotReadError, match=r"^file: holds nothing but blanks, 640 KiB of them$"):
        list(read_long(stream(b" " * BLOCK * 10)))
