"""The programs that are measured: how each is installed and called."""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import data

ROOT = Path(__file__).parent.parent

#: Pinned, so that two runs compare with the same; each in an environment of its own.
PYPI: dict[str, str] = {
    "jsonvet": "3.1.1",
    "check-jsonschema": "0.39.0",
    "orjson": "3.13.0",
    "jsonschema-rs": "0.60.3",
}
NPM: dict[str, str] = {"ajv-cli": "5.0.0", "ajv": "8.20.0", "@sourcemeta/jsonschema": "16.11.0"}


@dataclass(frozen=True)
class Tool:
    """A program and its calls; `{…}` are filled from the environments and the file that is checked.

    `lines` is the call for a file of JSON lines, `array` the one for a JSON list; `{file}` is that file, `{as_list}`
    the same items as one list, `{schema}` the schema of one item and `{schema_of_list}` that of the list.
    """

    lines: tuple[str, ...]
    array: tuple[str, ...] = ()
    #: Options that make it go on after the first error and show all of them.
    all_errors: tuple[str, ...] = ()
    #: The exit status for a file with errors.
    fails_with: int = 1
    #: How many lines it writes for a finding; 0 where lines do not tell.
    lines_per_error: int = 0
    #: What a reader must know of the comparison.
    note: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


_SHARED = ("{us}/bin/toloka-lint", "check", "--isolated", "--project", "{data}/project.json")
_CHECK = (*_SHARED, "--jobs", "1")
_AJV = ("{npm}/.bin/ajv", "validate", "-s", "{schema_of_list}", "-d")
_CHECK_JSONSCHEMA = ("{check-jsonschema}/bin/check-jsonschema", "--schemafile", "{schema_of_list}")
_SOURCEMETA = ("{sourcemeta}", "validate", "--fast")

US = "toloka-lint"
TOOLS: dict[str, Tool] = {
    US: Tool((*_CHECK, "{file}"), (*_CHECK, "{file}"), lines_per_error=1),
    "toloka-lint --jobs auto": Tool(
        (*_SHARED, "--jobs", "auto", "{file}"),
        lines_per_error=1,
        note="as it comes; the peak is that of the largest of the processes",
    ),
    "toloka-lint --engine python": Tool(
        (*_CHECK, "--engine", "python", "{file}"), lines_per_error=1, note="as where jsonschema-rs cannot be installed"
    ),
    "sourcemeta": Tool(
        (*_SOURCEMETA, "{schema}", "{file}"),
        (*_SOURCEMETA, "{schema_of_list}", "{file}"),
        all_errors=("--continue",),
        fails_with=2,
        note="`validate --fast`; the native program, without its Node wrapper",
        versions={"@sourcemeta/jsonschema": NPM["@sourcemeta/jsonschema"]},
    ),
    "sourcemeta (list)": Tool(
        (*_SOURCEMETA, "{schema_of_list}", "{as_list}"),
        note="the same items as one list, converted outside the timing: says yes or no about the file as a whole",
    ),
    "ajv": Tool(
        (*_AJV, "{as_list}"),
        (*_AJV, "{file}"),
        all_errors=("--all-errors", "--errors=line"),
        note="ajv-cli reads no JSON Lines: the same items as one list, converted outside the timing",
        versions={"ajv-cli": NPM["ajv-cli"], "ajv": NPM["ajv"]},
    ),
    "jsonvet": Tool(
        ("{jsonvet}/bin/jsonvet", "--no-config", "--schema", "{schema}", "{file}"),
        ("{jsonvet}/bin/jsonvet", "--no-config", "--schema", "{schema_of_list}", "{file}"),
        lines_per_error=1,
        note="checks JSON itself too (repeated keys, numbers), as we do",
        versions={"jsonvet": PYPI["jsonvet"]},
    ),
    "check-jsonschema": Tool(
        (*_CHECK_JSONSCHEMA, "{as_list}"),
        (*_CHECK_JSONSCHEMA, "{file}"),
        note="reads no JSON Lines: the same items as one list, converted outside the timing",
        versions={"check-jsonschema": PYPI["check-jsonschema"]},
    ),
    "floor": Tool(
        ("{floor}/bin/python", "{here}/floor.py", "{schema}", "{file}"),
        note="`floor.py`: orjson.loads and jsonschema_rs is_valid for each line, nothing else",
        versions={"orjson": PYPI["orjson"], "jsonschema-rs": PYPI["jsonschema-rs"]},
    ),
    "python -c pass": Tool((), ("{us}/bin/python", "-c", "pass"), note="what starting Python takes here"),
}


