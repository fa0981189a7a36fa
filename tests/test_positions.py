"""Where values, items and repeated keys stand, by table and by law."""

from __future__ import annotations

import json
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from validator.json_text.places import (
    DuplicateKey,
    JSONSource,
    LineSource,
    SliceSource,
    Spot,
    duplicate_keys,
    item_ranges,
    line_column,
    value_range,
)
from validator.model import ROOT, Path, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validator.model import Source

TASK = '{"pool_id": "1", "input_values": {"url": "a", "tags": ["x", "y"]}, "overlap": 3}'

KEYS = st.text(max_size=4) | st.sampled_from(['"', "\\", "\\u0061", "a\\nb", "é", "😀", "{", "]", ",", "", "\ud800"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | KEYS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)
GAPS = st.sampled_from(["", " ", "\n", "\r\n", "\t ", "  \n "])


def paths(value: Any, path: Path = ROOT) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, path / step)


@st.composite
def written(draw: st.DrawFn, value: Any) -> str:
    """The value as JSON text, with blanks wherever they may stand."""
    gap, ascii_only = draw(GAPS), draw(st.booleans())
    separators = (f"{gap},{draw(GAPS)}", f"{draw(GAPS)}:{gap}")
    text = json.dumps(
        value, ensure_ascii=ascii_only, indent=draw(st.sampled_from([None, 2, "\t"])), separators=separators
    )
    return draw(GAPS) + text + draw(GAPS)


def found(text: str, *steps: str | int) -> str:
    begin, end = value_range(text, Path(steps))
    return text[begin:end]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), TASK),
        (("pool_id",), '"1"'),
        (("overlap",), "3"),
        (("input_values",), '{"url": "a", "tags": ["x", "y"]}'),
        (("input_values", "url"), '"a"'),
        (("input_values", "tags", 1), '"y"'),
        (("missing",), TASK),
        (("missing", "deeper", 3), TASK),
        (("input_values", "missing"), '{"url": "a", "tags": ["x", "y"]}'),
        (("input_values", "tags", 2), '["x", "y"]'),
        (("input_values", "tags", "0"), '["x", "y"]'),
        (("input_values", 0), '{"url": "a", "tags": ["x", "y"]}'),
        (("overlap", "deeper"), "3"),
    ],
)
def test_a_path_leads_to_its_value_or_the_deepest_one_on_the_way(steps: tuple[str | int, ...], expected: str) -> None:
    assert found(TASK, *steps) == expected


def test_the_last_of_equal_keys_counts() -> None:
    assert value_range('{"a": {"b": 1}, "a": {"c": 2}}', Path(("a", "c"))) == (27, 28)
    assert value_range('{"a": {"b": 1}, "a": {"c": 2}}', Path(("a", "b"))) == (21, 29)


@pytest.mark.parametrize("key", [r'"\u0069mage"', r'"im\u0061ge"', '"image"'])
def test_keys_are_compared_unescaped(key: str) -> None:
    assert found(f'{{"x": 0, {key}: 7}}', "image") == "7"


def test_an_escape_in_a_key_is_not_the_letters_it_is_written_with() -> None:
    assert found(r'{"a\nb": 1, "a\\nb": 2}', r"a\nb") == "2"
    assert found(r'{"a\nb": 1, "a\\nb": 2}', "a\nb") == "1"


def test_brackets_and_quotes_inside_strings_are_text() -> None:
    assert found(r'{"a": "}],\"{[", "b": ["]", "\\"], "c": 1}', "c") == "1"


def test_a_value_may_start_anywhere() -> None:
    text = f"[{TASK}, {TASK}]"
    assert value_range(text, Path(("pool_id",)), 1) == (13, 16)
    assert value_range(text, Path(("pool_id",)), len(TASK) + 2) == (len(TASK) + 15, len(TASK) + 18)


