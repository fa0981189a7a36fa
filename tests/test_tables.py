"""Tables: every case of fixtures/tables exactly, and the laws that hold for any file."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from pathlib import Path as FilePath
from typing import Any

import orjson
import pytest
import reads
from hypothesis import example, given
from hypothesis import strategies as st
from kept import HINT, kept

from validator.contract import loader, task_spec
from validator.contract.context import Context
from validator.contract.task_spec import TaskSpec
from validator.inputs.names import CannotReadError
from validator.inputs.readers import TableContext
from validator.inputs.table import POOL_OF_UPLOAD
from validator.inputs.table_header import about_rows, is_row
from validator.inputs.table_lines import BREAK
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import JSON, ROOT, Batch, Fault, Path, Source, Span

CASES = sorted((FilePath(__file__).parent.parent / "fixtures" / "tables").glob("*.tsv"))


def everything(
    data: bytes, spec: TaskSpec | None = None, pool_id: str = POOL_OF_UPLOAD
) -> tuple[dict[int, JSON], dict[int, Source], list[Fault]]:
    """Items and sources by position, and the faults in order."""
    items: dict[int, JSON] = {}
    sources: dict[int, Source] = {}
    faults: list[Fault] = []
    for each in reads.everything(data, "tsv", TableContext(spec, pool_id)):
        if isinstance(each, Fault):
            faults.append(each)
            continue
        assert each.source is not None
        for n, item in enumerate(each.items):
            items[each.first + n] = item
            sources[each.first + n] = each.source(n)
    return items, sources, faults


def shown(data: bytes, case: Mapping[str, Any]) -> dict[str, Any]:
    """What a case is compared by."""
    spec = task_spec.read(case["spec"]) if case["spec"] else None
    items, sources, faults = everything(data, spec, case.get("pool_id", POOL_OF_UPLOAD))
    return {
        **case,
        "items": {str(n): item for n, item in items.items()},
        "faults": [
            {
                "index": each.index,
                "code": each.problem.code,
                "path": str(each.problem.path),
                "message": each.problem.message,
                "hint": each.problem.hint,
                "span": list(each.source.span(each.problem.path)),
                "excerpt": each.source.excerpt(each.source.span(each.problem.path).line),
            }
            for each in faults
        ],
        "spans": {place: list(span_at(sources, place)) for place in case["spans"]},
    }


def span_at(sources: Mapping[int, Source], place: str) -> Span:
    """The span of `<position> <path>`."""
    index, _, dotted = place.partition(" ")
    return sources[int(index)].span(path_of(dotted))


def path_of(dotted: str) -> Path:
    return Path(int(step) if step.isdigit() else step for step in dotted.split(".") if step)


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_reads_exactly_as_written_beside_it(file: FilePath) -> None:
    expected = file.with_suffix(".json")
    case = json.loads(expected.read_bytes())

    made = json.dumps(shown(file.read_bytes(), case), indent=2, ensure_ascii=False) + "\n"

    assert made == kept(expected, made), HINT


def test_every_expectation_has_its_table() -> None:
    folder = CASES[0].parent

    assert {each.stem for each in folder.glob("*.json")} == {each.stem for each in CASES}


def test_a_row_knows_the_lines_of_its_text_and_no_other() -> None:
    _, sources, _ = everything(b'INPUT:a\tINPUT:b\n"one\r\ntwo"\tx\nnext\ty\n')

    assert [sources[0].excerpt(line) for line in range(1, 5)] == ["", '"one', 'two"\tx', ""]


def test_batches_follow_one_another_without_gaps() -> None:
    rows = b"".join(b"%d\n" % n for n in range(1_234))
    batches = [each for each in reads.everything(b"INPUT:a\n" + rows, "tsv") if isinstance(each, Batch)]

    assert [(each.first, len(each.items)) for each in batches] == [(0, 500), (500, 500), (1_000, 234)]
    assert batches[2].items[-1] == {"pool_id": POOL_OF_UPLOAD, "input_values": {"a": "1233"}}
    assert batches[2].source is not None
    assert batches[2].source(233).span(Path(["input_values", "a"])) == Span(1_235, 1, 1_235, 5)
    assert [each.texts for each in batches] == [(), (), ()]


def test_long_rows_make_small_batches() -> None:
    row = b"x" * 600_000 + b"\n"
    batches = [each for each in reads.everything(b"INPUT:a\n" + row * 5, "tsv") if isinstance(each, Batch)]

    assert [(each.first, len(each.items)) for each in batches] == [(0, 2), (2, 2), (4, 1)]


def api_errors(name: str, project: object) -> list[tuple[Span | None, str, str]]:
    """What the contract says of a case, each with its place in the file."""
    context = Context(loader.load("2022-06"), "tasks", task_spec.read(project))
    run = Run(Linter(context))
    with (CASES[0].parent / f"{name}.tsv").open("rb") as file:
        batches = reads.everything(file.read(), "tsv", TableContext(context.spec))
        found = run.findings(batches, name, is_one_request=False)
        return [(each.span, each.code, str(each.path)) for each in found if not each.code.startswith("TL")]


@pytest.mark.parametrize("name", ["kinds", "types", "array_elements", "download"])
def test_the_contract_takes_what_the_web_interface_takes(name: str) -> None:
    case = json.loads((CASES[0].parent / f"{name}.json").read_bytes())

    assert api_errors(name, case["spec"]) == []


def test_the_contract_speaks_at_the_cell() -> None:
    case = json.loads((CASES[0].parent / "wrong_values.json").read_bytes())

    assert api_errors("wrong_values", case["spec"]) == [
        (Span(2, 1, 2, 4), "BOOLEAN_EXPECTED", "input_values.boolean"),
        (Span(2, 5, 2, 8), "INTEGER_EXPECTED", "input_values.integer"),
        (Span(2, 9, 2, 12), "FLOAT_EXPECTED", "input_values.float"),
        (Span(2, 18, 2, 23), "BOOLEAN_EXPECTED", "input_values.array_boolean.1"),
        (Span(2, 26, 2, 29), "INTEGER_EXPECTED", "input_values.array_integer.1"),
        (Span(2, 35, 2, 35), "FLOAT_EXPECTED", "input_values.array_float.1"),
        (Span(2, 36, 2, 37), "FLOAT_EXPECTED", "input_values.array_float.2"),
        (Span(3, 1, 3, 2), "BOOLEAN_EXPECTED", "input_values.boolean"),
        (Span(3, 3, 3, 6), "INTEGER_EXPECTED", "input_values.integer"),
        (Span(3, 7, 3, 10), "FLOAT_EXPECTED", "input_values.float"),
        (Span(3, 11, 3, 12), "BOOLEAN_EXPECTED", "input_values.array_boolean.0"),
        (Span(3, 13, 3, 15), "INTEGER_EXPECTED", "input_values.array_integer.0"),
        (Span(3, 16, 3, 18), "INTEGER_EXPECTED", "input_values.array_integer.1"),
        (Span(3, 19, 3, 24), "FLOAT_EXPECTED", "input_values.array_float.0"),
        (Span(3, 25, 3, 28), "FLOAT_EXPECTED", "input_values.array_float.1"),
        (Span(5, 11, 5, 16), "FLOAT_EXPECTED", "input_values.float"),
        (Span(5, 17, 5, 27), "BOOLEAN_EXPECTED", "input_values.array_boolean.0"),
        (Span(5, 28, 5, 29), "INTEGER_EXPECTED", "input_values.array_integer.0"),
        (Span(5, 30, 5, 34), "FLOAT_EXPECTED", "input_values.array_float.0"),
    ]


def test_a_long_table_takes_little_memory() -> None:
    row = b"https://example.com/images/0123456789.png\tsome words about the picture\n"
    read = reads.reading(b"INPUT:image\tINPUT:note\n" + row * 50_000, "tsv").batches
    tracemalloc.start()
    items = sum(len(each.items) for each in read if isinstance(each, Batch))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert items == 50_000
    assert peak < 3_000_000


def test_a_quote_that_is_open_for_four_million_characters_is_taken_for_a_lost_one() -> None:
    lines = b"x\ty\n" * 1_200_000 + b'"\ty\n'
    found = reads.reading(b'INPUT:a\tINPUT:b\n"x\ty\n' + lines, "tsv").batches

    fault = next(found)
    assert isinstance(fault, Fault)
    assert fault.problem.message == "Open quote on line 2"
    assert next(found)[:1] == (1,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_header_and_rows_with_their_ends_are_the_file(end: str) -> None:
    lines = ['INPUT:a\tINPUT:"b"', 'x\t"1\n2"', "y\t2\t3", '"z\t', "lost", "\u00e9\tok"]
    data = "".join(f"{line}\n" for line in lines).replace("\n", end).encode()
    data = data.replace(b"\xc3\xa9", b"\xff") if end == "\r" else data
    read = reads.reading(data, "tsv")
    texts = [
        each.source.text if isinstance(each, Fault) else each.source(0).text for each in read.batches if each.source
    ]

    assert (
        "".join(f"{text}{end}" for text in [read.header.removesuffix(end), *texts]).encode("utf-8", "surrogateescape")
        == data
    )


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"INPUT:image": "x"}, True),
        ({"GOLDEN:a": "x", "other": 1}, True),
        ({"TASK:overlap": 3}, True),
        ({"input_values": {"INPUT:image": "x"}}, False),
        ({"INPUT:image": "x", "input_values": {}}, False),
        ({"image": "x"}, False),
        ({}, False),
        (["INPUT:image"], False),
        (None, False),
    ],
)
def test_a_row_of_a_table_in_json_is_known(item: JSON, *, expected: bool) -> None:
    assert is_row(item) == expected


def test_rows_of_a_table_in_json_are_said_to_be() -> None:
    assert about_rows(3).message == "Items are rows of a table, with columns for keys"
    assert about_rows(1).message == "The item is a row of a table, with columns for keys"


# Laws

FIELD_TYPES = ["boolean", "string", "integer", "float", "url", "coordinates", "json"]
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=8) | st.text(
    '" ,\t\n\\a', min_size=1, max_size=8
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "string": WORDS,
    "integer": st.integers(-(10**18) + 1, 10**18 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "url": WORDS.map("https://example.com/".__add__),
    "coordinates": st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda pair: f"{pair[0]},{pair[1]}"),
    "json": JSONS.filter(lambda value: value is not None),
}


PARENTS = {"INPUT": "input_values", "GOLDEN": "known_solutions.0.output_values"}


def written(type_: str, value: Any) -> str:
    """The text of one value."""
    if type_ == "json":
        return orjson.dumps(value).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def element(type_: str, value: Any) -> str:
    """The text of one element of an array; JSON is not quoted there."""
    text = written(type_, value)
    return (
        quoted(text)
        if type_ != "json" and (set('",') & set(text) or text.strip(" ") != text or text[-1:] in {"", "\\"})
        else text
    )


def cell(text: str, *, always: bool = False) -> str:
    return quoted(text) if always or set('"\t\n') & set(text) else text


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, Any], list[list[tuple[JSON, str, list[str]]]], str]:
    """Fields; rows of (value, cell, elements as the cell has them); the end of a line."""
    types = draw(st.lists(st.sampled_from(FIELD_TYPES), min_size=2, max_size=4))
    fields = {f"f{n}": {"type": draw(st.sampled_from(["", "array_"])) + each} for n, each in enumerate(types)}
    table = []
    for _ in range(draw(st.integers(0, 4))):
        row: list[tuple[JSON, str, list[str]]] = []
        for field in fields.values():
            base = field["type"].removeprefix("array_")
            if draw(st.integers(0, 9)) == 0:
                row.append((None, draw(st.sampled_from(["", '""'])), []))
            elif base == field["type"]:
                value = draw(VALUES[base])
                row.append((value, cell(written(base, value), always=draw(st.booleans())), []))
            else:
                values = draw(st.lists(JSONS if base == "json" else VALUES[base], min_size=1, max_size=3))
                elements = [element(base, each) for each in values]
                raw = cell(",".join(elements), always=draw(st.booleans()))
                doubled = [each.replace('"', '""') if raw.startswith('"') else each for each in elements]
                row.append((values, raw, [] if base == "json" else doubled))
        if any(raw not in {"", '""'} for _, raw, _ in row):  # else it would be blank
            table.append(row)
    return fields, table, draw(st.sampled_from(["\n", "\r\n"]))


def cut(text: str, span: Span) -> str:
    """The stretch of a text that a span names."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


