"""Whatever the files hold, a command ends with 0, 1 or 2, without a traceback, and says the same again.

What was found so stands in `fixtures/fire`, a file for each: the name's ending is the type it is read as.
Set FIRE to the number of examples for a longer run.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from command_line import Outcome, toloka_lint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validator.contract.loader import DOCUMENTS, REQUEST_KINDS
from validator.inputs.names import TYPES
from validator.reporters import REPORTERS
from validator.strategies import invalid_requests, requests

ROOT = Path(__file__).parent.parent
FOUND = sorted((ROOT / "fixtures" / "fire").iterdir())
PROJECT = orjson.loads((ROOT / "fixtures" / "fuzz" / "every-type.json").read_bytes())

under_fire = settings(
    max_examples=int(os.environ.get("FIRE", "30")), deadline=None, suppress_health_check=list(HealthCheck)
)


# --- what is fired --------------------------------------------------------------------------------------------------

WORDS = ["tasks", "TASK.BATCH_CREATE", "FAIL", "SUCCESS", "2022-06-19T00:00:00", 10**400, 5e-324, 2.0**63]
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS)
#: Keys that mean something to us, so that what is arbitrary still gets somewhere.
KEYS = [
    "pool_id",
    "input_values",
    "known_solutions",
    "output_values",
    "tasks",
    "overlap",
    "infinite_overlap",
    "reserved_for",
    "task_spec",
    "input_spec",
    "output_spec",
    "type",
    "required",
    "pattern",
    "allowed_values",
    "min_value",
    "max_size",
    "items",
    "validation_errors",
    "code",
    "message",
    "params",
    "payload",
    "status",
    "success",
    "input",
    "output",
    "parameters",
    "details",
    "total_count",
    "defaults",
    "id",
    "0",
    "1",
    "__item_idx",
    "progress",
    "submitted",
]
jsons = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner), max_leaves=30
)


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _lines(values: Sequence[Any]) -> bytes:
    return b"\n".join(map(_text, values))


known = st.one_of(
    *[requests(kind, project=PROJECT) for kind in REQUEST_KINDS],
    *[invalid_requests(kind, project=PROJECT).map(lambda each: each.payload) for kind in REQUEST_KINDS],
)
cells = st.sampled_from(["", "1", '"', '"a', "true", "\t", "[", "{}", "1,2", "\\", "\x00", "é"]) | st.text(max_size=5)
headers = st.sampled_from(["INPUT:integer", "GOLDEN:boolean", "HINT:text", "TASK:overlap", "Al:latitude", "x", ""])
tables = st.tuples(st.lists(headers), st.lists(st.lists(cells), max_size=4)).map(
    lambda table: "\n".join("\t".join(row) for row in (table[0], *table[1])).encode("utf-8", "surrogatepass")
)
whole = (
    st.binary()
    | jsons.map(_text)
    | st.lists(jsons, max_size=4).map(_lines)
    | known.map(_text)
    | known.map(lambda each: _lines(each if isinstance(each, list) else [each]))
    | tables
    | st.integers(0, 3000).map(lambda depth: b"[" * depth + b"]" * depth)
    | st.integers(0, 3000).map(lambda depth: b'{"input_values":' * depth + b"1" + b"}" * depth)
)


PIECES = [b"NaN", b"\xef\xbb\xbf", b'"\\ud800"', b"\n", b"\r", b",", b"1e999"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Something that has a form, cut or with a few bytes put in or changed."""
    data = draw(whole)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        put_in = draw(
            st.binary(max_size=3)
            | st.sampled_from([b"NaN", b"\xef\xbb\xbf", b'"\\ud800"', b"\n", b"\r", b",", b"1e999"])
        )
        data = data[:at] + put_in + data[at + draw(st.integers(0, 4)) :]
    return data


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file: its name, and what it holds."""
    data = draw(damaged())
    type_ = draw(st.sampled_from([*TYPES]))
    if draw(st.integers(0, 4)) < 4:
        return f"file{type_}", data
    packed = gzip.compress(data, mtime=0)
    return f"file{type_}.gz", draw(st.sampled_from([packed, packed[:-5], packed + b"x", data]))


switches = st.lists(
    st.sampled_from(["--async-mode", "--allow-defaults", "--no-allow-defaults", "--skip-invalid-items", "--open-pool"]),
    max_size=3,
)
contracts = st.sampled_from(["--contract=2022-06", "--contract=2023-06"])


# --- what holds -----------------------------------------------------------------------------------------------------


def _fired(arguments: Sequence[str], written: dict[str, bytes], stdin: bytes = b"") -> Outcome:
    """The outcome of a command among these files, which must be the same twice."""
    with TemporaryDirectory() as folder:
        for name, data in written.items():
            (Path(folder) / name).write_bytes(data)
        once, again = (toloka_lint([*arguments, "--isolated"], Path(folder), stdin) for _ in range(2))
    assert once == again
    assert once.exit in (0, 1, 2)
    assert "Traceback" not in once.stderr
    return once


@given(files(), st.sampled_from(["auto", *DOCUMENTS]), st.sampled_from([*REPORTERS]), contracts, switches)
@under_fire
def test_check(file: tuple[str, bytes], kind: str, output: str, contract: str, more: list[str]) -> None:
    name, data = file

    done = _fired(["check", name, "--kind", kind, "--output-format", output, contract, *more], {name: data})

    if done.exit != 2 and output in ("json", "sarif", "gitlab", "validation-errors"):
        json.loads(done.stdout)


@given(damaged(), st.sampled_from(["json", "text"]))
@under_fire
def test_check_of_stdin(data: bytes, output: str) -> None:
    _fired(["check", "-", "--output-format", output], {}, data)


@given(files(), damaged(), damaged(), st.sampled_from(REQUEST_KINDS), contracts)
@under_fire
def test_check_with_documents(file: tuple[str, bytes], project: bytes, pool: bytes, kind: str, contract: str) -> None:
    name, data = file
    written = {name: data, "project.json": project, "pool.json": pool}

    _fired(["check", name, "--project", "project.json", "--kind", kind, contract], written)
    _fired(["check", name, "--pool", "pool.json", "--kind", kind, contract], written)


@given(files(), jsons, jsons)
@under_fire
def test_check_with_a_project_that_has_fields(file: tuple[str, bytes], inputs: Any, outputs: Any) -> None:
    name, data = file
    project = {"task_spec": {"input_spec": {"image": inputs, "0": outputs}, "output_spec": outputs}}

    _fired(["check", name, "--project", "project.json"], {name: data, "project.json": _text(project)})


@given(files(), contracts, switches)
@under_fire
def test_predict(file: tuple[str, bytes], contract: str, more: list[str]) -> None:
    name, data = file

    done = _fired(["predict", name, contract, *more], {name: data})

    if done.exit != 2:
        assert {*json.loads(done.stdout)} == {"status", "body"}


@given(files(), damaged(), contracts)
@under_fire
def test_locate(file: tuple[str, bytes], response: bytes, contract: str) -> None:
    name, data = file

    _fired(["locate", name, "--response", "response.json", contract], {name: data, "response.json": response})


@given(jsons, jsons, st.sampled_from(REQUEST_KINDS))
@under_fire
def test_fuzz_of_any_project(inputs: Any, outputs: Any, kind: str) -> None:
    project = {"input_spec": {"image": inputs}, "output_spec": {"result": outputs}}
    with TemporaryDirectory() as folder:
        (Path(folder) / "project.json").write_bytes(_text(project))
        done = toloka_lint(["fuzz", kind, "-n", "2", "--invalid", "0.5", "--project", "project.json"], Path(folder))

    assert done.exit in (0, 2)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", FOUND, ids=lambda each: each.name)
def test_what_was_found(file: Path) -> None:
    data = file.read_bytes()
    project = {file.name: data, "tasks.json": b'{"pool_id": "1", "input_values": {"x": 1}}'}

    for arguments in (["check", file.name], ["predict", file.name], ["locate", file.name, "--response", file.name]):
        _fired(arguments, {file.name: data})
    _fired(["check", "tasks.json", "--project", file.name], project)
    _fired(["check", "tasks.json", "--pool", file.name], project)
