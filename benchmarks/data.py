"""The data of the benchmarks: seeded, so that every run measures the same bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

SEED = 20_261_123

PROJECT: dict[str, Any] = {
    "task_spec": {
        "input_spec": {
            "image": {"type": "url"},
            "caption": {"type": "string", "max_length": 200},
            "score": {"type": "float", "min_value": 0, "max_value": 1},
            "box": {"type": "array_integer", "min_size": 4, "max_size": 4},
        },
        "output_spec": {
            "result": {"type": "string", "allowed_values": ["OK", "BAD"]},
            "comment": {"type": "string", "required": False},
        },
    }
}

_WORDS = [
    "cat",
    "dog",
    "tree",
    "house",
    "river",
    "mountain",
    "cloud",
    "street",
    "lamp",
    "window",
    "door",
    "chair",
    "table",
]


#: The files of one task a line: how many, and the share of them with four errors each.
LINES: dict[str, tuple[int, float]] = {
    "ten-thousand": (10_000, 0.0),
    "valid": (100_000, 0.0),
    "percent": (100_000, 0.01),
    "invalid": (100_000, 1.0),
    "million": (1_000_000, 0.0),
}
#: The files that are one JSON list, and how many tasks are in it.
LISTS: dict[str, int] = {"small": 3, "list": 5_000}
#: The errors that each invalid task has.
ERRORS = 4
#: What tells a line with an invalid task from the others.
BROKEN = b'"imagis"'


def tasks(count: int, invalid: float = 0.0, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Ordinary tasks of about 235 bytes: a tenth control tasks, a tenth with baselines, three tenths for an audience.

    Args:
        count: How many.
        invalid: The share of tasks with four errors each.
        seed: Of the random numbers.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    for n in range(count):
        task = _task(n, chance)
        if chance.random() < invalid:
            _break(task)
        yield task


def _task(n: int, chance: random.Random) -> dict[str, Any]:
    task: dict[str, Any] = {
        "pool_id": "1240045",
        "input_values": {
            "image": f"https://images.example.com/2026/{n:08d}.jpg",
            "caption": " ".join(chance.choices(_WORDS, k=4)),
            "score": round(chance.random(), 4),
            "box": [chance.randrange(2000) for _ in range(4)],
        },
        "overlap": 3,
    }
    part = n % 10
    if part == 0:
        answer = {"result": chance.choice(["OK", "BAD"])}
        task["known_solutions"] = [{"output_values": answer, "correctness_weight": 1}]
    if part == 1:
        answer = {"result": "OK", "comment": "as the model saw it"}
        task["baseline_solutions"] = [{"output_values": answer, "confidence_weight": round(chance.random(), 3)}]
    if part in {2, 3, 4}:
        task["reserved_for"] = [f"{chance.getrandbits(128):032x}" for _ in range(3)]
    return task


def _break(task: dict[str, Any]) -> None:
    values = task["input_values"]
    del values["image"]
    values["imagis"] = "https://images.example.com/x.jpg"
    values["score"] = 1.5
    task["overlap"] = 0


def version() -> str:
    """What changes when the data may: of this file, which makes them."""
    return sha256(Path(__file__).read_bytes()).hexdigest()[:8]


def write(folder: Path, scale: float = 1.0, names: Iterable[str] = (*LINES, *LISTS)) -> None:
    """Write the files of the benchmarks that are not there yet: `NAME.jsonl` as it is, and `NAME.json`, one list.

    Args:
        folder: Where to.
        scale: Of the number of tasks; a tenth for a quick look.
        names: Of the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "project.json").write_text(json.dumps(PROJECT, indent=2))
    for name in names:
        if name in LISTS:
            (folder / f"{name}.json").write_text(json.dumps(list(tasks(LISTS[name])), indent=1))
        else:
            _write_lines(folder / f"{name}.jsonl", scale)


def _write_lines(file: Path, scale: float) -> None:
    count, invalid = LINES[file.stem]
    if not file.exists():
        part = file.with_suffix(".part")
        with part.open("w") as stream:
            stream.writelines(_line(task) for task in tasks(round(count * scale), invalid))
        part.rename(file)


def _line(task: dict[str, Any]) -> str:
    return json.dumps(task, separators=(",", ":")) + "\n"


def as_list(lines: Path) -> Path:
    """The same items as one JSON list beside the file, for a program that reads no JSON Lines."""
    file = lines.with_name(f"{lines.stem}-as-list.json")
    if not file.exists():
        part = file.with_suffix(".part")
        with lines.open() as items, part.open("w") as stream:
            stream.write("[")
            stream.writelines(("," if n else "") + line for n, line in enumerate(items))
            stream.write("]\n")
        part.rename(file)
    return file