@given(tables(), st.sampled_from(["", "\ufeff"]), st.sampled_from(["INPUT", "GOLDEN"]))
def test_what_was_written_is_read_and_found_in_the_file(
    table: tuple[dict[str, Any], list[list[tuple[JSON, str, list[str]]]], str], mark: str, prefix: str
) -> None:
    fields, rows, end = table
    is_golden, parent = prefix == "GOLDEN", PARENTS[prefix]
    header = [f"{prefix}:{name}" for name in fields]
    text = "\n".join("\t".join(cells) for cells in [header, *([raw for _, raw, _ in row] for row in rows)])
    # Inside quotes a line break stays as it is, so only the ends of rows are changed.
    data = (mark + text).encode().replace(b"\n", end.encode())
    items, sources, faults = everything(data, task_spec.read({"input_spec": fields, "output_spec": fields}))

    assert [each.problem.code for each in faults] == ["TL908"] * bool(mark)
    assert list(items) == list(range(len(rows)))
    for n, row in enumerate(rows):
        values = {name: value for name, (value, _, _) in zip(fields, row, strict=True) if value is not None}
        solution = {"known_solutions": [{"output_values": values}], "infinite_overlap": True}
        held = solution if is_golden and values else {}
        expected = {"pool_id": POOL_OF_UPLOAD, "input_values": {} if is_golden else values, **held}
        assert items[n] == expected
        assert json.dumps(items[n]) == json.dumps(expected)  # True is 1 and 1 is 1.0 to Python
        assert cut(text, sources[n].span(ROOT)) == "\t".join(raw for _, raw, _ in row)
        for name, (_, raw, elements) in zip(fields, row, strict=True):
            path = Path([*path_of(parent), name])
            assert cut(text, sources[n].span(path)) == raw
            assert [cut(text, sources[n].span(path / k)) for k in range(len(elements))] == elements


