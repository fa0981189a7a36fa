"""Excel workbooks: rows become tasks as those of a text do, and a finding names its row, column and cell."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import toloka_lint
from reads import everything, reading
from workbooks import workbook

from validator.contract import task_spec
from validator.inputs.names import CannotReadError
from validator.inputs.readers import TableContext, read
from validator.inputs.spreadsheet import _RowSource
from validator.inputs.streams import Stream, TooLargeError
from validator.inputs.table import POOL_OF_UPLOAD
from validator.model import JSON, ROOT, Batch, Fault, Source
from validator.model import Path as ItemPath

PROJECT = {
    "input_spec": {
        "image": {"type": "url"},
        "n": {"type": "integer", "required": False},
        "share": {"type": "float", "required": False},
        "yes": {"type": "boolean", "required": False},
        "tags": {"type": "array_string", "required": False},
        "data": {"type": "json", "required": False},
    },
    "output_spec": {"result": {"type": "string"}},
}
CONTEXT = TableContext(task_spec.read(PROJECT))


def items(data: bytes, context: TableContext = CONTEXT) -> list[JSON]:
    return [item for each in everything(data, "xlsx", context) if isinstance(each, Batch) for item in each.items]


def sources(data: bytes) -> list[Source]:
    batches = [each for each in everything(data, "xlsx", CONTEXT) if isinstance(each, Batch)]
    return [each.source(n) for each in batches if each.source for n in range(len(each.items))]


def test_cells_become_values_by_the_fields_of_the_project() -> None:
    data = workbook(
        [
            ["INPUT:image", "INPUT:n", "INPUT:share", "INPUT:yes", "INPUT:tags", "INPUT:data", "TASK:overlap"],
            ["https://a.b/1", 3.0, 1, True, 'a,"b, c"', '{"k": [1]}', 5],
            ["https://a.b/2", None, 0.5, "FALSE", 7, None, None],
        ]
    )

    assert json.dumps(items(data)) == json.dumps(
        [
            {
                "pool_id": POOL_OF_UPLOAD,
                "input_values": {
                    "image": "https://a.b/1",
                    "n": 3,
                    "share": 1,
                    "yes": True,
                    "tags": ["a", "b, c"],
                    "data": {"k": [1]},
                },
                "overlap": 5,
            },
            {
                "pool_id": POOL_OF_UPLOAD,
                "input_values": {"image": "https://a.b/2", "share": 0.5, "yes": False, "tags": ["7"]},
            },
        ]
    )


def test_a_table_may_begin_anywhere_in_the_sheet_and_have_blank_rows() -> None:
    data = workbook([["INPUT:image"], [None], ["", ""], ["x"]], row=3, column="C")
    (source,) = sources(data)

    assert items(data) == [{"pool_id": POOL_OF_UPLOAD, "input_values": {"image": "x"}}]
    assert source.span(ItemPath(["input_values", "image"])) == (6, 3, 6, 4)
    assert isinstance(source, _RowSource)
    assert source.reference(ItemPath(["input_values", "image"])) == "Sheet1!C6"
    assert source.reference(ROOT) == "Sheet1!6:6"


def test_the_first_sheet_is_read_and_that_is_noted() -> None:
    read_ = reading(workbook({"My tasks": [["INPUT:image"], ["x"]], "Other": [["y"]]}))
    (batch,) = read_.batches

    assert read_.notes == ["file: only its first sheet, 'My tasks', is read"]
    assert isinstance(batch, Batch)
    assert batch.source
    source = batch.source(0)
    assert isinstance(source, _RowSource)
    assert source.reference(ItemPath(["input_values", "image"])) == "'My tasks'!A2"


def test_the_text_of_a_row_is_that_of_a_table_in_text() -> None:
    data = workbook([["INPUT:image", "INPUT:data"], ["x", '{"a":\t1}']])

    assert [each.text for each in sources(data)] == ['x\t"{""a"":\t1}"']


def test_what_is_wrong_is_named_by_row_and_column(tmp_path: Path) -> None:
    data = workbook(
        [
            ["INPUT:image", "INPUT:n", "INPUTS:x", "INPUT:tags", "INPUT:data", "OUTPUT:result"],
            ["x", "1.5", None, "a,b", None],
            ["https://a.b/2", 1.25e17, None, '["a"]', None],
            ["https://a.b/3", None, None, None, "{"],
        ]
    )
    (tmp_path / "a.xlsx").write_bytes(data)
    (tmp_path / "p.json").write_text(json.dumps(PROJECT))
    done = toloka_lint(["check", "--isolated", "a.xlsx", "--project", "p.json"], tmp_path)

    rounded = "enter it again, in a column with the format Text"
    brackets = "Brackets around an array become a part of its elements"
    bracketed = "write the elements with commas between them, as a,b"
    assert [line.split(" (is ")[0] for line in done.stdout.splitlines()] == [
        "a.xlsx:1:3: error TL904: Unknown column 'INPUTS:x': did you mean 'INPUT:n'?",
        "a.xlsx:1:6: warning TL904: Column 'OUTPUT:result' belongs to a download: remove it, no task has it",
        "a.xlsx:2:1: error INVALID_URL_SYNTAX input_values.image: Value must be in valid url format",
        "a.xlsx:2:2: error INTEGER_EXPECTED input_values.n: Value must be an integer",
        f"a.xlsx:3:2: warning TL906 input_values.n: Integer 1.25e+17 was rounded by a spreadsheet: {rounded}",
        f"a.xlsx:3:4: warning TL905 input_values.tags: {brackets}: {bracketed}",
        "a.xlsx:4:5: error TL901 input_values.data: The text ends before the value is complete",
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 200, workbook([["INPUT:a"], ["x"]])[:-40], b"INPUT\n"],
    ids=range(5),
)
def test_what_is_no_workbook_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(CannotReadError, match=r"^file: is not an Excel workbook, or a damaged one"):
        everything(data, "xlsx")


def test_an_empty_sheet_has_no_items() -> None:
    assert everything(workbook([]), "xlsx") == []
    assert everything(workbook([["INPUT:image"]]), "xlsx") == []


def test_a_workbook_that_takes_too_much_memory_is_refused() -> None:
    data = workbook([["INPUT:image"], ["x" * 2_000_000]])
    pieces = iter([data])

    with pytest.raises(TooLargeError):
        list(read(reading(data).source, Stream("file", lambda _: next(pieces, b""), 1_000_000)).batches)


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(CannotReadError) as caught:
        everything(workbook([["INPUT:image"]]), "xlsx")
    assert str(caught.value) == "file: is an Excel workbook, which an extra reads: pip install 'toloka-lint[excel]'"


def test_a_fault_knows_its_cell() -> None:
    faults = [
        each for each in everything(workbook([["INPUT:data"], ["{"]]), "xlsx", CONTEXT) if isinstance(each, Fault)
    ]

    assert [(each.index, each.source.span(ROOT)) for each in faults] == [(0, (2, 1, 2, 2))]
    assert [each.source.excerpt(2) for each in faults] == [""]
