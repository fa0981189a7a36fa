"""Values that come from Python: each is taken for the JSON that it stands for, or refused in clear words."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections import ChainMap, OrderedDict, UserDict, defaultdict, deque
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from validator import Validator
from validator.errors import NotJSONError
from validator.json_text.python_values import MAX_DEPTH, items_of, to_json

ENGINES = ("rust", "python")
TOO_DEEP = f"is nested deeper than {MAX_DEPTH:,} levels, or holds itself"
TOO_LARGE = "beyond the range of a double (1.8e308)"
NO_FORM = "which JSON has no form for"
ADVICE = "give the project as GET /projects/{id} returns it, or its task_spec alone"
PROJECT = {"task_spec": {"input_spec": {"x": {"type": "json"}}, "output_spec": {}}}


class Wrapped:
    """An object as the official client has them."""

    def __init__(self, value: object) -> None:
        self.value = value

    def unstructure(self) -> object:
        return self.value


class Endless:
    def unstructure(self) -> Endless:
        return Endless()


class Itself:
    def unstructure(self) -> Itself:
        return self


class Color(Enum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class StrColor(str, Enum):
    RED = "red"


class Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "another text"


class Number(int):
    def __int__(self) -> int:
        return 7


class Fractional(float):
    def __float__(self) -> float:
        return 7.5


class Data(dict[str, Any]):
    pass


@dataclass
class Record:
    x: int = 1


def holding_itself(kind: str) -> Any:
    if kind == "list":
        items: list[Any] = []
        items.append(items)
        return items
    members: dict[str, Any] = {}
    members["a"] = members
    return members


def nested(kind: str, levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value] if kind == "list" else {"a": value}
    return value


def named(value: object) -> str:
    """A name for a test, the same in every process."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def json_of(value: object) -> str:
    """Tells 1 from 1.0 and from true, which == does not."""
    return repr(to_json(value))


TAKEN = [
    (None, None),
    (True, True),
    (1, 1),
    (1.0, 1.0),
    (-0.0, -0.0),
    ("ü😀", "ü😀"),
    ((1, (2, [3])), [1, [2, [3]]]),
    (Decimal("1.50"), 1.5),
    (Decimal("0.1"), 0.1),
    (Decimal(3), 3),
    (Decimal("3.0"), 3.0),
    (Decimal("1E+3"), 1000),
    (Decimal("-0"), 0),
    (2**63, 2**63),
    (-(2**64), -(2**64)),
    (10**308, 10**308),
    (OrderedDict(a=1), {"a": 1}),
    (defaultdict(list, a=[1]), {"a": [1]}),
    (MappingProxyType({"a": 1}), {"a": 1}),
    (ChainMap({"a": 1}, {"b": 2}), {"b": 2, "a": 1}),
    (UserDict(a=1), {"a": 1}),
    (Data(a=1), {"a": 1}),
    (Text("own text"), "own text"),
    ({Text("own key"): 1}, {"own key": 1}),
    (Number(3), 3),
    (Fractional(2.5), 2.5),
    (Color.RED, "red"),
    (Level.HIGH, 3),
    (StrColor.RED, "red"),
    ({StrColor.RED: 1}, {"red": 1}),
    (Wrapped({"a": Wrapped([Wrapped(Decimal(1)), None])}), {"a": [1, None]}),
]
REFUSED = [
    (math.nan, "value is nan, which JSON cannot hold"),
    (-math.inf, "value is -inf, which JSON cannot hold"),
    (Fractional("nan"), "value is nan, which JSON cannot hold"),
    ((1, [math.nan]), "value[1][0] is nan, which JSON cannot hold"),
    ({"a": {"b": (math.inf,)}}, "value.a.b[0] is inf, which JSON cannot hold"),
    (Decimal("NaN"), "value is NaN, which JSON cannot hold"),
    (Decimal("sNaN"), "value is sNaN, which JSON cannot hold"),
    (Decimal("-Infinity"), "value is -Infinity, which JSON cannot hold"),
    (Decimal("1E+400"), f"value is 1.0E+400, {TOO_LARGE}"),
    (Decimal("1E+999999999"), f"value is 1.0E+999999999, {TOO_LARGE}"),
    (2**1024, f"value is an integer of 1,025 bits, {TOO_LARGE}"),
    (-(10**5000), f"value is an integer of 16,610 bits, {TOO_LARGE}"),
    ({1: 2}, "value has the key 1: keys of a JSON object are strings"),
    ({"a": {None: 2}}, "value.a has the key None: keys of a JSON object are strings"),
    ([{("a", 1): 2}], "value[0] has the key ('a', 1): keys of a JSON object are strings"),
    ({b"a": 1}, "value has the key b'a': keys of a JSON object are strings"),
    ({Color.RED: 1}, "value has the key <Color.RED: 'red'>: keys of a JSON object are strings"),
    ("a\ud800", "value has a lone surrogate at character 1"),
    (["é", "\udfff"], "value[1] has a lone surrogate at character 0"),
    ({"a": {"\ud800": 1}}, "value.a has a key with a lone surrogate at character 0"),
    (b"a", f"value is of type bytes, {NO_FORM}: decode it to a str"),
    (bytearray(b"a"), f"value is of type bytearray, {NO_FORM}: decode it to a str"),
    ({1}, f"value is of type set, {NO_FORM}: make it a list"),
    (frozenset(), f"value is of type frozenset, {NO_FORM}: make it a list"),
    ((each for each in "ab"), f"value is of type generator, {NO_FORM}: make it a list"),
    (iter(()), f"value is of type tuple_iterator, {NO_FORM}: make it a list"),
    (range(3), f"value is of type range, {NO_FORM}: make it a list"),
    (deque([1]), f"value is of type deque, {NO_FORM}: make it a list"),
    (Record(), f"value is of type Record, {NO_FORM}: dataclasses.asdict() makes a dict of it"),
    (Record, f"value is the class Record, {NO_FORM}: make an object of it"),
    (Wrapped, f"value is the class Wrapped, {NO_FORM}: make an object of it"),
    (date(2020, 1, 1), f"value is of type date, {NO_FORM}: make it text, a number or a dict"),
    (UUID(int=0), f"value is of type UUID, {NO_FORM}: make it text, a number or a dict"),
    (Fraction(1, 2), f"value is of type Fraction, {NO_FORM}: make it text, a number or a dict"),
    (1j, f"value is of type complex, {NO_FORM}: make it text, a number or a dict"),
    (Itself(), f"value is of type Itself, {NO_FORM}: make it text, a number or a dict"),
    (Endless(), "value gives another wrapper at each unstructure()"),
    (Wrapped(math.nan), "value is nan, which JSON cannot hold"),
    ({"a": Wrapped({"b": {1}})}, f"value.a.b is of type set, {NO_FORM}: make it a list"),
]


