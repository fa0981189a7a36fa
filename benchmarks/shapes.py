"""The maker of the benchmark's items: seeded, so that every run measures the same bytes.

A shape is a way that real files differ from one another: `SHAPES` lists them all. `items("varied", 1000)` gives the
items of one as Python has them, `write(folder, "varied")` writes its file.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TextIO

from faults import spoil

SEED = 20_261_123
Item = dict[str, Any]

CATEGORIES = ["shoes", "coats", "toys", "books", "tools", "garden", "kitchen", "music", "sport", "other"]
#: A shop has its catalogue looked through: twelve fields of nine types, most of them with a constraint.
PROJECT: dict[str, Any] = {
    "task_spec": {
        "input_spec": {
            "image": {"type": "url"},
            "title": {"type": "string", "min_length": 1, "max_length": 200},
            "description": {"type": "string", "max_length": 1000, "required": False},
            "category": {"type": "string", "allowed_values": CATEGORIES},
            "sku": {"type": "string", "pattern": "[A-Z]{2}-[0-9]{8}"},
            "price": {"type": "float", "min_value": 0, "max_value": 100_000},
            "rating": {"type": "integer", "min_value": 1, "max_value": 5, "required": False},
            "in_stock": {"type": "boolean"},
            "place": {"type": "coordinates", "required": False},
            "box": {"type": "array_integer", "min_size": 4, "max_size": 4, "min_value": 0, "max_value": 10_000},
            "tags": {"type": "array_string", "max_size": 8, "max_length": 40, "required": False},
            "details": {"type": "json", "required": False},
        },
        "output_spec": {
            "result": {"type": "string", "allowed_values": ["OK", "BAD", "UNSURE"]},
            "quality": {"type": "integer", "min_value": 1, "max_value": 5, "required": False},
            "comment": {"type": "string", "max_length": 500, "required": False},
        },
    }
}

_ENGLISH = ["cat", "dog", "tree", "house", "river", "mountain", "cloud", "street", "lamp", "window", "door", "chair"]
_RUSSIAN = ["кошка", "собака", "дерево", "дом", "река", "гора", "облако", "улица", "лампа", "окно", "дверь", "стул"]
_AWKWARD = [
    *("😀", "👩\u200d👧", "🇫🇮", "naïve", "日本語", "Ελλάδα", "ё", "½", "“so”", "a\u00a0b", "\u2028", "\u007f"),
    *('5" nails', "it's", 'say "yes"', "C:\\temp", "line\nfeed", "tab\tstop", "<b>", "a & b", "50 %", "{}", "[1, 2]"),
]
_MIXED = _ENGLISH + _RUSSIAN + _AWKWARD


# The values of a task


def _words(chance: Random, vocabulary: list[str], least: int, most: int) -> str:
    return " ".join(chance.choices(vocabulary, k=chance.randint(least, most)))


def _all_inputs(n: int, chance: Random, vocabulary: list[str]) -> Item:
    """A value in each field, always in the same order."""
    return {
        "image": f"https://images.example.com/2026/{n:08d}.jpg",
        "title": _words(chance, vocabulary, 4, 4),
        "description": _words(chance, vocabulary, 10, 10),
        "category": chance.choice(CATEGORIES),
        "sku": f"{'ABCDEFGH'[n % 8]}X-{n:08d}",
        "price": chance.randrange(1, 100_000) / 100,
        "rating": chance.randint(1, 5),
        "in_stock": chance.random() < 0.5,
        "place": f"{chance.uniform(-80, 80):.6f},{chance.uniform(-170, 170):.6f}",
        "box": [chance.randrange(2000) for _ in range(4)],
        "tags": chance.sample(vocabulary, 3),
        "details": {"seller": chance.randrange(10_000), "is_new": chance.random() < 0.5},
    }


def _varied_inputs(n: int, chance: Random) -> Item:
    """As many programs and people fill the fields: some left out, texts of all lengths, any JSON in `details`."""
    inputs = _all_inputs(n, chance, _MIXED)
    if n % 3 == 0:
        inputs["image"] = f"https://cdn{n % 7}.example.org/p/{n}?w={chance.randrange(4000)}&name=%D1%81%D0%B0%D0%B4#top"
    inputs["title"] = _words(chance, _MIXED, 1, 12)
    inputs["description"] = _words(chance, _MIXED, 0, 60)
    inputs["price"] = chance.choice([chance.randrange(1000), round(chance.uniform(0, 5000), 2), 1.5e3, 0])
    inputs["tags"] = chance.sample(_MIXED, chance.randrange(9))
    inputs["details"] = _any_json(chance, 3)
    for name in ("description", "rating", "place", "tags", "details"):
        if chance.random() < 0.3:
            del inputs[name]
    return inputs


def _any_json(chance: Random, depth: int) -> Any:
    match chance.randrange(8 if depth else 5):
        case 0:
            return chance.choice([None, True, False, "", 0])
        case 1:
            return chance.randrange(-(10**12), 10**12)
        case 2:
            return chance.uniform(-1, 1)
        case 3 | 4:
            return _words(chance, _MIXED, 0, 5)
        case 5 | 6:
            return {chance.choice(_MIXED): _any_json(chance, depth - 1) for _ in range(chance.randrange(4))}
        case _:
            return [_any_json(chance, depth - 1) for _ in range(chance.randrange(4))]


def _outputs(chance: Random) -> Item:
    outputs: Item = {"result": chance.choice(["OK", "BAD", "UNSURE"])}
    if chance.random() < 0.5:
        outputs["quality"] = chance.randint(1, 5)
    return outputs


def _two_solutions(chance: Random) -> list[Item]:
    """Two different ones, the second worth less."""
    first, second = chance.sample(["OK", "BAD", "UNSURE"], 2)
    return [
        {"output_values": {"result": first, "quality": chance.randint(1, 5)}, "correctness_weight": 1},
        {"output_values": {"result": second}, "correctness_weight": chance.randrange(1, 10) / 10},
    ]


def _users(chance: Random, count: int) -> list[str]:
    return [f"{chance.getrandbits(128):032x}" for _ in range(count)]


# The tasks of each shape


def uniform(n: int, chance: Random, vocabulary: list[str] = _ENGLISH) -> Item:
    """As one program writes them: the same fields in the same order. A tenth are control tasks."""
    task: Item = {"pool_id": "1240045", "input_values": _all_inputs(n, chance, vocabulary), "overlap": 3}
    if n % 10 == 0:
        task["known_solutions"] = [{"output_values": _outputs(chance), "correctness_weight": 1}]
    return task


def cyrillic(n: int, chance: Random) -> Item:
    """The same with Russian texts."""
    return uniform(n, chance, _RUSSIAN)


def varied(n: int, chance: Random) -> Item:
    """Optional fields, any JSON, emoji, quotes, keys in any order; some have solutions, audiences, infinite overlap."""
    task: Item = {"pool_id": "1240045", "input_values": _varied_inputs(n, chance), "overlap": chance.randint(1, 5)}
    if chance.random() < 0.2:
        task["known_solutions"] = _two_solutions(chance)[: chance.randint(1, 2)]
    elif chance.random() < 0.1:
        confidence = round(chance.random(), 3)
        task["baseline_solutions"] = [{"output_values": _outputs(chance), "confidence_weight": confidence}]
    if chance.random() < 0.2:
        task["reserved_for"] = _users(chance, chance.randint(5, 9))
    if chance.random() < 0.1:
        task["unavailable_for"] = _users(chance, chance.randint(1, 4))
    if "known_solutions" in task and chance.random() < 0.5:
        task["message_on_unknown_solution"] = _words(chance, _MIXED, 3, 20)
        task |= {"overlap": None, "infinite_overlap": True}
    keys = list(task)
    if chance.random() < 0.3:
        chance.shuffle(keys)
    return {key: task[key] for key in keys}


def with_lists(n: int, chance: Random) -> Item:
    """Half of the tasks have both lists of users or two known solutions."""
    task = uniform(n, chance)
    if n % 4 == 0:
        task |= {"reserved_for": _users(chance, 5), "unavailable_for": _users(chance, 3)}
    if n % 4 == 2:
        task["known_solutions"] = _two_solutions(chance)
    return task


def suite(n: int, chance: Random) -> Item:
    """Ten tasks, the last of them a control task."""
    tasks: list[Item] = [{"input_values": _all_inputs(10 * n + k, chance, _ENGLISH)} for k in range(10)]
    tasks[-1]["known_solutions"] = [{"output_values": _outputs(chance), "correctness_weight": 1}]
    return {"pool_id": "1240045", "tasks": tasks, "overlap": 3}


def row(n: int, chance: Random) -> Item:
    """What a table can hold: no list of users, one known solution at most."""
    task: Item = {"pool_id": "1240045", "input_values": _varied_inputs(n, chance), "overlap": chance.randint(1, 5)}
    if chance.random() < 0.2:
        task["known_solutions"] = [{"output_values": _outputs(chance), "correctness_weight": 1}]
    return task


# How they are written


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _spaced(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class Shape(NamedTuple):
    """One file: its items, and how they are written."""

    about: str
    make: Callable[[int, Random], Item]
    dumps: Callable[[Any], str] = _compact
    total: int = 100_000
    #: Each N-th item is invalid; 0: none is.
    invalid_every: int = 0
    kind: str = "tasks"
    suffix: str = ".jsonl"

    def is_invalid(self, n: int) -> bool:
        """Whether the n-th item was spoiled."""
        return self.invalid_every > 0 and n % self.invalid_every == 0


SHAPES: dict[str, Shape] = {
    "uniform": Shape("as one program writes them: the same fields in the same order, compact ASCII", uniform),
    "spaced": Shape('the same items with `", "` and `": "`', uniform, _spaced),
    "cyrillic": Shape("uniform, with Russian texts in UTF-8", cyrillic),
    "cyrillic-escaped": Shape("the same items as `json.dumps` writes them: `\\u0434`", cyrillic, json.dumps),
    "varied": Shape(
        "optional fields, any JSON, emoji, quotes, escapes, several orders of keys; some tasks with known or baseline "
        "solutions, users in either list, infinite overlap",
        varied,
    ),
    "varied-escaped": Shape("the same items as `json.dumps` writes them", varied, json.dumps),
    "lists": Shape("half of the tasks have both lists of users or two known solutions", with_lists),
    "suites": Shape("10,000 suites of ten tasks", suite, total=10_000, kind="task-suites"),
    "five-percent": Shape("varied, 5 % invalid in many ways", varied, invalid_every=20),
    "all-invalid": Shape("varied, every task invalid in a way of its own", varied, invalid_every=1),
    "list": Shape("varied, one JSON list", varied, _spaced, suffix=".json"),
    "table": Shape("varied as far as a table can be; peers have the same tasks as JSON lines", row, suffix=".tsv"),
    "million": Shape("varied, one million", varied, total=1_000_000),
    "small": Shape("three varied tasks, one JSON list: a cold start", varied, _spaced, total=3, suffix=".json"),
}


def items(name: str, count: int | None = None) -> Iterator[Item]:
    """The items of a shape, the first `count` of them: the same each time."""
    shape = SHAPES[name]
    chance = Random(SEED)  # noqa: S311 - nothing secret
    for n in range(shape.total if count is None else count):
        item = shape.make(n, chance)
        if shape.is_invalid(n):
            spoil(item, n, chance)
        yield item


def file_name(name: str) -> str:
    """Of the shape's file."""
    return name + SHAPES[name].suffix