@pytest.mark.parametrize(
    "text", ["", "  ", "]", ",", "{", "[", '{"a', '{"a":', '{"a" 1}', '"\\', "[1, 2", '{"a": }', "[}"]
)
def test_what_is_not_json_has_places_too(text: str) -> None:
    begin, end = value_range(text, Path(("a", 0)))
    assert 0 <= begin <= end <= len(text)
    assert all(0 <= each.again[0] <= each.again[1] <= len(text) for each in duplicate_keys(text))
    assert all(0 <= begin < end <= len(text) for begin, end in item_ranges(text))


@given(st.data())
def test_law_every_path_of_a_value_leads_to_it(data: st.DataObject) -> None:
    value = data.draw(VALUES)
    text = data.draw(written(value))
    for path, expected in paths(value):
        begin, end = value_range(text, path)
        assert json.loads(text[begin:end]) == expected
        assert text[begin:end].strip() == text[begin:end]


@given(st.data())
def test_law_items_are_the_elements_in_order(data: st.DataObject) -> None:
    value = data.draw(VALUES)
    text = data.draw(written(value))
    items = [json.loads(text[begin:end]) for begin, end in item_ranges(text)]
    assert items == (value if isinstance(value, list) else [value])


@given(st.text(alphabet='{}[]":,\\ \na1é', max_size=40), st.lists(st.sampled_from(["a", "", 0, 1]), max_size=3))
def test_law_any_text_has_places(text: str, steps: list[str | int]) -> None:
    begin, end = value_range(text, Path(steps))
    assert 0 <= begin <= end <= len(text)
    assert sorted(item_ranges(text)) == list(item_ranges(text))
    assert all(text[begin] == '"' for _, first, again in duplicate_keys(text) for begin in (first[0], again[0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n", []),
        ("[]", []),
        (" [ ] ", []),
        ("7", ["7"]),
        (' {"a": [1]}\n', ['{"a": [1]}']),
        ('[1,"]",\r\n{"a":[{}]},[ ],null]', ["1", '"]"', '{"a":[{}]}', "[ ]", "null"]),
    ],
)
def test_items_of_a_text(text: str, expected: list[str]) -> None:
    assert [text[begin:end] for begin, end in item_ranges(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "b": {"a": 2}}', []),
        ('[{"a": 1}, {"a": 1}]', []),
        ('{"a": "a", "b": "a:"}', []),
        ('{"a": 1, "a": 2}', [DuplicateKey(Path(("a",)), (1, 4), (9, 12))]),
        ('{"a":1,"a":2,"a":3}', [DuplicateKey(Path("a"), (1, 4), (7, 10)), DuplicateKey(Path("a"), (1, 4), (13, 16))]),
        (r'{"a":1,"\u0061":2}', [DuplicateKey(Path("a"), (1, 4), (7, 15))]),
        ('[0,{"x":[1,{"é" :1,"é":2}]}]', [DuplicateKey(Path((1, "x", 1, "é")), (12, 15), (19, 22))]),
        (
            '{"a":{"b":1,"b":2},"a":0}',
            [DuplicateKey(Path(("a", "b")), (6, 9), (12, 15)), DuplicateKey(Path("a"), (1, 4), (19, 22))],
        ),
    ],
)
def test_repeated_keys_of_a_text(text: str, expected: list[DuplicateKey]) -> None:
    assert list(duplicate_keys(text)) == expected


def test_repeated_keys_end_with_the_value_they_began_in() -> None:
    text = '[{"a":1},{"b":1,"b":2},{"c":1,"c":2}]'
    assert list(duplicate_keys(text, 1)) == []
    assert list(duplicate_keys(text, 9)) == [DuplicateKey(Path("b"), (10, 13), (16, 19))]


@given(st.data())
def test_law_keys_repeat_where_they_are_written_twice(data: st.DataObject) -> None:
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(["a", "b", "\n", '"']), VALUES), max_size=6))
    members = [(key, f"{json.dumps(key)}:{data.draw(written(value))}") for key, value in pairs]
    text = "[{" + ",".join(member for _, member in members) + "}]"
    first: dict[str, tuple[int, int]] = {}
    expected, at = [], 2
    for key, member in members:
        token = (at, at + len(json.dumps(key)))
        if first.setdefault(key, token) != token:
            expected.append(DuplicateKey(Path((0, key)), first[key], token))
        at += len(member) + 1
    assert list(duplicate_keys(text)) == expected