SPEC = task_spec.read(
    {
        "input_spec": {each: {"type": each} for type_ in FIELD_TYPES for each in (type_, f"array_{type_}")},
        "output_spec": {"a": {"type": "array_string"}},
    }
)
HEADERS = st.lists(
    st.sampled_from([*(f"INPUT:{each}" for each in SPEC.inputs), "GOLDEN:a", "HINT:text", "TASK:overlap", "odd", ""]),
    min_size=1,
    max_size=4,
)
PIECES = st.sampled_from(["\t", "\n", '"', ",", "\\", "\r", " ", "a", "1", "{", "}", "é", "\0", "\udcff", '""', "\n\n"])


def paths(value: JSON, path: Path = ROOT) -> Iterator[Path]:
    yield path
    for step, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(each, path / step)


def check_any(data: bytes, spec: TaskSpec | None) -> None:
    """Nothing is raised, positions have no gaps, and every span lies inside the lines of the file."""
    try:
        items, sources, faults = everything(data, spec)
    except CannotReadError:  # by its first bytes it is something else
        return
    positions = sorted([*items, *(each.index for each in faults if each.index is not None)])
    assert positions == list(range(len(positions)))
    last = len(BREAK.findall(data.decode("latin-1"))) + 1
    spans = [each.source.span(each.problem.path) for each in faults]
    spans += [sources[n].span(path) for n, item in items.items() for path in paths(item)]
    for span in spans:
        assert (1, 1) <= span[:2] <= span[2:]
        assert span.end_line <= last
    for n in items:
        own = sources[n].span(ROOT)
        assert sources[n].excerpt(own.end_line)[own.end_column - 1 :] == ""


