"""What each rule finds: case files, and the laws that all rules keep."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import orjson
import pytest
from examples import Sample, limited
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import validator.rules
from validator.contract import loader, task_spec
from validator.contract.context import Context, Query
from validator.contract.loader import REQUEST_KINDS
from validator.engines.compiled import ENGINE_NAMES
from validator.lint.levels import Level, Objects, Seen
from validator.lint.linter import Linter
from validator.lint.run import Run
from validator.lint.selection import Selection
from validator.model import JSON, Batch, Problem, Span
from validator.reporters.line import said
from validator.rules import RULES
from validator.rules.base import Rule, Scope
from validator.rules.parts import USERS

CASES = Path(__file__).parent.parent / "fixtures" / "rules"
_NAME = re.compile(r"(TL\d{3})-[a-z0-9-]+")


@dataclass(frozen=True)
class Case:
    """A file in fixtures/rules: everything that is known, and exactly what all rules together find.

    `payload` is the body of one request, `jsonl` and `tsv` are texts of files (in `encoding`, else UTF-8), `limits`
    replaces limits of the contract. Each of `findings` is position, code, path and message.
    """

    code: str
    sample: Sample
    findings: list[list[Any]]
    name: str = ""

    @classmethod
    def read(cls, name: str, case: dict[str, Any]) -> Case:
        """The case in a file of this name."""
        match = _NAME.fullmatch(name)
        assert match, f"{name}: a case is named CODE-what-it-shows"
        types = {"payload": "json", "jsonl": "jsonl", "tsv": "tsv"}
        ((key, type_),) = ((key, type_) for key, type_ in types.items() if key in case)
        text = case[key] if isinstance(case[key], str) else orjson.dumps(case[key]).decode()
        options = {"kind": case["kind"], "contract": case["contract"], **case.get("query", {})}
        data = text.encode(case.get("encoding", "utf-8"))
        sample = Sample(type_, data, options, case.get("project"), case.get("pool"), case.get("limits", {}))
        return cls(match[1], sample, case.get("findings", []), name)

    def write(self) -> None:
        """Write into the file what is found now: the difference is for a review."""
        file = CASES / f"{self.name}.json"
        head = file.read_text().partition('  "findings"')[0]
        lines = ",\n".join(f"    {json.dumps(each, ensure_ascii=False)}" for each in self.found())
        file.write_text(f'{head}  "findings": [\n{lines}\n  ]\n}}\n' if lines else f'{head}  "findings": []\n}}\n')

    def found(self) -> list[list[Any]]:
        """What is found, in the form of the file."""
        return [[each.index, each.code, str(each.path), said(each)] for each in self.sample.findings()]


def read_cases() -> dict[str, Case]:
    """Every case by the name of its file."""
    return {each.stem: Case.read(each.stem, orjson.loads(each.read_bytes())) for each in sorted(CASES.glob("*.json"))}


ALL = read_cases()


def test_there_are_cases() -> None:
    assert ALL, f"no cases in {CASES}"


@pytest.mark.parametrize("case", ALL.values(), ids=list(ALL))
def test_a_case_gives_exactly_its_findings(case: Case) -> None:
    if os.environ.get("UPDATE"):
        case.write()
    assert case.found() == case.findings


@pytest.mark.parametrize("code", RULES)
def test_each_rule_has_a_case_that_fires_and_one_that_does_not(code: str) -> None:
    fires = [code in [finding[1] for finding in case.findings] for case in ALL.values() if case.code == code]
    assert set(fires) == {True, False}


@pytest.mark.parametrize("case", ALL.values(), ids=list(ALL))
def test_messages_are_one_sentence_without_a_full_stop(case: Case) -> None:
    for _, code, _, message in case.findings:
        if code in RULES:
            assert message[0].isupper() or message[0].isdigit() or "_" in message.split()[0] or message[:7] == "overlap"
            assert "\n" not in message
            assert not message.endswith(".")


# --- laws -----------------------------------------------------------------------------------------------------------

PROJECT = {
    "input_spec": {
        "image": {"type": "url"},
        "more": {"type": "array_url", "required": False},
        "place": {"type": "coordinates", "required": False},
        "places": {"type": "array_coordinates", "required": False},
        "title": {"type": "string", "required": False},
        "score": {"type": "float", "required": False},
        "sizes": {"type": "array_integer", "required": False},
    },
    "output_spec": {
        "result": {"type": "string"},
        "is_clear": {"type": "boolean", "required": False},
        "link": {"type": "url", "required": False},
        "spot": {"type": "coordinates", "required": False},
    },
}
POOLS: list[dict[str, JSON] | None] = [
    None,
    {"id": "1", "mixer_config": {}, "defaults": {"default_overlap_for_new_tasks": 3}},
    {"id": "1", "training": True, "defaults": {"default_overlap_for_new_task_suites": 3}},
]
SPEC = task_spec.read(PROJECT)


def contexts(kinds: Iterable[str] = REQUEST_KINDS) -> list[Context]:
    """Both contracts, all kinds, with and without a project, a pool and a query."""
    queries = (Query(), Query(allow_defaults=True), Query(allow_defaults=False))
    known = product(loader.contract_names(), kinds, (None, SPEC), POOLS, queries)
    return [Context(loader.load(name), kind, spec, pool, query) for name, kind, spec, pool, query in known]


CONTEXTS = contexts()
LINTERS: dict[tuple[int, str], Linter] = {}


def linter(number: int, engine: str) -> Linter:
    """The linter of a context, compiled once."""
    if (number, engine) not in LINTERS:
        LINTERS[number, engine] = Linter(CONTEXTS[number], engine=engine)
    return LINTERS[number, engine]


# Values near to what each rule looks at: right ones, wrong ones, and those that only just are either.
texts = st.sampled_from(
    ["", " ", "1", "1 ", "\u00a01", "2", "u1", "u2", "007", "0", "3\n", "Look.", "\u2028"]
) | st.text(max_size=4)
urls = st.builds(
    str.__add__,
    st.sampled_from(["https://", "http://", "www.", "ftp://", " https://", "HTTP://"]),
    st.sampled_from(["e.com/1.png", "e.com/a b", "e.com ", "e.com\n", "e.com\u00a0", "", "пример.рф"]),
)
degrees = st.sampled_from(
    ["0", "90", "90.0", "90.01", "-90", "91", "180", "-180.000", "180.1", "099.9", "+9.5", "1" * 400, ""]
)
coordinates = st.builds("{}{}{}".format, degrees, st.sampled_from([",", ", ", ";", ",  "]), degrees)
numbers = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 101, 30_000, 30_001, -1, 0.0, 0.5, 3.0, 10**30, True, False])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


def some(likely: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly what is likely; sometimes null, and sometimes anything."""
    return st.integers(0, 29).flatmap(lambda n: anything if n == 0 else st.none() if n == 1 else likely)