@given(st.text(alphabet="\n\ra\t😀", max_size=30), st.data())
@example("\r\n\r", st.just(2))
def test_law_lines_and_columns_as_a_naive_count_has_them(text: str, data: Any) -> None:
    offset = data.draw(st.integers(0, len(text))) if isinstance(data, st.DataObject) else 2
    line, column = 1, 1
    for character in text[:offset]:
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    assert line_column(text, offset) == (line, column)
    assert JSONSource(text).place(offset) == (line, column)
    assert JSONSource(text, 5, 3).place(offset) == (line + 4, column + 2 if line == 1 else column)


NAMES = st.sampled_from(["a", "b", "é", "", "{", "a\\", '"', ":"])
MEMBERS = st.recursive(
    st.sampled_from(["1", "-1.5e3", "true", "null", '"a"', '"b:"', '"}"', '"\\\\"', "0." + "9" * 5_000, "[]", "{}"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{','.join(each)}]")
        | st.lists(st.tuples(NAMES.map(json.dumps), inner), max_size=4).map(
            lambda each: "{" + ",".join(f"{key} :{value}" for key, value in each) + "}"
        )
    ),
    max_leaves=12,
)


@given(MEMBERS)
@example('{"a":[[{"a":1}]]}')
@example('{"a":{"b":1},"a":{"c":2}}')
@example('{"a":"b","b":1}')
@example("[" * 500 + '{"a":' * 500 + "1" + "}" * 500 + "]" * 500)
def test_law_what_was_parsed_from_a_line_leads_to_the_same_place_as_the_search(text: str) -> None:
    item = orjson.loads(text)
    line, whole = LineSource(text, 3, item), JSONSource(text, 3)
    for path, _ in islice(paths(item), 60):
        for each in (path, path / "b", path / "missing", path / 0, path / 9):
            assert line.span(each) == whole.span(each), each


@given(st.text(alphabet="\n\ra", max_size=20))
def test_law_excerpts_are_the_lines_without_their_breaks(text: str) -> None:
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    source = JSONSource(text, 4)
    assert [source.excerpt(line) for line in range(3, 5 + len(lines))] == ["", *lines, ""]


def test_a_span_covers_the_lines_of_its_value() -> None:
    source: Source = JSONSource('{"é": "😀",\r\n "a": {\r\n  "b": 1\r\n }}\r\n', 10)
    assert source.span(Path("é")) == Span(10, 7, 10, 10)
    assert source.span(Path("a")) == Span(11, 7, 13, 3)
    assert source.span(Path(("a", "b"))) == Span(12, 8, 12, 9)
    assert source.span(ROOT) == Span(10, 1, 13, 4)
    assert [source.excerpt(line) for line in (9, 10, 13, 14, 15)] == ["", '{"é": "😀",', " }}", "", ""]


def test_a_text_may_begin_inside_a_line() -> None:
    source = JSONSource('{"a":\n1}', 3, 5)
    assert source.span(ROOT) == Span(3, 5, 4, 3)
    assert source.span(Path("a")) == Span(4, 1, 4, 2)
    assert (source.excerpt(3), source.excerpt(4)) == ('    {"a":', "1}")


def test_slices_share_the_lines_of_their_file() -> None:
    text = '[{"a": 1}, {\n  "a": 2\n}\n, {"a": 3}]'
    whole = JSONSource(text)
    slices: list[Source] = [SliceSource(whole, *each) for each in item_ranges(text)]
    assert [each.span(Path("a")) for each in slices] == [Span(1, 8, 1, 9), Span(2, 8, 2, 9), Span(4, 9, 4, 10)]
    assert [slices[1].excerpt(line) for line in (1, 2, 3, 4)] == ['[{"a": 1}, {', '  "a": 2', "}", ""]
    assert [slices[0].excerpt(line) for line in (0, 1, 2)] == ["", '[{"a": 1}, {', ""]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(1, Span(7, 2, 7, 3)), (2, Span(7, 3, 7, 3)), (3, Span(7, 4, 7, 4)), (4, Span(8, 1, 8, 2)), (6, Span(8, 3, 8, 3))],
)
def test_a_spot_is_one_character_or_the_end_of_a_line(offset: int, expected: Span) -> None:
    spot: Source = Spot(JSONSource("[1\r\n2,", 7), offset)
    assert spot.span(ROOT) == spot.span(Path("a")) == expected
    assert [spot.excerpt(line) for line in (7, 8, 9)] == [
        line * (n == expected.line) for n, line in ((7, "[1"), (8, "2,"), (9, ""))
    ]