@given(st.binary(max_size=200))
@example(b"\xff\xfeI\0N\0")
@example(b"\xfe\xff\0I\0N")
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\n\n")
@example(b'"')
@example(b'INPUT:a\n"\n"\n"')
def test_no_bytes_stop_the_reader(data: bytes) -> None:
    check_any(data, None)


@given(HEADERS, st.lists(PIECES, max_size=40).map("".join))
@example(["INPUT:a", "INPUT:b"], '\t"\n"\n\n"\t"')
@example(["INPUT:array_string"], '",,\n"')
def test_no_table_stops_the_reader(header: list[str], rest: str) -> None:
    data = "\t".join(header).encode() + b"\n" + rest.encode("utf-8", "surrogateescape")

    check_any(data, SPEC)
    check_any(data, None)


GOOD = {
    "plain": b"a\tb",
    "quoted": b'"say ""a"""\tb',
    "balanced": b'say "a"\tb',
    "two lines": b'"a\nb"\tb',
    "a quote": b'""""\tb',
    "a tab": b'say "a\tb" now\tb',
}
BAD = {
    "short": (b"a", "TL903"),
    "long": (b"a\tb\tc", "TL903"),
    "long and quoted": (b'"a\nb"\tb\tc', "TL903"),
    "bad byte": (b"a\xff\tb", "TL902"),
    "inch": (b'5" wide\tb', "TL903"),
    "inches": (b'5" wide\t7" high', "TL903"),
    "open": (b'"a\tb', "TL903"),
    "open at the end": (b'a\t"b', "TL903"),
}
#: An open quote takes the lines after it along, up to the first that makes a row: a row of the wrong width is lost too.
IS_LOST = set(product(["inch", "inches", "open", "open at the end"], ["short", "long", "long and quoted"]))


@given(st.lists(st.sampled_from([*GOOD, *BAD]), max_size=12).filter(lambda kinds: not IS_LOST & set(pairwise(kinds))))
@example(["inch", "inch", "plain", "open", "open", "quoted"])
@example(["open", "two lines", "open at the end", "a quote"])
def test_no_bad_row_hides_another(kinds: list[str]) -> None:
    rows = [GOOD[each] if each in GOOD else BAD[each][0] for each in kinds]
    items, _, faults = everything(b"\n".join([b"INPUT:a\tINPUT:b", *rows]))

    assert [(each.index, each.problem.code) for each in faults] == [
        (n, BAD[each][1]) for n, each in enumerate(kinds) if each in BAD
    ]
    assert list(items) == [n for n, each in enumerate(kinds) if each in GOOD]
