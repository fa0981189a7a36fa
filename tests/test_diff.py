"""The differences of our two contracts, and of third ones, made here by changing one of ours."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from command_line import ROOT, Outcome, toloka_lint
from hypothesis import example, given, settings
from hypothesis import strategies as st

from validator.contract import loader
from validator.contract.context import Context
from validator.contract.loader import Contract, schemas_folder
from validator.diff.contracts import differences
from validator.diff.schemas import KEYWORDS, compared
from validator.diff.text import change_line
from validator.engines.compiled import compiled
from validator.model import JSON, as_object
from validator.patterns.inclusion import Order, order_of


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "missing argument 'OLD'"),
        (["2022-06"], "missing argument 'NEW'"),
        (["2022-06", "2023-06", "--contract", "2022-06"], "there is no option --contract"),
    ],
)
def test_wrong_arguments_are_refused(arguments: list[str], expected: str, tmp_path: Path) -> None:
    done = toloka_lint(["diff", *arguments], tmp_path)

    assert done == Outcome(2, "", f"toloka-lint: {expected}; see toloka-lint diff --help\n")


# --- the two contracts there are ------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row of the table that says what is different in the two contracts, and the lines that tell it."""

    about: str
    lines: tuple[str, ...]


ROWS = [
    Row(
        "tasks per minute and per day",
        (
            "task: accepts ITEMS_PER_MINUTE_RAISED: 100,000 -> 200,000",
            "task: accepts ITEMS_PER_DAY_RAISED: 2,000,000 -> 4,000,000",
        ),
    ),
    Row(
        "bytes in one request",
        (
            "task: rejects INPUT_VALUES_BYTES_ADDED: none -> 1,048,576 (breaking)",
            "task: rejects OUTPUT_VALUES_BYTES_ADDED: none -> 4,194,304 (breaking)",
            "task-suite: rejects INPUT_VALUES_BYTES_ADDED: none -> 1,048,576 (breaking)",
            "task-suite: rejects OUTPUT_VALUES_BYTES_ADDED: none -> 4,194,304 (breaking)",
        ),
    ),
    Row(
        "input_values are optional",
        (
            "task: accepts REQUIRED_REMOVED input_values: required -> optional",
            "task: accepts TYPE_ADDED input_values: object -> object or null",
            "task-suite: accepts REQUIRED_REMOVED tasks.N.input_values: required -> optional",
        ),
    ),
    Row(
        "overlap is at most 30000",
        (
            "task: rejects MAXIMUM_ADDED overlap: none -> 30,000 (breaking)",
            "task-suite: rejects MAXIMUM_ADDED overlap: none -> 30,000 (breaking)",
        ),
    ),
    *(
        Row(
            key,
            tuple(
                line
                for document in ("task", "task-suite")
                for line in (
                    f"{document}: rejects TYPE_REMOVED {key}.N: string or integer -> string (breaking)",
                    f"{document}: rejects UNIQUE_ITEMS_ADDED {key}: false -> true (breaking)",
                )
            ),
        )
        for key in ("reserved_for", "unavailable_for")
    ),
    Row(
        "origin_task_id is read-only",
        (
            "task: changes READ_ONLY_ADDED origin_task_id: false -> true",
            "task-suite: changes READ_ONLY_ADDED tasks.N.origin_task_id: false -> true",
        ),
    ),
    Row(
        "confidence_weight is simply optional",
        ("task: changes ADVISED_REMOVED baseline_solutions.N.confidence_weight: advised -> optional",),
    ),
    Row(
        "localization_config is an object",
        (
            "task: changes KEY_ADDED localization_config: unknown -> known",
            "task: rejects TYPE_REMOVED localization_config: anything -> object or null (breaking)",
        ),
    ),
    Row(
        "Authorization takes ApiKey too",
        (r"headers: accepts PATTERN_CHANGED authorization: ^OAuth [^ ]+$(?!\n) -> ^(OAuth|ApiKey) [^ ]+$(?!\n)",),
    ),
]
#: Rows that say "the same", by what a line about them would name.
SAME = [
    *("task-suite: accepts ITEMS_PER", "ITEMS_PER_REQUEST", " pool_id", "correctness_weight", " traits_", "itude"),
    *("issuing_order_override", "content-type", "query:", "project:", "pool:", "operation", "error:", "batch:"),
]


