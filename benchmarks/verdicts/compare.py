"""Do other validators give our verdicts with the schemas we export? Run it: `python benchmarks/verdicts/compare.py`.

Payloads are made from a seed; each is checked by both of our engines, and with the exported schema by ajv (of npm, in a
temporary folder) and by jsonschema. Any difference is shown, and the exit code is 1.

JavaScript has no integers beyond 2**53: JSON.parse rounds them, in the payload and in the schema. Where that makes
another number, ajv is compared with our verdict on the rounded numbers; how often the exact ones get another verdict is
counted apart. No schema can mend that: it is what any program in JavaScript makes of such a file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft7Validator
from payloads import Case, cases

from validator.contract.schemas import exported
from validator.engines.compiled import ENGINES

AJV = "ajv@8.20.0"
HERE = Path(__file__).parent


def main() -> int:
    """Print the counts; 1 if any verdict differs."""
    parser = argparse.ArgumentParser(description="Compare verdicts of the exported schemas.")
    parser.add_argument("--count", type=int, default=10_000, help="About how many payloads (default: 10,000).")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = list(cases(options.seed, options.count))
    counts: Counter[str] = Counter(schemas=len(made))
    for case, verdicts in zip(made, _ajv(made), strict=True):
        _compare(case, verdicts, counts)
    for name, count in counts.items():
        print(f"{count:>8,} {name}")
    return 1 if counts["differences"] else 0


def _compare(case: Case, ajv: list[bool], counts: Counter[str]) -> None:
    exact, as_doubles = _verdicts(case, rounded=False), _verdicts(case, rounded=True)
    counts["payloads"] += len(case.payloads)
    counts["valid"] += sum(exact["rust"])
    counts["invalid"] += len(exact["rust"]) - sum(exact["rust"])
    counts["another verdict once JavaScript has rounded the numbers"] += _unequal(exact["rust"], as_doubles["rust"])
    pairs = {
        "ajv": (as_doubles["rust"], ajv),
        "jsonschema": (exact["rust"], exact["jsonschema"]),
        "the python engine": (exact["rust"], exact["python"]),
    }
    counts["differences"] += 0
    for name, (ours, theirs) in pairs.items():
        for payload, our, their in zip(case.payloads, ours, theirs, strict=True):
            if our is not their:
                counts["differences"] += 1
                print(f"{name} says {their}, we say {our}: {case.name}: {json.dumps(payload)[:2000]}")


def _verdicts(case: Case, *, rounded: bool) -> dict[str, list[bool]]:
    schema = case.context.schema
    payloads = [orjson.loads(_text(each)) for each in case.payloads]
    if rounded:
        schema, payloads = _rounded(schema), list(map(_rounded, payloads))
    validators = {name: engine(schema).is_valid for name, engine in ENGINES.items()}
    if not rounded:
        validators["jsonschema"] = Draft7Validator(exported(schema)).is_valid
    return {name: list(map(is_valid, payloads)) for name, is_valid in validators.items()}


def _rounded(value: Any) -> Any:
    """The value as JSON.parse has it."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return int(float(value)) if isinstance(value, int) and not isinstance(value, bool) else value


def _unequal(left: list[bool], right: list[bool]) -> int:
    return sum(one is not other for one, other in zip(left, right, strict=True))


def _text(payload: Any) -> str:
    return json.dumps(payload, ensure_ascii=False)


def _ajv(made: list[Case]) -> list[list[bool]]:
    lines = [
        _text({"schema": exported(each.context.schema), "texts": list(map(_text, each.payloads))}) for each in made
    ]
    with tempfile.TemporaryDirectory() as folder:
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, AJV]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        node = ["node", str(HERE / "check.cjs"), folder]
        done = subprocess.run(node, input="\n".join(lines), stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
