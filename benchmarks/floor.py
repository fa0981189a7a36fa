"""The bare loop: what any Python program pays that parses each item and asks one compiled schema about it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson


def main(schema: str, file: str, *options: str) -> int:
    """Print how many items of a `.jsonl` or `.json` file are not valid; 1 if there are any."""
    if "--no-gc" in options:
        gc.disable()
    is_valid = jsonschema_rs.Draft7Validator(orjson.loads(Path(schema).read_bytes())).is_valid
    invalid = 0
    for item in _items(Path(file)):
        invalid += not is_valid(item)
    print(invalid)
    return 1 if invalid else 0


def _items(file: Path) -> Iterable[Any]:
    if file.suffix == ".json":
        items: list[Any] = orjson.loads(file.read_bytes())
        return items
    return map(orjson.loads, file.open("rb"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