@pytest.fixture(name="lines", scope="module")
def _lines() -> list[str]:
    return [change_line(each) for each in differences(loader.load("2022-06"), loader.load("2023-06"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.about)
def test_what_the_table_of_contracts_says_is_found(row: Row, lines: list[str]) -> None:
    assert [line for line in row.lines if line not in lines] == []


@pytest.mark.parametrize("same", SAME)
def test_what_the_table_calls_the_same_has_no_line(same: str, lines: list[str]) -> None:
    assert [line for line in lines if same in line] == []


# --- a third contract -----------------------------------------------------------------------------------------------


EDITS = sorted((ROOT / "fixtures" / "third-contract").glob("*.json"))


def third(folder: Path, document: str, patch: JSON) -> Contract:
    """A contract that is ours but for a merge patch to one document (RFC 7386): a folder of JSON."""
    shutil.copytree(schemas_folder() / "2023-06", folder / "2031-01")
    file = folder / "2031-01" / f"{document}.json"
    file.write_text(json.dumps(patched(json.loads(file.read_text()), patch)))
    return loader.read(folder / "2031-01")


def patched(value: JSON, patch: JSON) -> JSON:
    if not isinstance(patch, dict):
        return patch
    kept = {name: each for name, each in as_object(value).items() if name not in patch}
    changed = {name: patched(as_object(value).get(name), each) for name, each in patch.items() if each is not None}
    return kept | changed


def changes(contract: Contract) -> list[str]:
    return [change_line(each) for each in differences(loader.load("2023-06"), contract)]


def test_there_are_third_contracts() -> None:
    assert EDITS


@pytest.mark.parametrize("edit", EDITS, ids=lambda file: file.stem)
def test_each_kind_of_edit_has_its_line(edit: Path, tmp_path: Path) -> None:
    case = json.loads(edit.read_text("utf-8"))

    assert changes(third(tmp_path, case["document"], case["patch"])) == case["lines"]


def test_documents_that_come_and_go_are_told(tmp_path: Path) -> None:
    contract = third(tmp_path, "task", {})
    folder = tmp_path / "2031-01"
    (folder / "operation-log.json").unlink()
    (folder / "webhook.json").write_text('{"title": "Webhook"}')

    assert changes(contract) == []
    assert changes(loader.read(folder)) == [
        "operation-log: unclear DOCUMENT_REMOVED: true -> false (breaking)",
        "webhook: changes DOCUMENT_ADDED: false -> true",
    ]


def test_a_third_contract_needs_nothing_but_its_folder(tmp_path: Path) -> None:
    contract = third(tmp_path, "task", {"properties": {"mood": {"type": "string"}}})
    engine = compiled(Context(contract, "tasks").schema)

    assert contract.name == "2031-01"
    assert engine.is_valid({"pool_id": "1", "mood": "good"})
    assert not engine.is_valid({"pool_id": "1", "mood": 1})


# --- laws -----------------------------------------------------------------------------------------------------------

VALUES: list[Any] = [
    *(None, True, False, 0, 1, 2, 3, 1.5, -1, "", "a", "b", "ab", "abc", "1", [], [1], ["a"], ["a", "a"], [1, 2, "a"]),
    *({}, {"a": 1}, {"b": "a"}, {"a": None, "b": 2}, {"a": "ab", "c": 1}, {"c": [1]}, {"a": {"a": 3}}, {"a": [3]}),
]
BOUNDS = st.integers(0, 3)
TYPES = st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])


def schemas_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(["a", "b"])
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "required": st.lists(names, max_size=2, unique=True),
            "properties": st.dictionaries(names, inner, max_size=2),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "c"]), inner, max_size=1),
            "additionalProperties": inner,
            "items": inner,
            "enum": st.lists(st.sampled_from([1, 2, "a", "ab", None]), min_size=1, max_size=3, unique=True),
            "const": st.sampled_from([1, "a"]),
            "pattern": st.sampled_from(["a", "^a", "^(a|b)", "[ab]c", "^[a-c]+$(?!\\n)", "x|^a"]),
            **{name: BOUNDS for name in KEYWORDS if name.startswith(("min", "max", "exclusive"))},
            "uniqueItems": st.booleans(),
            "allOf": st.lists(inner.filter(lambda each: isinstance(each, dict)), max_size=2),
            "if": inner,
            "then": inner,
            "else": inner,
            "not": inner,
            "minimum": BOUNDS | st.just(1.5),
        },
    )


SCHEMAS = st.recursive(st.booleans() | schemas_of(st.nothing() | st.booleans()), schemas_of, max_leaves=4)


@settings(deadline=None, max_examples=300)
@given(SCHEMAS, SCHEMAS)
@example({"const": "a", "enum": [1]}, {"const": "a", "enum": [1, "a"], "pattern": "a"})
def test_a_verdict_changes_only_where_a_difference_says_so(old: Any, new: Any) -> None:
    effects = {each.effect for each in compared(old, new)}
    before, after = (jsonschema.Draft7Validator(each).is_valid for each in (old, new))

    for value in VALUES:
        if before(value) and not after(value):
            assert effects & {"rejects", "unclear"}, value
        if after(value) and not before(value):
            assert effects & {"accepts", "unclear"}, value


@settings(deadline=None)
@given(SCHEMAS)
def test_a_schema_is_the_same_as_itself(schema: Any) -> None:
    assert list(compared(schema, json.loads(json.dumps(schema)))) == []


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        ("^a", "^(a|b)", "wider"),
        ("^[0-9]+$(?!\\n)", "^[0-9]{2}$(?!\\n)", "narrower"),
        ("^(a|b)", "^[ab]", "same"),
        ("[^ ]", "^[^ ]", "narrower"),
        ("^a", "^b", "crossing"),
        ("a|^b", "a", "unknown"),
        ("^(?<=a)b", "b", "unknown"),
        ("^(", "^a", "unknown"),
        ("^(a|b){14}a(a|b)*$(?!\\n)", "^[ab]{14}a[ab]*$(?!\\n)", "unknown"),  # too many steps
    ],
)
def test_patterns_are_compared_by_what_they_match(old: str, new: str, order: Order) -> None:
    assert order_of(old, new) == order