class Bench:
    """The installed tools and the data, in one folder.

    Args:
        folder: What is downloaded and made is kept there.
        is_quick: Whether files have a tenth of their size.
    """

    def __init__(self, folder: Path, *, is_quick: bool) -> None:
        self.folder = folder
        # Other data stand in another folder: what is there is never half old.
        self.data = folder / f"{'quick' if is_quick else 'full'}-{data.version()}"
        self.scale = 0.1 if is_quick else 1.0
        self._places = {
            "us": str(folder / "us"),
            "npm": str(folder / "npm" / "node_modules"),
            "sourcemeta": str(folder / "npm" / "node_modules" / "@sourcemeta" / "jsonschema" / _native()),
            "here": str(Path(__file__).parent),
            "data": str(self.data),
            "schema": str(folder / "schema.json"),
            "schema_of_list": str(folder / "schema-of-list.json"),
            **{name: str(folder / name) for name in _ENVIRONMENTS},
        }

    def file(self, name: str) -> Path:
        """A file of the data by its name."""
        return self.data / (f"{name}.json" if name in data.LISTS else f"{name}.jsonl")

    def count(self, name: str) -> int:
        """How many items are in it."""
        return data.LISTS[name] if name in data.LISTS else round(data.LINES[name][0] * self.scale)

    def errors(self, name: str) -> int:
        """How many errors are in it."""
        if name in data.LISTS or not data.LINES[name][1]:
            return 0
        with self.file(name).open("rb") as lines:
            return data.ERRORS * sum(data.BROKEN in line for line in lines)

    def command(self, tool: str, name: str, *, all_errors: bool) -> list[str]:
        """The call of a tool for a file."""
        chosen = TOOLS[tool]
        file = self.file(name)
        call = chosen.array if file.suffix == ".json" else chosen.lines
        as_list = str(data.as_list(file)) if "{as_list}" in call else ""
        filled = [part.format(**self._places, file=file, as_list=as_list) for part in call]
        return filled + list(chosen.all_errors if all_errors else ())

    def prepare(self, names: set[str]) -> None:
        """Install everything that is not there yet and this checkout anew, and write data and schemas."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, packages in _ENVIRONMENTS.items():
            _environment(self.folder / name, [f"{each}=={PYPI[each]}" for each in packages])
        self._install_npm()
        self._install_us()
        data.write(self.data, self.scale, names)
        schema = (f"{self.folder}/us/bin/toloka-lint", "schema", "tasks", "--project", f"{self.data}/project.json")
        _run([*schema, "-o", self._places["schema"]])
        _run([*schema, "--list", "-o", self._places["schema_of_list"]])

    def versions(self) -> dict[str, str]:
        """What is installed beside us, in our environment and outside."""
        python = str(self.folder / "us" / "bin" / "python")
        ours = json.loads(_run([python, "-m", "pip", "list", "--format", "json"]))
        wanted = {"toloka-lint", "orjson", "jsonschema-rs", "fastjsonschema", "click"}
        found = {each["name"]: each["version"] for each in ours if each["name"].lower().replace("_", "-") in wanted}
        return found | {"Node": _run(["node", "--version"]).strip()}

    def _install_us(self) -> None:
        """As users have it: a wheel of this checkout, with the same orjson and jsonschema-rs as the floor."""
        home, wheels = self.folder / "us", self.folder / "wheel"
        _environment(home, [f"{each}=={PYPI[each]}" for each in _ENVIRONMENTS["floor"]])
        shutil.rmtree(wheels, ignore_errors=True)
        _run(
            [f"{home}/bin/python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)]
        )
        (wheel,) = wheels.iterdir()
        _pip(home, [str(wheel)])
        _pip(home, ["--no-deps", "--force-reinstall", str(wheel)])

    def _install_npm(self) -> None:
        home = self.folder / "npm"
        package = json.dumps({"private": True, "dependencies": NPM})
        manifest = home / "package.json"
        if manifest.exists() and manifest.read_text() == package:
            return
        home.mkdir(exist_ok=True)
        (home / "package.json.new").write_text(package)
        (home / "package.json.new").replace(manifest)
        try:
            _run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home)])
        except subprocess.CalledProcessError:
            manifest.unlink()
            raise


#: The environments of the peers in Python, and what is installed in each.
_ENVIRONMENTS: dict[str, tuple[str, ...]] = {
    "jsonvet": ("jsonvet",),
    "check-jsonschema": ("check-jsonschema",),
    "floor": ("orjson", "jsonschema-rs"),
}


def _native() -> str:
    machine = {"aarch64": "arm64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"build/github-releases/jsonschema-{platform.system().lower()}-{machine}"


def _environment(folder: Path, packages: list[str]) -> None:
    mark = folder / "packages.txt"
    if mark.exists() and mark.read_text() == "\n".join(packages):
        return
    venv.create(folder, clear=True, with_pip=True)
    if packages:
        _pip(folder, packages)
    mark.write_text("\n".join(packages))


def _pip(folder: Path, arguments: list[str]) -> None:
    _run([f"{folder}/bin/python", "-m", "pip", "install", "--quiet", *arguments])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    if done.returncode:
        print(done.stderr[-2_000:], file=sys.stderr)
        done.check_returncode()
    return done.stdout
