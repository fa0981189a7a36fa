"""Lines that are not parsed, and items that are not explained, get the findings that they would get all the same."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from runs import eager, plain, told
from test_jobs import FILES, GOOD, ODD, Case, task
from variants import STYLES, variants, written

unhurried = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))

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
SEEDS: list[dict[str, Any]] = [
    {"pool_id": "1", "input_values": VALUES, "overlap": 3},
    {
        "pool_id": "1",
        "overlap": 3,
        "input_values": {"score": 1, "caption": "a cat", "image": "https://example.com/2.png"},
    },
    {"pool_id": "1", "input_values": VALUES | {"sizes": [640, 480]}, "overlap": 3, "reserved_for": ["a", "b", "c"]},
    {"pool_id": "1", "input_values": VALUES | {"more": {"b": [1, {"d": "x", "c": None}], "a": 2}}, "overlap": 3},
    {"pool_id": "1", "input_values": VALUES, "known_solutions": [{"output_values": {"result": "OK"}}], "overlap": 3},
    # What the API would refuse.
    {"pool_id": "1", "input_values": {"imagis": "https://example.com/1.png", "score": 1.5}, "overlap": 0},
    {"pool_id": "1", "input_values": VALUES | {"sizes": [1, "2", None, 3, 4]}, "overlap": 3},
    {"input_values": None, "known_solutions": [{"output_values": {"result": "GOOD"}, "correctness_weight": 2}]},
    # What breaks a rule.
    {"pool_id": "1", "input_values": VALUES | {"image": "http://example.com/1.png"}, "overlap": 3, "id": "x"},
    {"pool_id": "1", "input_values": VALUES, "overlap": 3, "baseline_solutions": [{"output_values": {}}]},
]


def numbered(seed: dict[str, Any], number: int) -> dict[str, Any]:
    return seed | {"input_values": (seed["input_values"] or {}) | {"score": number / 64}}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Many lines like a few items, in one style or the other, among them repeats, and lines that are no items."""
    style = draw(st.sampled_from(STYLES))
    seeds = draw(st.lists(st.sampled_from(SEEDS), min_size=1, max_size=3))
    texts = [written(numbered(seed, n), style) for n in range(40) for seed in seeds]
    for seed in seeds:
        for text in draw(st.lists(variants(seed, style), max_size=8)):
            texts.insert(draw(st.integers(0, len(texts))), text)
    lines = [each.encode("utf-8", "surrogatepass") for each in texts]
    for line in draw(st.lists(st.sampled_from([*lines, *ODD]), max_size=4)):
        lines.insert(draw(st.integers(0, len(lines))), line)
    line_break = draw(st.sampled_from([b"\n", b"\n", b"\r\n"]))
    return line_break.join(lines) + draw(st.sampled_from([line_break, b""]))


def both_ways(texts: Sequence[bytes], folder: Path, **said: str) -> None:
    names = [folder / f"{n}.jsonl" for n in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        name.write_bytes(text)
    with plain():
        wanted = told(names, None, **said)
    with eager():
        assert told(names, None, **said) == wanted


@unhurried
@given(st.lists(files(), min_size=1, max_size=2), st.sampled_from(["2022-06", "2023-06"]), st.booleans())
def test_files_of_a_project_get_the_same_findings(texts: list[bytes], contract: str, has_project: bool) -> None:  # noqa: FBT001 - drawn
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project.json"
        project.write_text(json.dumps(PROJECT))
        both_ways(texts, Path(folder), contract=contract, **({"project": str(project)} if has_project else {}))


@unhurried
@given(st.lists(FILES, min_size=1, max_size=2))
@example([Case(GOOD), Case([*reversed(GOOD)])])
@example([Case([*GOOD, *ODD, *GOOD])])
@example([Case([*GOOD, task("a\x7f"), task("é"), task("\u2028"), task("\\"), *GOOD[:20]])])
def test_files_of_any_lines_get_the_same_findings(cases: list[Case]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        both_ways([each.text for each in cases], Path(folder))
