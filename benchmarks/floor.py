"""The floor: what any Python program pays that parses each line and asks one compiled schema about it."""

from __future__ import annotations

import sys
from pathlib import Path

import jsonschema_rs
import orjson


def main(schema: str, lines: str) -> int:
    """Count the lines that are not valid; 1 if there are any."""
    is_valid = jsonschema_rs.Draft7Validator(orjson.loads(Path(schema).read_bytes())).is_valid
    loads = orjson.loads
    invalid = 0
    with Path(lines).open("rb") as stream:
        for line in stream:
            invalid += not is_valid(loads(line))
    print(invalid)
    return 1 if invalid else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