def write(folder: Path, name: str, count: int | None = None) -> None:
    """Write the file of a shape, the first `count` items of it, and beside a table the same tasks as JSON lines."""
    shape = SHAPES[name]
    if shape.suffix == ".tsv":
        _write(folder / f"{name}.jsonl", _lines, map(shape.dumps, items(name, count)))
        _write(folder / f"{name}.tsv", _table, items(name, count))
    else:
        content = _list if shape.suffix == ".json" else _lines
        _write(folder / file_name(name), content, map(shape.dumps, items(name, count)))


def _write(file: Path, content: Callable[[TextIO, Any], None], of: Iterable[Any]) -> None:
    """A file that is there is whole."""
    if not file.exists():
        part = file.with_suffix(".part")
        with part.open("w", encoding="utf-8", newline="") as stream:
            content(stream, of)
        part.rename(file)


def _lines(stream: TextIO, texts: Iterable[str]) -> None:
    stream.writelines(f"{each}\n" for each in texts)


def _list(stream: TextIO, texts: Iterable[str]) -> None:
    stream.write("[")
    stream.writelines(", " * (n > 0) + each for n, each in enumerate(texts))
    stream.write("]\n")


def _table(stream: TextIO, tasks: Iterable[Item]) -> None:
    fields, answers = (list(PROJECT["task_spec"][spec]) for spec in ("input_spec", "output_spec"))
    table = csv.writer(stream, delimiter="\t", lineterminator="\n")
    table.writerow(["TASK:overlap", *(f"INPUT:{each}" for each in fields), *(f"GOLDEN:{each}" for each in answers)])
    for task in tasks:
        inputs = task["input_values"]
        (solution,) = task.get("known_solutions", [{"output_values": {}}])
        cells = [_cell(name, inputs.get(name)) for name in fields]
        table.writerow([task["overlap"], *cells, *(solution["output_values"].get(each) for each in answers)])


def _cell(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "details":
        return _compact(value)
    if isinstance(value, list):
        return ",".join('"' + each.replace('"', '""') + '"' if isinstance(each, str) else str(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else value


def version() -> str:
    """What changes when the data may: of the modules that make them."""
    modules = (Path(__file__), Path(__file__).with_name("faults.py"))
    return sha256(b"".join(each.read_bytes() for each in modules)).hexdigest()[:8]
