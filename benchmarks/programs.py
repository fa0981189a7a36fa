"""The programs that are measured: how each is installed and called, and what shows that it does the work."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from itertools import product
from pathlib import Path
from typing import NamedTuple

import shapes

HERE = Path(__file__).parent
ROOT = HERE.parent

#: Pinned, so that two runs compare with the same; each peer in Python has an environment of its own.
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "floor": {"orjson": "3.13.0", "jsonschema-rs": "0.60.3"},
    "jsonvet": {"jsonvet": "3.1.1"},
    "check-jsonschema": {"check-jsonschema": "0.39.0"},
}
NPM: dict[str, str] = {"@sourcemeta/jsonschema": "16.11.0", "ajv-cli": "5.0.0", "ajv": "8.20.0"}

#: Findings of the form `FILE:LINE:COLUMN: …`.
_LINE = re.compile(rb"^.+?\.jsonl:([0-9]+):", re.MULTILINE)


def _lines_named(output: bytes) -> int:
    """How many lines of the file the findings name."""
    return len(set(_LINE.findall(output)))


class Program(NamedTuple):
    """A program and its call; `{…}` are the environments, the file that is checked, and the schema of what is in it."""

    call: str
    #: What a reader must know of the comparison.
    note: str
    #: What makes it go on after the first error and show all of them.
    all_errors: str = ""
    #: The exit status for a file with errors.
    fails_with: int = 1
    #: The number of invalid items by what it printed; None where that does not tell.
    invalid: Callable[[bytes], int] | None = None


US = "toloka-lint"
PROGRAMS: dict[str, Program] = {
    US: Program(
        "{us}/bin/toloka-lint check --isolated --project {data}/project.json {file}",
        "as `check` comes, with the project: the contract, all rules, duplicates across the file; text output",
        invalid=_lines_named,
    ),
    "floor": Program(
        "{floor}/bin/python {here}/floor.py {schema_of_item} {lines}",
        "`floor.py`, the bare loop: orjson.loads and jsonschema_rs is_valid for each item, nothing else",
        invalid=int,
    ),
    "floor without gc": Program(
        "{floor}/bin/python {here}/floor.py {schema_of_item} {lines} --no-gc",
        "the same without Python's garbage collector, which walks a whole list many times; we switch it off too",
        invalid=int,
    ),
    "sourcemeta": Program(
        "{sourcemeta} validate --fast {schema} {lines}",
        "the native program, without its Node wrapper; stops at the first invalid item unless `--continue`",
        all_errors="--continue",
        fails_with=2,
    ),
    "jsonvet": Program(
        "{jsonvet}/bin/jsonvet --no-config --schema {schema} {lines}",
        "checks JSON itself too (repeated keys, numbers), and says line and column, as we do",
        invalid=_lines_named,
    ),
    "ajv": Program("{npm}/.bin/ajv validate -s {schema} -d {lines}", "ajv-cli, which reads no JSON lines"),
    "check-jsonschema": Program(
        "{check-jsonschema}/bin/check-jsonschema --schemafile {schema} {lines}", "reads no JSON lines"
    ),
}


class Bench:
    """The installed programs and the data, in one folder.

    Args:
        folder: What is downloaded and made is kept there.
        is_quick: Whether files have a tenth of their items.
    """

    def __init__(self, folder: Path, *, is_quick: bool) -> None:
        self.folder = folder
        self._is_quick = is_quick
        # Other data stand in another folder: what is there is never half old.
        self.data = folder / f"{'quick' if is_quick else 'full'}-{shapes.version()}"
        npm = folder / "npm" / "node_modules"
        self._places = {
            "us": str(folder / "us"),
            "npm": str(npm),
            "sourcemeta": str(npm / "@sourcemeta" / "jsonschema" / _native()),
            "here": str(HERE),
            "data": str(self.data),
            **{name: str(folder / name) for name in ENVIRONMENTS},
        }

    def count(self, shape: str) -> int:
        """How many items are in the file of a shape."""
        total = shapes.SHAPES[shape].total
        return -(-total // 10) if self._is_quick else total

    def invalid(self, shape: str) -> int:
        """How many of them are invalid."""
        return sum(map(shapes.SHAPES[shape].is_invalid, range(self.count(shape))))

    def size(self, shape: str) -> int:
        """How many bytes are in it."""
        return (self.data / shapes.file_name(shape)).stat().st_size

    def command(self, program: str, shape: str) -> list[str]:
        """The call of a program for the file of a shape."""
        chosen, of = PROGRAMS[program], shapes.SHAPES[shape]
        files = {
            "file": self.data / shapes.file_name(shape),
            "lines": self.data / f"{shape}{'.jsonl' if of.suffix == '.tsv' else of.suffix}",
            "schema": self._schema(of.kind, is_list=of.suffix == ".json"),
            "schema_of_item": self._schema(of.kind, is_list=False),
        }
        call = [part.format(**self._places, **files) for part in chosen.call.split()]
        return call + (chosen.all_errors.split() if self.invalid(shape) else [])

    def _schema(self, kind: str, *, is_list: bool) -> Path:
        return self.data / f"schema-of-{kind}{'-list' if is_list else ''}.json"

    def prepare(self, chosen: Iterable[str]) -> None:
        """Install everything that is not there yet and this checkout anew, and write data and schemas."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, packages in ENVIRONMENTS.items():
            _environment(self.folder / name, packages)
        self._install_npm()
        self._install_us()
        self.data.mkdir(exist_ok=True)
        project = self.data / "project.json"
        project.write_text(json.dumps(shapes.PROJECT, indent=2))
        for kind, is_list in product(("tasks", "task-suites"), (True, False)):
            export = f"{self.folder}/us/bin/toloka-lint schema {kind} {'--list' * is_list} --project".split()
            _run([*export, str(project), "-o", str(self._schema(kind, is_list=is_list))])
        for shape in chosen:
            shapes.write(self.data, shape, self.count(shape))

    def versions(self) -> dict[str, str]:
        """What is installed: in our environment, and of the peers."""
        python = str(self.folder / "us" / "bin" / "python")
        ours = json.loads(_run([python, "-m", "pip", "list", "--format", "json"]))
        found = {each["name"]: each["version"] for each in ours if each["name"] not in ("pip", "setuptools")}
        peers = {name: version for each in (*ENVIRONMENTS.values(), NPM) for name, version in each.items()}
        return found | peers | {"Node": _run(["node", "--version"]).strip()}

    def _install_us(self) -> None:
        """As users have it: a wheel of this checkout, with the same orjson and jsonschema-rs as the floor."""
        home, wheels = self.folder / "us", self.folder / "wheel"
        _environment(home, ENVIRONMENTS["floor"])
        shutil.rmtree(wheels, ignore_errors=True)
        _pip(home, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
        (wheel,) = wheels.iterdir()
        _pip(home, "install", str(wheel))
        _pip(home, "install", "--no-deps", "--force-reinstall", str(wheel))

    def _install_npm(self) -> None:
        home = self.folder / "npm"
        mark = home / "installed.json"
        if mark.exists() and mark.read_text() == json.dumps(NPM):
            return
        home.mkdir(exist_ok=True)
        packages = [f"{name}@{version}" for name, version in NPM.items()]
        _run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), *packages])
        mark.write_text(json.dumps(NPM))


def _native() -> str:
    machine = {"aarch64": "arm64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"build/github-releases/jsonschema-{platform.system().lower()}-{machine}"


def _environment(folder: Path, packages: dict[str, str]) -> None:
    mark = folder / "packages.json"
    if mark.exists() and mark.read_text() == json.dumps(packages):
        return
    venv.create(folder, clear=True, with_pip=True)
    _pip(folder, "install", *(f"{name}=={version}" for name, version in packages.items()))
    mark.write_text(json.dumps(packages))


def _pip(folder: Path, command: str, *arguments: str) -> None:
    _run([f"{folder}/bin/python", "-m", "pip", command, "--quiet", *arguments])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    if done.returncode:
        print(done.stderr[-2_000:], file=sys.stderr)
        done.check_returncode()
    return done.stdout