def objects(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with any of these members."""
    return st.fixed_dictionaries({}, optional=members)


input_values = objects(
    image=some(urls), more=some(st.lists(urls, max_size=2)), place=some(coordinates),
    places=some(st.lists(coordinates, max_size=2)), score=some(numbers),
)  # fmt: skip
output_values = objects(result=some(texts), is_clear=some(st.booleans()), link=some(urls), spot=some(coordinates))
weights = some(st.sampled_from([0, 0.0, 0.5, 1, 2]))
solutions = st.lists(some(objects(output_values=some(output_values), correctness_weight=weights)), max_size=3)
baselines = st.lists(some(objects(output_values=some(output_values), confidence_weight=weights)), max_size=2)
users = st.lists(some(texts | st.sampled_from(["u1", "u2", "u3", "u4", "u5", "u6", 1, 2])), max_size=7)
of_a_task = {
    "input_values": some(input_values),
    "known_solutions": some(solutions),
    "baseline_solutions": some(baselines),
    "message_on_unknown_solution": some(texts),
    "id": some(texts),
    "origin_task_id": some(texts),
    "__item_idx": texts,
    "known_solution": anything,
}
of_an_item = {
    "pool_id": some(texts),
    "overlap": some(numbers | texts),
    "infinite_overlap": some(st.booleans()),
    "reserved_for": some(users),
    "unavailable_for": some(users),
}
given_keys = ("pool_id", "input_values")
ordinary_inside = st.fixed_dictionaries(
    {"input_values": st.fixed_dictionaries({"image": urls})},
    optional={key: each for key, each in of_a_task.items() if key not in ("input_values", "baseline_solutions")},
)
ordinary = st.fixed_dictionaries(
    {"pool_id": st.just("1"), "input_values": st.fixed_dictionaries({"image": urls})},
    optional={key: each for key, each in (of_a_task | of_an_item).items() if key not in given_keys},
)
suites = st.fixed_dictionaries(
    {"pool_id": st.just("1"), "tasks": some(st.lists(some(ordinary_inside), max_size=3))},
    optional={key: each for key, each in of_an_item.items() if key != "pool_id"} | {"color": anything},
)
tasks_, suites_ = ordinary | objects(**of_a_task, **of_an_item), suites | objects(tasks=anything, **of_an_item)
#: A context by its number, with an item of its kind.
pairs = st.integers(0, len(CONTEXTS) - 1).flatmap(
    lambda n: st.tuples(st.just(n), suites_ if CONTEXTS[n].kind == "task-suites" else tasks_)
)
engines = st.sampled_from(ENGINE_NAMES[1:])


def problems(rule: Rule, item: dict[str, Any], context: Context) -> list[Problem]:
    """What one rule says of an item, and of all inside it, whether its keys wake it or not."""
    seen = Seen()
    level(rule._replace(keys=()), context).look(Objects([item], [0]), seen)
    return seen.problems.get(0, [])


def level(rule: Rule, context: Context) -> Level:
    roles = {"item", "object"} | ({"task"} if context.kind == "tasks" else set())
    return Level(Scope(context, context.schema), frozenset(roles), [rule])


@given(pairs)
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
def test_without_its_keys_a_rule_is_silent(pair: tuple[int, JSON]) -> None:
    number, item = pair
    context = CONTEXTS[number]
    if not isinstance(item, dict):
        return
    for rule in linter(number, "rust").rules:
        schemas = (context.schema, context.task_schema)
        keys = tuple({key for schema in schemas for key in rule.keys_for(Scope(context, schema))})
        keys += ("pool_id", *USERS) if keys and any(text.type == "id" for text in rule.texts) else ()
        if keys:
            at_top = {key: each for key, each in item.items() if key not in keys}
            bare = at_top if rule.scope == "item" else without(item, keys)
            assert problems(rule, bare, context) == [], rule.code


@given(pairs)
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
def test_a_rule_that_waits_for_its_keys_finds_what_it_would_find_at_each_object(pair: tuple[int, JSON]) -> None:
    number, item = pair
    if not isinstance(item, dict):
        return
    for rule in linter(number, "rust").rules:
        seen = Seen()
        level(rule, CONTEXTS[number]).look(Objects([item], [0]), seen)
        assert seen.problems.get(0, []) == problems(rule, item, CONTEXTS[number]), rule.code


def without(value: Any, keys: tuple[str, ...]) -> Any:
    """The value, less these keys wherever an object has them."""
    if isinstance(value, dict):
        return {key: without(each, keys) for key, each in value.items() if key not in keys}
    return [without(each, keys) for each in value] if isinstance(value, list) else value


@given(pairs, engines)
@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
def test_both_engines_agree_on_what_is_valid(pair: tuple[int, JSON], engine: str) -> None:
    number, item = pair
    assert linter(number, engine).are_valid([item]) == linter(number, "rust").are_valid([item])


@given(st.lists(tasks_ | suites_ | anything, max_size=4), st.integers(0, len(CONTEXTS) - 1), st.booleans())
@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
def test_no_rule_raises_and_every_message_is_a_line(payload: list[JSON], number: int, is_one_request: bool) -> None:  # noqa: FBT001
    run = Run(linter(number, "rust"))
    found = [*run.about_request(), *run.findings([Batch(0, payload)], is_one_request=is_one_request)]
    for finding in found:
        assert "\n" not in finding.message
        assert len(finding.message) < 400


@given(anything)
@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
def test_no_rule_raises_for_any_pool(value: JSON) -> None:
    keys = (
        "id",
        "mixer_config",
        "training",
        "type",
        "defaults",
        "reward_per_assignment",
        "quality_control",
        "will_expire",
    )
    pools = ({key: value} for key in keys)
    for pool, kind in product(pools, REQUEST_KINDS):
        run = Run(Linter(Context(loader.load("2022-06"), kind, None, pool)))
        list(run.findings([Batch(0, [{"pool_id": "1"}])], is_one_request=True))


fields = st.dictionaries(
    texts, some(objects(type=some(texts | st.sampled_from(["URL", "number", "array_x"])), pattern=some(texts)))
)
specs = objects(input_spec=some(fields), output_spec=some(fields))


@given(specs | objects(task_spec=some(specs)) | anything)
@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
def test_no_rule_of_projects_raises(project: JSON) -> None:
    run = Run(Linter(Context(loader.load("2022-06"), "project")))
    assert all(each.kind == "project" for each in run.findings([Batch(0, [project])], is_one_request=True))


def nested(depth: int) -> JSON:
    value: JSON = 1
    for _ in range(depth):
        value = {"a": [value]}
    return value


@pytest.mark.parametrize(
    "value",
    [nested(120), 10**30, -(10**5000), [10**5000], "x" * 10_000],
    ids=["nested", "huge", "negative", "listed", "long"],
)
@pytest.mark.parametrize("number", range(0, len(CONTEXTS), 7))
def test_extreme_values_raise_nothing(value: JSON, number: int) -> None:
    solution: list[JSON] = [{"output_values": {"result": value}}, {"output_values": {"result": value}}]
    base: dict[str, JSON] = {"pool_id": value, "overlap": value, "known_solutions": solution, "reserved_for": [value]}
    task = base | {"input_values": {"image": value, "place": value}, "unavailable_for": [value], "x": value}
    run = Run(linter(number, "rust"))
    found = list(run.findings([Batch(0, [task, task, {"pool_id": "1", "tasks": [task]}])], is_one_request=True))
    assert found
    assert max(len(each.message) for each in found) < 400


def test_values_nested_deeper_than_orjson_writes_are_compared_all_the_same() -> None:
    task: dict[str, JSON] = {"pool_id": "1", "overlap": 3, "input_values": {"a": nested(400)}}
    run = Run(Linter(Context(loader.load("2023-06"), "tasks")))
    (found,) = run.findings([Batch(0, [task, task])], is_one_request=True)
    assert found.message == "Same input_values as item 0"


VALUES = {"image": "https://example.com/1.png"}
CLEAN: list[dict[str, Any]] = [
    {"input_values": VALUES, "overlap": 3},
    {"input_values": VALUES | {"title": "A cat", "score": 0.5, "sizes": [640, 480]}, "overlap": 3},
    {"input_values": {"image": "www.example.com"}, "overlap": None, "infinite_overlap": True},
    *({"input_values": VALUES, "overlap": 3, "reserved_for": [f"u{n}" for n in range(size)]} for size in (0, 3, 4, 5)),
    {"input_values": VALUES, "overlap": 1, "infinite_overlap": False, "unavailable_for": ["u1"], "__item_idx": "0"},
    {
        "input_values": VALUES | {"place": "62.0,-129.7"},
        "overlap": 3,
        "known_solutions": [{"output_values": {"result": "cat"}, "correctness_weight": 1}],
        "baseline_solutions": [{"output_values": {"result": "cat"}, "confidence_weight": 0.8}],
    },
    {
        "input_values": VALUES,
        "infinite_overlap": True,
        "known_solutions": [{"output_values": {"result": "cat"}}],
        "message_on_unknown_solution": "Look.",
    },
]


@pytest.mark.parametrize("engine", ENGINE_NAMES[1:])
@pytest.mark.parametrize("item", CLEAN, ids=range(len(CLEAN)))
def test_of_ordinary_items_nothing_is_said(item: dict[str, Any], engine: str) -> None:
    inner = {key: each for key, each in item.items() if key in of_a_task and key != "baseline_solutions"}
    suite = {key: each for key, each in item.items() if key in of_an_item} | {"pool_id": "1", "tasks": [inner, inner]}
    for number, context in enumerate(CONTEXTS):
        one = suite if context.kind == "task-suites" else item | {"pool_id": "1"}
        assert linter(number, engine).are_valid([one])[0]
        assert linter(number, engine).look([one]).problems == {}


# --- the registry ---------------------------------------------------------------------------------------------------


def test_rules_are_in_the_order_of_their_codes() -> None:
    assert list(RULES) == sorted(RULES)
    assert all(code == rule.code for code, rule in RULES.items())


def test_each_rule_is_in_a_module_of_its_name() -> None:
    folder = Path(validator.rules.__file__).parent
    helpers = {"__init__", "base", "manual", "operations", "overlaps", "parts", "project_fields", "sizes"}
    modules = {each.stem for each in folder.glob("*.py")} - helpers
    assert modules == {rule.name.replace("-", "_") for rule in RULES.values()}


# --- across files ---------------------------------------------------------------------------------------------------


def test_a_quota_is_counted_over_all_files_and_said_once() -> None:
    contract = limited(loader.load("2022-06"), "tasks", {"items_per_day": 2})
    run = Run(Linter(Context(contract, "tasks"), Selection(select=["TL505"])))
    found = [
        [each.code for each in run.findings([Batch(0, [{}, {}])], file, is_one_request=False)]
        for file in ("a.jsonl", "b.jsonl", "c.jsonl")
    ]
    assert found == [[], ["TL505"], []]


def test_a_repeat_names_the_file_of_the_first() -> None:
    task: JSON = {"pool_id": "1", "input_values": {"image": "x"}, "overlap": 3}
    other: JSON = {"pool_id": "1", "input_values": {"image": "y"}, "overlap": 3}
    run = Run(Linter(Context(loader.load("2022-06"), "tasks")))
    list(run.findings([Batch(0, [other]), Batch(1, [task])], "a.jsonl", is_one_request=False))
    (found,) = run.findings([Batch(0, [task])], "b.jsonl", is_one_request=False)
    assert found.message == "Same input_values as item 1 of a.jsonl"


def test_a_repeat_may_have_its_keys_in_another_order_at_any_depth() -> None:
    one: JSON = {"a": {"b": [{"c": 1, "d": "{"}], "e": 2}, "f": 3}
    other: JSON = {"f": 3, "a": {"e": 2, "b": [{"d": "{", "c": 1}]}}
    items: dict[str, list[JSON]] = {
        "tasks": [{"pool_id": "1", "input_values": each, "overlap": 3} for each in (one, other)],
        "task-suites": [{"pool_id": "1", "tasks": [{"input_values": each}, {}]} for each in (one, other)],
    }
    for kind, repeated in items.items():
        run = Run(Linter(Context(loader.load("2022-06"), kind), Selection(select=["TL501"])))
        found = run.findings([Batch(0, repeated)], is_one_request=False)
        assert [(each.index, each.message) for each in found] == [(1, "Same input_values as item 0")]


def test_many_repeats_name_the_right_first() -> None:
    tasks: list[JSON] = [{"pool_id": "1", "input_values": {"n": n}, "overlap": 3} for n in range(200)]
    run = Run(Linter(Context(loader.load("2022-06"), "tasks")))
    found = run.findings([Batch(0, tasks + tasks + tasks)], is_one_request=False)
    assert [each.message for each in found] == [f"Same input_values as item {n}" for n in (*range(200), *range(200))]


# --- the text -------------------------------------------------------------------------------------------------------


def in_text(text: str, type_: str) -> list[tuple[int | None, str, Span | None]]:
    found = Sample(type_, text.encode(), {"kind": "tasks"}).findings()
    return [(each.index, str(each.path), each.span) for each in found if each.code == "TL103"]


def test_a_repeated_key_stands_where_its_later_key_stands() -> None:
    text = '[{"overlap": 1},\n {"pool_id": "1", "input_values": {},\n  "overlap": 1, "overlap": 2}]'
    assert in_text(text, "json") == [(1, "overlap", Span(3, 17, 3, 26))]


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["a", "b", ":", "\\u003a"]), st.sampled_from(["1", '":"', '{"a": 1}'])),
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=100)
def test_repeated_keys_are_found_exactly_where_they_are(objects_: list[list[tuple[str, str]]]) -> None:
    lines = ["{" + ", ".join(f'"{key}": {value}' for key, value in each) + "}" for each in objects_]
    keys = [[key.replace("\\u003a", ":") for key, _ in each] for each in objects_]
    repeats = {n: len(each) - len(set(each)) for n, each in enumerate(keys) if len(each) > len(set(each))}
    for text, type_ in (("\n".join(lines), "jsonl"), (f"[{','.join(lines)}]", "json")):
        assert Counter(index for index, _, _ in in_text(text, type_)) == repeats
