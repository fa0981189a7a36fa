"""Lines that are not parsed, and items that are not explained, get the findings that they would get all the same."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from runs import eager, plain, told
from test_jobs import FILES, GOOD, ODD, Case, task
from variants import STYLES, Style, variants, written

from validator import task_spec
from validator.context import Context
from validator.contracts import load
from validator.linter import Linter, Selection
from validator.model import JSON, Read, Vouched
from validator.readers import skim_lines
from validator.run import Run
from validator.skimming import Skimmer

unhurried = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
COMPACT = STYLES[0]

PROJECT = {
    "input_spec": {
        "image": {"type": "url"},
        "caption": {"type": "string", "min_length": 1, "max_length": 30, "required": False},
        "score": {"type": "float", "min_value": 0, "max_value": 1},
        "sizes": {"type": "array_integer", "required": False, "max_size": 4},
        "more": {"type": "json", "required": False},
    },
    "output_spec": {"result": {"type": "string", "allowed_values": ["OK", "BAD"]}},
}
VALUES = {"image": "https://example.com/1.png", "score": 0.5}


def of(**values: Any) -> dict[str, Any]:
    """A task with these values, or others than the usual ones."""
    return {"pool_id": "1", "input_values": VALUES | values, "overlap": 3}


SEEDS: list[dict[str, Any]] = [
    of(),
    {
        "pool_id": "1",
        "overlap": 3,
        "input_values": {"score": 1, "caption": "cat", "image": "https://example.com/2.png"},
    },
    of(sizes=[640, 480]) | {"reserved_for": ["a", "b", "c"]},
    of(more={"b": [1, {"d": "x", "c": None}], "a": 2}),
    of() | {"known_solutions": [{"output_values": {"result": "OK"}}]},
    of(more=[[True, True, None], [[1, 2], [3, 4]]]),
    of(image="https://пример.example.com/фото/1.jpg"),
    # What the API would refuse.
    {"pool_id": "1", "input_values": {"imagis": "https://example.com/1.png", "score": 1.5}, "overlap": 0},
    of(sizes=[1, "2", None, 3, 4]),
    # What both say something of.
    {"input_values": None, "known_solutions": [{"output_values": {"result": "GOOD"}, "correctness_weight": 2}]},
    # What breaks a rule.
    of(image="http://example.com/1.png") | {"id": "x"},
    of() | {"baseline_solutions": [{"output_values": {}}]},
]


def numbered(seed: dict[str, Any], number: int, style: Style = COMPACT) -> str:
    """The text of an item like the seed, one of many."""
    return written(seed | {"input_values": (seed["input_values"] or {}) | {"score": number / 64}}, style)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Many lines like a few items, in one style or the other, among them repeats, and lines that are no items."""
    style = draw(st.sampled_from(STYLES))
    seeds = draw(st.lists(st.sampled_from(SEEDS), min_size=1, max_size=3))
    texts = [numbered(seed, n, style) for n in range(40) for seed in seeds]
    for seed in seeds:
        for text in draw(st.lists(variants(seed, style), max_size=8)):
            texts.insert(draw(st.integers(0, len(texts))), text)
    lines = [each.encode("utf-8", "surrogatepass") for each in texts]
    for line in draw(st.lists(st.sampled_from([*lines, *ODD]), max_size=4)):
        lines.insert(draw(st.integers(0, len(lines))), line)
    line_break = draw(st.sampled_from([b"\n", b"\n", b"\r\n"]))
    return line_break.join(lines) + draw(st.sampled_from([line_break, b""]))


