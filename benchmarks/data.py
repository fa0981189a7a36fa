"""The data of the benchmarks: seeded, so that every run measures the same bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
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


def write(folder: Path) -> None:
    """Write all files of the benchmarks, those that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "project.json").write_text(json.dumps(PROJECT, indent=2))
    for name, count, invalid in (
        ("10k.jsonl", 10_000, 0.0),
        ("100k.jsonl", 100_000, 0.0),
        ("1m.jsonl", 1_000_000, 0.0),
        ("100k-1percent.jsonl", 100_000, 0.01),
        ("100k-invalid.jsonl", 100_000, 1.0),
    ):
        file = folder / name
        if not file.exists():
            part = file.with_suffix(".part")
            with part.open("w") as stream:
                stream.writelines(json.dumps(task, separators=(",", ":")) + "\n" for task in tasks(count, invalid))
            part.rename(file)
    (folder / "list.json").write_text(json.dumps(list(tasks(5_000)), indent=1))
    (folder / "small.json").write_text(json.dumps(list(tasks(3)), indent=1))
