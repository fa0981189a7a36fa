"""Payloads for the comparison of verdicts: projects, contexts, good values, and the many ways to spoil them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from validator.contract import loader
from validator.contract.context import Context, Query
from validator.contract.loader import DOCUMENTS, REQUEST_KINDS, Contract
from validator.contract.task_spec import read

BIG = 2**53  # from here on, doubles leave integers out

#: Fields of all types, with attributes that differ between languages, and values that fit.
FIELDS: dict[str, list[tuple[dict[str, Any], list[Any]]]] = {
    "string": [
        ({}, ["", "text", "😀", "a\nb"]),
        ({"min_length": 2, "max_length": 3}, ["ab", "😀😀", "e\u0301", "👩‍👩"]),
        ({"allowed_values": ["cat", "dog", "a\n", "😀"]}, ["cat", "a\n", "😀"]),
        ({"pattern": "[a-z]+"}, ["a", "abc"]),
        ({"pattern": r"^\d{3}-\d{2}$"}, ["123-45"]),
        ({"pattern": r"\w+@\w+\.(com|org)"}, ["me@example.com"]),
        ({"pattern": "(?i)yes|no"}, ["YES", "No", "yes"]),
        ({"pattern": r"(?=.*\d)[a-z0-9]{4,8}"}, ["abc1", "1abc"]),
        ({"pattern": "(?!bad).*"}, ["good", ""]),
        ({"pattern": "."}, ["a", "😀", "\u0085"]),
        ({"pattern": r"[^a]\s?"}, ["b", "b ", "😀"]),
        ({"pattern": "[😀-😎]{2}"}, ["😀😎"]),
        ({"pattern": r"\Qa.b$\E|\x41\u0042"}, ["a.b$", "AB"]),
        ({"pattern": r"\p{Alpha}[\w-]*\z"}, ["a-1", "Z"]),
        ({"pattern": "(?<=a)b"}, ["b", "anything"]),  # no engine's business: taken as any string
        ({"pattern": "("}, ["("]),
    ],
    "integer": [
        ({}, [0, 1, -1, 1.0, -0.0, 10**15]),
        ({"min_value": 1, "max_value": 10}, [1, 10, 5.0]),
        ({"allowed_values": [1, 2, 3.0, 3]}, [1, 2.0, 3]),
        ({"min_value": 2.5}, [3, 4]),
        ({"min_value": BIG + 1, "max_value": 2**63}, [BIG + 1, 2**62]),
    ],
    "float": [
        ({}, [0, 0.5, -0.0, 1e300, 5e-324]),
        ({"min_value": -0.1, "max_value": 0.3}, [0, 0.3, -0.1]),
        ({"allowed_values": [0.1, 1]}, [0.1, 1.0]),
    ],
    "boolean": [({}, [True, False]), ({"allowed_values": [True]}, [True])],
    "url": [({}, ["http://a.b", "https://a b/ü", "www.images/1.ru", "www"])],
    "coordinates": [({}, ["53.910236,27.531110", "53.9, 27", "-1.,+2"])],
    "json": [({}, [{}, [], "", 0, False, {"__proto__": None}])],
    "file": [({}, ["", "attachment-1"])],
    "unheard-of": [({}, ["", 1, [], {}])],
}
#: Names of fields that a program may stumble over. Those of the second row are inherited by every JavaScript object.
NAMES = ["image", "a-b", "_", "0", "é", "😀", "a.b", "x'y", 'q"q', "line\nfeed", "$ref", "properties", "required", ""]
NAMES += ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "__defineGetter__", "toLocaleString"]
#: What spoils a value, or happens not to.
ANYTHING: list[Any] = json.loads((Path(__file__).parent / "values.json").read_text("utf-8"))


class Case(NamedTuple):
    """A filled schema, and the payloads whose verdicts are compared."""

    name: str
    context: Context
    payloads: list[Any]


def cases(seed: int, count: int) -> Iterator[Case]:
    """Every value in every variety of field, and about `count` payloads that were spoiled at random."""
    yield from _field_by_field()
    random = Random(seed)  # noqa: S311 - no secret is made of it
    made = [*_request_contexts(random), *_other_contexts()]
    for name, context, seeds in made:
        each = max(len(seeds) + 20, -(-count // len(made)))
        payloads = [*seeds, *ANYTHING[:3], [], "x", 1]
        payloads += [_spoiled(random, random.choice(seeds)) for _ in range(each - len(payloads))]
        yield Case(name, context, payloads)


def _field_by_field() -> Iterator[Case]:
    contract = loader.load(loader.DEFAULT_CONTRACT)
    for type_, varieties in FIELDS.items():
        for (attributes, good), required in product(varieties, (True, False)):
            of_all = {"required": required, **attributes}
            spec = read({"input_spec": {"x": {"type": type_, **of_all}, "s": {"type": f"array_{type_}", **of_all}}})
            inputs = [{"x": each, "s": [each]} for each in good]
            inputs += [{"x": each, "s": [good[0], each]} for each in ANYTHING]
            inputs += [{"x": good[0], "s": each} for each in [*ANYTHING, [], None]]
            payloads = [{"pool_id": "1", "overlap": 1, "input_values": each} for each in inputs]
            yield Case(f"{type_} {attributes} {required}", Context(contract, "tasks", spec), payloads)


def _request_contexts(random: Random) -> Iterator[tuple[str, Context, list[Any]]]:
    projects = {name: make(random) for name, make in PROJECTS.items()}
    for contract, kind in product(map(loader.load, loader.contract_names()), REQUEST_KINDS):
        for (name, project), (query, pool) in product(projects.items(), CIRCUMSTANCES):
            spec = None if project is None else read(project[0])
            context = Context(contract, kind, spec, pool, query)
            values = ({"image": "x"}, {}) if project is None else project[1:]
            seeds = [_item(random, kind, *values) for _ in range(4)]
            yield f"{contract.name} {kind} {name} {context.overlap}", context, seeds


CIRCUMSTANCES: list[tuple[Query, dict[str, Any] | None]] = [
    (Query(), None),
    (Query(allow_defaults=False), None),
    (Query(allow_defaults=True), {"defaults": {"default_overlap_for_new_tasks": 3}}),
]


def _all_fields(random: Random) -> tuple[Any, Any, Any]:
    """A project with every variety of every type, alone and as an array, some of them optional."""
    spec: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for type_, varieties in FIELDS.items():
        for n, (attributes, good) in enumerate(varieties):
            optional = {"required": False} if random.random() < 0.4 else {}
            spec[f"{type_}-{n}"] = {"type": type_, **attributes, **optional}
            spec[f"{type_}-{n}-s"] = {"type": f"array_{type_}", "min_size": 1, "max_size": 3, **attributes, **optional}
            values[f"{type_}-{n}"] = random.choice(good)
            values[f"{type_}-{n}-s"] = [random.choice(good)]
    return {"task_spec": {"input_spec": spec, "output_spec": spec}}, values, values


def _nasty_names(_: Random) -> tuple[Any, Any, Any]:
    spec = {name: {"type": "string", "required": n % 2 == 0} for n, name in enumerate(NAMES)}
    values = dict.fromkeys(NAMES, "x")
    return {"input_spec": spec, "output_spec": {"__proto__": {"type": "boolean"}}}, values, {"__proto__": True}


def _one_field(_: Random) -> tuple[Any, Any, Any]:
    spec = {"image": {"type": "url"}}
    return {"input_spec": spec, "output_spec": {"label": {"type": "string"}}}, {"image": "http://a"}, {"label": "x"}


def _no_fields(_: Random) -> tuple[Any, Any, Any]:
    return {"input_spec": {}, "output_spec": {}}, {}, {}


PROJECTS: dict[str, Any] = {
    "no project": lambda _: None,
    "no fields": _no_fields,
    "one field": _one_field,
    "all fields": _all_fields,
    "nasty names": _nasty_names,
}


def _item(random: Random, kind: str, inputs: Any, outputs: Any) -> Any:
    task = {
        "input_values": inputs,
        "known_solutions": [{"output_values": outputs, "correctness_weight": random.choice([0, 0.5, 1, None])}],
        "message_on_unknown_solution": "hint",
    }
    overlap = random.choice([{"overlap": 3}, {"overlap": 30000.0}, {"overlap": None, "infinite_overlap": True}])
    common = {"pool_id": "1", **overlap, "reserved_for": ["a", "b"], "traits_all_of": ["t"]}
    if kind == "tasks":
        return common | task | {"baseline_solutions": [{"output_values": outputs, "confidence_weight": 0.25}]}
    where = {"longitude": 12.5, "latitude": -1, "issuing_order_override": 99999.99999, "mixed": False}
    return common | {"tasks": [task, {"input_values": inputs}]} | where


def _other_contexts() -> Iterator[tuple[str, Context, list[Any]]]:
    for contract in map(loader.load, loader.contract_names()):
        for document in dict.fromkeys([*DOCUMENTS.values(), "query", "headers", "task-spec"]):
            if document not in ("task", "task-suite"):
                context = Context(contract, "other", document=document)
                yield f"{contract.name} {document}", context, _seeds(contract, document)


def _seeds(contract: Contract, document: str) -> list[Any]:
    made: dict[str, list[Any]] = {
        "created": ["created-task", "created-suite"],
        "query": [{"async_mode": True, "operation_id": "2ed92b7f-75c0-4771-ae2f-3911232d6d4e", "open_pool": None}],
        "headers": [{"authorization": "OAuth x", "content-type": "application/JSON; charset=utf-8"}],
        "task-spec": [{"input_spec": {"a": {"type": "string", "min_length": 1}}, "output_spec": {}}],
        "project": [{"task_spec": {"input_spec": {}, "output_spec": {"b": {"type": "array_file", "max_size": 2}}}}],
        "pool": [
            {"id": "1", "defaults": {"default_overlap_for_new_tasks": 1}, "mixer_config": {"real_tasks_count": 5}}
        ],
    }
    if document == "created":
        return [each for name in made["created"] for each in contract.documents[name]["examples"]]
    return made.get(document) or contract.documents[document]["examples"]


def _spoiled(random: Random, value: Any) -> Any:
    """A copy with up to three changes at random places."""
    whole = [copy.deepcopy(value)]
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        _change(random, whole)
    return whole[0]


def _change(random: Random, whole: list[Any]) -> None:
    holder, key = random.choice(list(_places(whole)))
    match random.randrange(8):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(holder[key], dict):
            holder[key][random.choice(NAMES)] = random.choice(ANYTHING)
        case 2 if isinstance(holder[key], list):
            holder[key] += holder[key] or [random.choice(ANYTHING)]
        case 3:
            holder[key] = None
        case _:
            holder[key] = copy.deepcopy(random.choice(ANYTHING))


def _places(holder: Any) -> Iterator[tuple[Any, Any]]:
    for key, each in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
        yield holder, key
        if isinstance(each, dict | list):
            yield from _places(each)
