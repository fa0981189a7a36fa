"""docs/tables.md: every example on the page is read as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest
import reads

from validator.contract import loader, task_spec
from validator.contract.context import Context
from validator.inputs.readers import TableContext
from validator.inputs.table_header import is_known
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import JSON, Batch

PAGE = (Path(__file__).parent.parent / "docs" / "tables.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `([a-z_]+)` \| `(.+?)` \| (?:`(.+)`)? ?\| ([A-Z0-9_]*) ?\|$", re.MULTILINE)


class Example(NamedTuple):
    """A row of the page: the type of a field, a cell, its value as JSON, and the code that is found."""

    type: str
    cell: str
    value: str
    code: str


EXAMPLES = [Example(*(each or "" for each in match.groups())) for match in _ROW.finditer(PAGE)]
TYPES = ["string", "integer", "float", "boolean", "url", "coordinates", "json"]


def test_the_page_has_an_example_of_every_type() -> None:
    assert {each.type for each in EXAMPLES} == {*TYPES, *(f"array_{each}" for each in TYPES)}
    assert len(EXAMPLES) == len(re.findall(r"^\| `[a-z_]+` \|", PAGE, re.MULTILINE))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.type} {each.cell}")
def test_an_example_is_read_as_the_page_says(example: Example) -> None:
    spec = task_spec.read({"input_spec": {"f": {"type": example.type}}, "output_spec": {}})
    data = f"INPUT:f\tTASK:overlap\n{example.cell}\t1\n".encode()
    batches = reads.everything(data, "tsv", TableContext(spec))
    items: list[JSON] = [item for each in batches if isinstance(each, Batch) for item in each.items]
    context = Context(loader.load(loader.DEFAULT_CONTRACT), "tasks", spec)
    found = Run(Linter(context)).findings(batches, is_one_request=False)

    assert [each.code for each in found] == [example.code] * bool(example.code)
    values = [item["input_values"] for item in items if isinstance(item, dict)]
    assert values == ([{"f": orjson.loads(example.value)}] if example.value else [])


def test_the_columns_of_the_page_are_known() -> None:
    section = PAGE.partition("## The header")[2].partition("##")[0]
    names = re.findall(r"`((?:INPUT|GOLDEN|HINT|TASK|Al|AI):\w+)`", section)

    assert len(names) == 8
    assert [each for each in names if not is_known(each)] == []
