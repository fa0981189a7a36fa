"""Responses: each example of the reference page is clean, and whatever is changed in one is found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from command_line import FIXTURES, toloka_lint

from validator.contract import loader
from validator.contract.context import Context
from validator.contract.kinds import kind_of
from validator.engines.compiled import ENGINES
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.model import Batch

PAGE = {
    name: json.loads((FIXTURES / "reference-page" / f"response-{file}.json").read_bytes())
    for name, file in {"running": "operation-running", "batch": "batch", "failed": "operation-failed"}.items()
}
COUNTS = ("total_count", "valid_count", "not_valid_count", "success_count", "failed_count")
TIMES = ("submitted", "started", "finished")
STATUSES = ("PENDING", "RUNNING", "SUCCESS", "FAIL")


@cache
def linter(kind: str, contract: str = "2022-06", engine: str = "auto", request_size: int | None = None) -> Linter:
    return Linter(Context(loader.load(contract), kind, request_size=request_size), engine=engine)


def codes(response: Any, **known: Any) -> set[str]:
    """What `check` finds in a response of the kind it is recognised as."""
    run = Run(linter(kind_of(response, is_alone=True), **known))
    return {each.code for each in run.findings([Batch(0, [response])], is_one_request=True)}


def changed(response: Any, *path: str, to: Any) -> Any:
    """A copy in which one value is another."""
    response = deepcopy(response)
    inner = response
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return response


@pytest.mark.parametrize("name", PAGE)
@pytest.mark.parametrize("contract", loader.contract_names())
@pytest.mark.parametrize("engine", ENGINES)
def test_an_example_of_the_page_is_clean(name: str, contract: str, engine: str) -> None:
    assert codes(PAGE[name], contract=contract, engine=engine) == set()
    if name != "running":
        assert codes(PAGE[name], contract=contract, engine=engine, request_size=2) == set()


class TestAChangeIsFound:
    @pytest.mark.parametrize("count", COUNTS)
    @pytest.mark.parametrize("to", [0, 1, 2, 3, -1, "2", 1.5, True])
    def test_in_a_count(self, count: str, to: object) -> None:
        before = PAGE["failed"]["details"][count]
        if (type(to), to) != (int, before):
            assert codes(changed(PAGE["failed"], "details", count, to=to))

    @pytest.mark.parametrize("size", [0, 1, 3])
    def test_in_the_size_of_the_request(self, size: int) -> None:
        assert codes(PAGE["failed"], request_size=size) == {"TL801"}
        assert codes(PAGE["batch"], request_size=size) == {"TL802"}

    @pytest.mark.parametrize("key", ["items", "validation_errors"])
    @pytest.mark.parametrize("to", ["0", "1", "2", "3", "00", "01", "-1", "+1", "1.0", "", "x", "٣"])
    def test_in_a_position(self, key: str, to: str) -> None:
        ((position, inner),) = PAGE["batch"][key].items()
        if to != position:
            assert codes(changed(PAGE["batch"], key, to={to: inner}))

    @pytest.mark.parametrize("key", ["items", "validation_errors"])
    def test_in_a_position_left_out(self, key: str) -> None:
        assert codes(changed(PAGE["batch"], key, to={}), request_size=2) == {"TL802"}

    @pytest.mark.parametrize("order", list(permutations(TIMES))[1:])
    def test_in_the_order_of_times(self, order: tuple[str, ...]) -> None:
        failed = PAGE["failed"]
        times = {name: failed[other] for name, other in zip(TIMES, order, strict=True)}
        assert codes({**failed, **times}) == {"TL803"}

    @pytest.mark.parametrize(
        ("name", "path"),
        [
            *(("failed", (each,)) for each in TIMES),
            ("running", ("submitted",)),
            ("batch", ("items", "0", "created")),
        ],
    )
    @pytest.mark.parametrize(
        "to",
        [
            "2015-12-13 23:32:01",
            "2015-12-13T23:32:01Z",
            "2015-12-13T23:32:01+03:00",
            "2015-12-13T23:32",
            "2015-12-13",
            "2015-12-13T23:32:01.",
            "2015-12-13T23:32:01.1234567",
            "2015-13-13T23:32:01",
            "2015-00-13T23:32:01",
            "2015-12-32T23:32:01",
            "2015-12-00T23:32:01",
            "2015-11-31T23:32:01",
            "2015-02-30T23:32:01",
            "2015-12-13T24:32:01",
            "2015-12-13T23:60:01",
            "2015-12-13T23:32:60",
            "13.12.2015 23:32",
            "",
            "2015-12-13T23:32:01\n",
            "٢015-12-13T23:32:01",
            1450049521,
        ],
    )
    def test_in_the_form_of_a_time(self, name: str, path: tuple[str, ...], to: object) -> None:
        wrong = "INVALID_DATE_TIME_SYNTAX" if isinstance(to, str) else "STRING_EXPECTED"
        assert wrong in codes(changed(PAGE[name], *path, to=to))

    @pytest.mark.parametrize("name", ["running", "failed"])
    @pytest.mark.parametrize("to", [*STATUSES, "FAILED", "fail", "", None, 1])
    def test_in_a_status(self, name: str, to: object) -> None:
        # A running operation that nothing was said of yet could as well be pending: this alone cannot be found.
        if to != PAGE[name]["status"] and (name, to) != ("running", "PENDING"):
            assert codes(changed(PAGE[name], "status", to=to))

    @pytest.mark.parametrize("key", ["id", "type", "status"])
    def test_in_a_key_that_is_gone(self, key: str) -> None:
        failed = {name: each for name, each in PAGE["failed"].items() if name != key}
        run = Run(linter("operation"))
        assert {each.code for each in run.findings([Batch(0, [failed])], is_one_request=True)} == {"VALUE_REQUIRED"}


@pytest.mark.parametrize(
    "text", ["2016-09-29T18:04:00", "2023-03-28T11:06:09.827", "2020-02-29T00:00:00.123456", "1999-12-31T23:59:59.1"]
)
def test_times_as_the_api_writes_them_are_clean(text: str) -> None:
    assert codes(changed(PAGE["batch"], "items", "0", "created", to=text)) == set()


@pytest.mark.parametrize("contract", loader.contract_names())
def test_every_day_of_the_calendar_is_a_date_and_no_other(contract: str) -> None:
    is_time = re.compile(loader.load(contract).slot("date_time")["pattern"]).search
    for year in (0, 4, 1900, 1999, 2000, 2015, 2016, 2023, 2024, 2100, 2400, 9999):
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        for month, day in product(range(14), range(33)):
            is_date = 1 <= month <= 12 and 1 <= day <= days[month - 1]
            assert bool(is_time(f"{year:04}-{month:02}-{day:02}T00:00:00")) is is_date, (year, month, day)


@pytest.mark.parametrize(
    "id_",
    [
        "f432cac2-7184-47a3-8220-12ce362cb208",
        "57068577e4b0bf7b07a0256f",
        "26e130ad3652443a3dc5094791e48ef9",
        "000248a756--6422ca21e5997032541d856b",
        "00000f80eb-\u2013617d4a2b",
    ],
)
def test_ids_of_any_form_are_clean(id_: str) -> None:
    assert codes(changed(PAGE["batch"], "items", "0", "id", to=id_)) == set()
    assert codes(changed(PAGE["failed"], "id", to=id_)) == set()


def unknown_keys(value: Any) -> Iterator[Any]:
    """The value with a key that nobody knows, at each object in turn whose keys are not data."""
    yield {**value, "news": 1}
    for key in ("details", "parameters"):
        if key in value:
            yield changed(value, key, to={**value[key], "items_count": 3})


@pytest.mark.parametrize("name", ["running", "failed"])
def test_unknown_keys_are_never_errors(name: str) -> None:
    assert [codes(each) for each in unknown_keys(PAGE[name])] == [set() for _ in unknown_keys(PAGE[name])]


def test_a_list_is_a_request_even_where_one_item_alone_would_be_a_response(tmp_path: Path) -> None:
    task = {
        "id": "57068577e4b0bf7b07a0256f",
        "pool_id": "1",
        "input_values": {},
        "overlap": 1,
        "created": "2016-09-29T18:04:00",
    }
    (tmp_path / "list.json").write_text(json.dumps([task]))
    (tmp_path / "one.json").write_text(json.dumps(task))

    assert toloka_lint(["check", "--isolated", "-q", "one.json"], tmp_path) == (0, "", "")
    assert "TL102" in toloka_lint(["check", "--isolated", "-q", "list.json"], tmp_path).stdout