def quick(seconds: float, began: float) -> bool:
    return time.perf_counter() - began < seconds


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(
    ("opening", "closing", "depth"),
    [("[", "]", 100_000), ('{"a":', "}", 100_000), ('["x",', "]", 30_000), ('[{"a":1},{"a":', "}]", 30_000)],
)
def test_depth_costs_neither_the_stack_nor_the_square(opening: str, closing: str, depth: int, *, closed: bool) -> None:
    text = opening * depth + "1" + closing * depth * closed
    began = time.perf_counter()
    assert value_range(text, ROOT) == (0, len(text))
    assert value_range(text, Path(("b",))) == (0, len(text))
    assert list(duplicate_keys(text)) == []
    assert len(list(item_ranges(text))) <= depth
    assert quick(10, began)


def test_a_long_path_does_not_scan_the_text_once_a_step() -> None:
    text = '{"a":' * 1_000 + json.dumps("x" * 3_000_000) + "}" * 1_000
    began = time.perf_counter()
    assert value_range(text, Path(["a"] * 1_000)) == (5_000, 3_005_002)
    assert quick(5, began)


@pytest.mark.parametrize("unit", ["a", r"\"", "é"])
def test_a_string_may_be_ten_megabytes(unit: str) -> None:
    long = '"' + unit * (10_000_000 // len(unit)) + '"'
    text = f'[{{"a":{long},{long}:2, "b":1,"b":2}}]'
    at = text.index('"b"')
    began = time.perf_counter()
    assert value_range(text, Path((0, "a"))) == (6, 6 + len(long))
    assert found(text, 0, "b") == "2"
    assert list(duplicate_keys(text)) == [DuplicateKey(Path((0, "b")), (at, at + 3), (at + 6, at + 9))]
    assert quick(10, began)


def test_many_findings_in_one_large_item_scan_it_once() -> None:
    text = json.dumps({"tasks": [json.loads(TASK)] * 5_000})
    source = JSONSource(text)
    began = time.perf_counter()
    spans = [source.span(Path(("tasks", n, "overlap"))) for n in range(5_000)]
    assert {text[each.column - 1 : each.end_column - 1] for each in spans} == {"3"}
    assert quick(3, began)


@pytest.mark.parametrize("size", [*range(65_526, 65_542), 131_072])
@pytest.mark.parametrize("unit", ["1", "x", r"\n", " ", "[]"])
def test_a_value_across_the_edge_of_a_window_is_whole(size: int, unit: str) -> None:
    filling = (unit * size)[: size - size % len(unit)]
    value = {"1": filling, " ": f"[{filling}1]", "[]": f"[{filling}]"}.get(unit, f'"{filling}"')
    text = f'{{"k":{value} ,"z":[{value}],"{filling}"{" " * size}:{" " * size}5}}'
    assert found(text, "k") == value
    assert found(text, "z") == f"[{value}]"
    assert found(text, "z", 0) == value
    assert found(text, filling.replace(r"\n", "\n")) == "5"


@given(st.text(alphabet="\n\rab", max_size=20), st.integers(1, 5), st.integers(0, 12), st.integers(0, 12))
def test_law_a_part_of_an_excerpt_is_cut_from_it(text: str, column: int, begin: int, end: int) -> None:
    source = JSONSource(text, 1, column)
    for line in range(text.count("\n") + 2):
        whole = source.excerpt(line)
        part = source.excerpt(line, begin, end)
        assert part == whole[begin:end] or part == whole[begin:end].removesuffix("\r")