@pytest.mark.parametrize(("value", "expected"), TAKEN, ids=named)
def test_a_value_is_taken_for_the_json_it_stands_for(value: object, expected: object) -> None:
    assert json_of(value) == repr(expected)


@pytest.mark.parametrize(("value", "text"), REFUSED, ids=[text for _, text in REFUSED])
def test_a_value_that_json_has_not_is_refused_by_its_place(value: object, text: str) -> None:
    with pytest.raises(NotJSONError) as refused:
        to_json(value)

    assert str(refused.value) == text


@pytest.mark.parametrize("kind", ["list", "dict"])
def test_depth_has_the_limit_of_the_files(kind: str) -> None:
    assert repr(to_json(nested("list", 3))) == "[[[1]]]"
    to_json(nested(kind, MAX_DEPTH))
    for value in (nested(kind, MAX_DEPTH + 1), nested(kind, 100_000), holding_itself(kind)):
        with pytest.raises(NotJSONError, match=f"{TOO_DEEP}$") as refused:
            to_json(value)

        assert len(refused.value.where) < 250


def test_the_first_fault_in_the_order_of_the_value_is_named() -> None:
    with pytest.raises(NotJSONError, match=r"^value\.a\[0\] is nan"):
        to_json({"a": [math.nan], "b": math.inf})


def test_the_value_itself_is_left_as_it_is() -> None:
    value = {"a": [1, (2,)]}

    copy = to_json(value)

    assert copy is not value
    assert value == {"a": [1, (2,)]}