def both_ways(texts: Sequence[bytes], folder: Path, selection: Selection | None = None, **said: str) -> None:
    names = [folder / f"{n}.jsonl" for n in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        name.write_bytes(text)
    with plain():
        wanted = told(names, None, selection, **said)
    with eager():
        assert told(names, None, selection, **said) == wanted


#: What is remembered hangs on which rules speak.
SELECTIONS = (None, Selection(ignore=["TL501"]), Selection(select=["VALUE_REQUIRED", "TL5"]))


@unhurried
@given(
    st.lists(files(), min_size=1, max_size=2),
    st.sampled_from(["2022-06", "2023-06"]),
    st.booleans(),
    st.sampled_from(SELECTIONS),
)
def test_files_of_a_project_get_the_same_findings(
    texts: list[bytes],
    contract: str,
    has_project: bool,  # noqa: FBT001 - drawn
    selection: Selection | None,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project.json"
        project.write_text(json.dumps(PROJECT))
        said = {"project": str(project)} if has_project else {}
        both_ways(texts, Path(folder), selection, contract=contract, **said)


@unhurried
@given(st.lists(FILES, min_size=1, max_size=2))
@example([Case(GOOD), Case([*reversed(GOOD)])])
@example([Case([*GOOD, *ODD, *GOOD])])
@example([Case([*GOOD, task("a\x7f"), task("é"), task("\u2028"), task("\\"), *GOOD[:20]])])
def test_files_of_any_lines_get_the_same_findings(cases: list[Case]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        both_ways([each.text for each in cases], Path(folder))


def changed(item: dict[str, Any], old: str, new: str) -> bytes:
    """The line of an item, with one piece of it replaced."""
    text = written(item, COMPACT)
    assert old in text
    return text.replace(old, new).encode("utf-8", "surrogateescape")


def lines_of(*values: Any) -> list[bytes]:
    """The lines of tasks with these values of a field that takes any."""
    return [numbered(of(more=each), n).encode() for n, each in enumerate(values)]


def line(old: str, new: str, **values: Any) -> bytes:
    return changed(of(**values), old, new)


LONG = "x" * 31
WRONG = of(caption=LONG) | {"overlap": 0}
ABROAD = "https://é.example.com/1.png"
#: Items of which there are many, and lines that come amid them.
AMID: dict[str, tuple[list[dict[str, Any]], list[bytes]]] = {
    "a control character": ([of(caption="a")], [line("-", "\x01", caption="a-b")]),
    "a raw tabulator": ([of(caption="a")], [line("-", "\t", caption="a-b")]),
    "a raw carriage return": ([of(caption="a")], [line("-", "\r", caption="a-b")]),
    "no UTF-8": ([of(caption="a")], [line("-", "\udcff", caption="a-b")]),
    "escapes": ([of(caption="a")], [line("-", each, caption="a-b") for each in ("\\n", '\\"', "\\x", "\\")]),
    "escapes in what is too long": ([WRONG], [changed(WRONG, LONG, "\\u00e9" * 6)]),
    "a number in other words": (
        [of(score=0.25)],
        [line('"-"', each, score="-") for each in ("0.1", "0.10000000000000001", "1e-1", "01", "0.", "-0.0")],
    ),
    "a string over two lines": (
        [of(), SEEDS[1]],
        [*changed(SEEDS[1], "cat", "c\nt").split(b"\n"), *line("-", "\n", caption="a-b").split(b"\n")],
    ),
    "a space where others have é": (
        [of(image=ABROAD, caption="")],
        [line("é", "a b", image=ABROAD, caption="")],
    ),
    "keys in another order": (
        [of(more={"a": 1, "b": 2})],
        [written(of(more=each), COMPACT).encode() for each in ({"a": 3, "b": 4}, {"b": 4, "a": 3})],
    ),
    "arrays of constants": ([of(more=[True] * 3)], lines_of(*([True] * n for n in range(1, 9)))),
    "arrays in arrays": ([of(more=[[1, 2], [3]])], lines_of([[1, 2]], [[1, 2]], [[[]]], [["{"]], [[{}]], [["{"]]) * 3),
    "a name like our own marks": ([of(more={"\ue0001\ue001": 1})], []),
    "no task at all": ([of()], [b"null", b"[]", b"{}", b"1", b'""']),
    "blank lines": ([of()], [b"", b" ", b"\t"]),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", AMID)
def test_a_line_amid_others_gets_its_findings(name: str, style: Style, tmp_path: Path) -> None:
    seeds, others = AMID[name]
    many = [numbered(each, n, style).encode() for n in range(30) for each in seeds]
    if style != COMPACT:
        others = [each.replace(b",", b", ").replace(b":", b": ").replace(b": //", b"://") for each in others]
    project = tmp_path / "project.json"
    project.write_text(json.dumps(PROJECT))

    both_ways([b"\n".join([*many, *others, *many[:2]])] * 2, tmp_path, project=str(project))


def vouched_for(*seeds: dict[str, Any]) -> list[Vouched]:
    """What comes unparsed of a file of lines like the seeds."""
    run = Run(Linter(Context(load("2022-06"), "tasks", task_spec.read(PROJECT))))
    seen: list[Vouched] = []

    def watched() -> Iterator[Read]:
        text = b"\n".join(numbered(seed, n).encode() for n in range(60) for seed in seeds)
        for each in skim_lines(BytesIO(text), run.lookout.skim):
            seen.extend([each] if isinstance(each, Vouched) else [])
            yield each

    with eager():
        list(run.findings(watched(), is_one_request=False))
    assert sum(each.look.total for each in seen) >= 40
    return seen


@pytest.mark.parametrize("seed", SEEDS[:7])
def test_lines_like_clean_ones_are_not_parsed(seed: dict[str, Any]) -> None:
    assert not any(each.look.noted for each in vouched_for(seed))


@pytest.mark.parametrize("seed", SEEDS[7:9])
def test_items_like_refused_ones_are_not_explained(seed: dict[str, Any]) -> None:
    vouched = vouched_for(SEEDS[0], seed)

    assert all(each.look.noted for each in vouched)
    assert [list(each.look.noted) for each in vouched] == [list(each.known) for each in vouched]


def test_where_no_line_is_like_another_the_learning_ends() -> None:
    linter = Linter(Context(load("2022-06"), "tasks"))
    skimmer = Skimmer(linter.gate_schema, [])
    items: list[JSON] = [{"pool_id": "1", "input_values": {f"field_{n}": "x"}, "overlap": 3} for n in range(40)]

    for item in items:
        skimmer.learn([(written(item, COMPACT).encode(), item)])

    assert not skimmer.can_learn
    found = skimmer.skim("".join(written(each, COMPACT) + "\n" for each in items[:2]).encode())
    assert found
    assert (found.total, found.missed) == (2, {})


def test_a_table_of_many_rows_is_not_skimmed(tmp_path: Path) -> None:
    file = tmp_path / "tasks.tsv"
    file.write_text("INPUT:image\n" + "".join(f"https://example.com/{n}.png\n" for n in range(3_000)))

    assert told([file]).tally.items == 3_000