@pytest.mark.parametrize(
    ("payload", "items", "is_alone"),
    [
        ({"a": 1}, [{"a": 1}], True),
        (Wrapped({"a": 1}), [{"a": 1}], True),
        (None, [None], True),
        ([], [], False),
        ([{"a": 1}, Wrapped({"b": 2})], [{"a": 1}, {"b": 2}], False),
        (Wrapped([{"a": 1}]), [{"a": 1}], False),
        ((each for each in ({"a": 1}, None)), [{"a": 1}, None], False),
        ({"k": {"a": 1}}.values(), [{"a": 1}], False),
        ((1, "x"), [1, "x"], False),
    ],
    ids=named,
)
def test_payloads(payload: object, items: list[object], is_alone: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert items_of(payload) == (items, is_alone)


@pytest.mark.parametrize("payload", ["text", b"bytes", 7, 1.5, True, object(), Wrapped, Wrapped("text")], ids=named)
def test_what_is_no_payload(payload: object) -> None:
    kind = "str" if isinstance(payload, Wrapped) else type(payload).__name__

    with pytest.raises(TypeError) as refused:
        items_of(payload)

    message = f"a payload is a mapping, an iterable of mappings, or objects with unstructure(), not {kind}"
    assert str(refused.value) == message


CALLS = ("validation_errors", "is_valid", "lint")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("call", CALLS)
def test_every_call_names_the_item(call: str, engine: str) -> None:
    items = [{"pool_id": "1", "input_values": {}}, {"pool_id": "1", "input_values": {"x": (math.nan,)}}]

    with pytest.raises(ValueError, match=r"^payload\[1\]\.input_values\.x\[0\] is nan, which JSON cannot hold$"):
        getattr(Validator("tasks", engine=engine), call)(items)
    with pytest.raises(ValueError, match=r"^payload\.input_values\.x\[0\] is nan, which JSON cannot hold$"):
        getattr(Validator("tasks", engine=engine), call)(items[1])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", ["list", "dict"])
@pytest.mark.parametrize("levels", [200, 600, MAX_DEPTH - 2])
def test_deep_values_are_checked(levels: int, kind: str, call: str, engine: str) -> None:
    validator = Validator("tasks", project=PROJECT, engine=engine, contract="2023-06")
    deep = nested(kind, levels)
    good = {"pool_id": "1", "input_values": {"x": deep}, "overlap": 1}
    bad = {"pool_id": "1", "input_values": {"x": 1, "y": deep}, "overlap": deep, "reserved_for": [deep]}
    expected = {
        "input_values.y": {"code": "VALUE_NOT_ALLOWED", "message": "Unknown field name"},
        "overlap": {"code": "INTEGER_EXPECTED", "message": "Value must be an integer"},
        "reserved_for.0": {"code": "STRING_EXPECTED", "message": "Value must be a string"},
    }

    found = getattr(validator, call)([good, bad])

    if call == "lint":
        assert [str(each.path) for each in found if each.severity == "error"] == list(expected)
    else:
        assert found == (False if call == "is_valid" else {"1": expected})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", [2**53, 2**63, 2**64, 10**30, 10**300, -(10**300)])
def test_huge_integers_are_checked(number: int, engine: str) -> None:
    fields = {
        "same": {"type": "integer", "min_value": number, "max_value": number, "allowed_values": [number]},
        "small": {"type": "integer", "min_value": -5, "max_value": 5},
        "large": {"type": "float", "min_value": -(10**305), "max_value": 10**305},
    }
    validator = Validator("tasks", project={"input_spec": fields, "output_spec": {}}, engine=engine)

    found = validator.validation_errors(
        {"pool_id": "1", "input_values": {"same": number, "small": number, "large": number}, "overlap": abs(number)}
    )

    code, word, bound = ("VALUE_LESS_THAN_MIN", "greater", -5) if number < 0 else ("VALUE_GREATER_THAN_MAX", "less", 5)
    message = f"Value must be {word} or equal to {bound}"
    assert found == {"0": {"input_values.small": {"code": code, "message": message, "params": [bound]}}}


@pytest.mark.parametrize("engine", ENGINES)
def test_lint_takes_what_orjson_does_not(engine: str) -> None:
    items = [{"pool_id": "1", "input_values": {"x": value}, "overlap": 1} for value in (10**30, nested("list", 900))]

    assert Validator("tasks", engine=engine).lint(items) == []


@pytest.mark.parametrize(
    ("project", "error", "text"),
    [
        ([], TypeError, "project is a mapping, as the API returns it, not list"),
        ("{}", TypeError, "project is a mapping, as the API returns it, not str"),
        (
            {},
            ValueError,
            f"project: has no task_spec; {ADVICE}",
        ),
        (
            {"task_spec": None},
            ValueError,
            f"project: has no task_spec; {ADVICE}",
        ),
        (
            {"task_spec": {}},
            ValueError,
            f"project: has neither an input_spec nor an output_spec; {ADVICE}",
        ),
        (
            {"input_spec": {"x": {"type": "float", "min_value": math.nan}}},
            ValueError,
            "project.input_spec.x.min_value is nan, which JSON cannot hold",
        ),
        (
            {"task_spec": {"input_spec": {1: {}}}},
            ValueError,
            "project.task_spec.input_spec has the key 1: keys of a JSON object are strings",
        ),
        (
            {"input_spec": {"x": {"type": "string", "allowed_values": {"a"}}}},
            ValueError,
            f"project.input_spec.x.allowed_values is of type set, {NO_FORM}: make it a list",
        ),
    ],
)
def test_projects_that_cannot_be_used(project: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as refused:
        Validator("tasks", project=project)

    assert str(refused.value) == text


@pytest.mark.parametrize("engine", ENGINES)
def test_a_project_may_hold_python_values(engine: str) -> None:
    field = {"type": Text("float"), "min_value": Decimal("0.01"), "allowed_values": (Decimal("0.5"), 1)}
    project = MappingProxyType({"task_spec": {"input_spec": OrderedDict(x=field), "output_spec": {}}})

    found = Validator("tasks", project=project, engine=engine).validation_errors(
        [
            {"pool_id": "1", "input_values": {"x": Decimal("0.50")}},
            {"pool_id": "1", "input_values": {"x": 0}},
        ]
    )

    error = {"code": "UNKNOWN_ENUM_VALUE", "message": "Value must be one of: 0.5, 1", "params": [0.5, 1]}
    assert found == {"1": {"input_values.x": error}}


@pytest.mark.parametrize(
    ("pool", "error", "text"),
    [
        ([], TypeError, "pool is a mapping, as the API returns it, not list"),
        ({"a": math.inf}, ValueError, "pool.a is inf, which JSON cannot hold"),
        ({"a": holding_itself("dict")}, ValueError, f"pool.{'a.' * 49}…{'.a' * 50} {TOO_DEEP}"),
    ],
)
def test_pools_that_cannot_be_used(pool: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as refused:
        Validator("tasks", pool=pool)

    assert str(refused.value)[-60:] == text[-60:]


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"kind": "task"}, ValueError, "unknown kind 'task'; known: tasks, task-suites"),
        ({"kind": None}, ValueError, "unknown kind None; known: tasks, task-suites"),
        ({"kind": ["tasks"]}, ValueError, "unknown kind ['tasks']; known: tasks, task-suites"),
        ({"contract": "2024-01"}, ValueError, "unknown contract '2024-01'; known: 2022-06, 2023-06"),
        ({"contract": ["2022-06"]}, ValueError, "unknown contract ['2022-06']; known: 2022-06, 2023-06"),
        ({"contract": ".."}, ValueError, "unknown contract '..'; known: 2022-06, 2023-06"),
        ({"engine": "go"}, ValueError, "unknown engine 'go'; known: auto, rust, python"),
        ({"engine": []}, ValueError, "unknown engine []; known: auto, rust, python"),
        ({"allow_defaults": "true"}, TypeError, "allow_defaults is True, False or None, not 'true'"),
        ({"async_mode": 1}, TypeError, "async_mode is True, False or None, not 1"),
        ({"operation_id": 7}, TypeError, "operation_id is a UUID as a string, not int"),
    ],
)
def test_settings_that_cannot_be_used(options: dict[str, Any], error: type[Exception], text: str) -> None:
    kind, rest = options.get("kind", "tasks"), {key: value for key, value in options.items() if key != "kind"}

    with pytest.raises(error) as refused:
        Validator(kind, **rest)

    assert str(refused.value) == text


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_crashes_the_interpreter(engine: str) -> None:
    """In a process of its own, where a crash would show."""
    code = f"""
import sys
sys.path.insert(0, "tests")
from test_values import holding_itself, nested
from validator import Validator
validator = Validator("tasks", engine="{engine}", project={PROJECT!r})
deep = [nested(kind, levels) for kind in ("list", "dict") for levels in (1_000, 1_022, 1_023, 100_000, 300_000)]
for value in [*deep, holding_itself("list"), holding_itself("dict"), 10**4000, 10**5000, "x" * 10**7]:
    for item in ({{"pool_id": "1", "input_values": {{"x": value}}}}, {{"pool_id": value}}, value):
        for call in (validator.validation_errors, validator.is_valid, validator.lint):
            try:
                call([item])
            except ValueError:
                pass
print("done")
"""
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
