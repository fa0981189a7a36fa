"""Imports go one way: the command line at the top, the words everything is written in at the bottom."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import validator

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "validator"
COMMAND_LINE = "validator.cli"
#: Modules that nothing of ours imports, except the commands that are about them.
APART = ("validator.strategies", "validator.sandbox")
#: The rooms, from the top of the house down: a module imports only what is in its own room, or below it.
FLOORS = (
    ("__main__",),
    ("cli",),
    ("sandbox", "strategies", "testing"),
    ("validator",),
    ("responses",),
    ("diff",),
    ("lint",),
    ("reporters",),
    ("rules", "fuzz", "engines", "inputs"),
    ("contract",),
    ("json_text",),
    ("patterns",),
    ("model", "errors", "wording"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
#: Libraries that only these modules may import.
RESERVED = {
    "click": (COMMAND_LINE,),
    "hypothesis": APART,
    "starlette": APART,
    "uvicorn": (*APART, COMMAND_LINE),
}
#: What a first check does not need stays out of the start-up.
LAZY = ("click", "hypothesis", "jsonschema", "fastjsonschema", "jsonschema_rs", "starlette", "uvicorn")
#: What only some checks need stays out of those that do without.
IDLE = (
    "fastjsonschema",
    "gzip",
    "jsonschema",
    "pathspec",
    "tomllib",
    "unicodedata",
    "validator.engines.collector",
    "python_calamine",
    "validator.inputs.encodings",
    "validator.inputs.faults",
    "validator.inputs.json_lists",
    "validator.inputs.spreadsheet",
    "validator.patterns.tree",
    "validator.json_text.places",
    "validator.json_text.syntax",
    "validator.reporters.full",
    "validator.reporters.json_text",
    "validator.reporters.sarif",
    "validator.inputs.table",
    "validator.validator",
    "zlib",
)


def modules() -> dict[str, Path]:
    files = sorted(PACKAGE.rglob("*.py"))
    names = [".".join(each.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for each in files]
    return dict(zip(names, files, strict=True))


MODULES = modules()


def imported(name: str) -> Iterator[str]:
    """Every name that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(MODULES[name].read_bytes())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name} has a relative import"
            source = node.module or ""
            for each in node.names:
                inner = f"{source}.{each.name}"
                yield inner if inner in MODULES else source


GRAPH = {name: set(imported(name)) for name in MODULES}


def is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in packages)


def test_there_are_modules_to_look_at() -> None:
    assert {"validator", "validator.model", "validator.cli.check", "validator.rules"} <= set(MODULES)


def test_no_module_imports_itself_by_a_detour() -> None:
    ours = {name: found & set(MODULES) for name, found in GRAPH.items()}

    assert list(TopologicalSorter(ours).static_order())


def room(module: str) -> str:
    """The folder that a module is in, or the module itself where it is in none."""
    return module.split(".")[1] if "." in module else ""


def test_imports_go_down_the_house() -> None:
    ways = {(room(name), room(each)) for name, found in GRAPH.items() for each in found & set(MODULES)}
    known = {(here, there) for here, there in ways if here and there and here != there}

    assert {each for way in known for each in way} == set(FLOOR)
    assert sorted(way for way in known if FLOOR[way[0]] >= FLOOR[way[1]]) == []


@pytest.mark.parametrize("library", RESERVED)
def test_a_library_stays_where_it_belongs(library: str) -> None:
    users = [name for name, found in GRAPH.items() if any(is_in(each, (library,)) for each in found)]

    assert [each for each in users if not is_in(each, RESERVED[library])] == []


def test_nothing_imports_the_command_line() -> None:
    users = [name for name, found in GRAPH.items() if any(is_in(each, (COMMAND_LINE,)) for each in found)]

    assert [each for each in users if not is_in(each, (COMMAND_LINE, "validator.__main__"))] == []


def test_nothing_but_the_command_line_imports_what_stands_apart() -> None:
    users = [name for name, found in GRAPH.items() if any(is_in(each, APART) for each in found)]

    assert [each for each in users if not is_in(each, (*APART, COMMAND_LINE))] == []


def test_the_words_import_nothing_of_ours() -> None:
    for name in ("validator.model", "validator.errors"):
        assert GRAPH[name] & set(MODULES) == set(), name


def test_only_the_command_line_prints_and_exits() -> None:
    for name, file in MODULES.items():
        if is_in(name, (COMMAND_LINE,)):
            continue
        calls = [each.func for each in ast.walk(ast.parse(file.read_bytes())) if isinstance(each, ast.Call)]

        assert not [each for each in calls if isinstance(each, ast.Name) and each.id in ("print", "exit", "quit")], name
        assert not [each for each in calls if ast.unparse(each) in ("sys.exit", "os._exit")], name


def test_import_validator_loads_no_more_than_it_needs() -> None:
    loaded = run("import sys; from validator import Validator; print(*sys.modules)")

    assert "validator.validator" in loaded
    assert [each for each in LAZY if each in loaded] == []


def test_the_package_has_its_public_names_and_no_others() -> None:
    assert {name: getattr(validator, name).__module__ for name in ("Finding", "Validator")} == {
        "Finding": "validator.model",
        "Validator": "validator.validator",
    }
    with pytest.raises(AttributeError, match=r"^module 'validator' has no attribute 'Linter'$"):
        validator.Linter  # type: ignore[attr-defined] # noqa: B018 - asking for it is the test


def test_a_check_that_finds_nothing_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    project, tasks = tmp_path / "project.json", tmp_path / "tasks.json"
    project.write_text('{"input_spec": {"image": {"type": "url"}}, "output_spec": {"ok": {"type": "boolean"}}}')
    tasks.write_text('[{"pool_id": "1", "input_values": {"image": "https://example.com/1.jpg"}, "overlap": 3}]')

    loaded = run(
        "import atexit, sys; from validator.cli import main; atexit.register(lambda: print(*sys.modules)); main()",
        "check",
        "--isolated",
        "--quiet",
        str(tasks),
        "--project",
        str(project),
    )

    assert {"validator.cli.check", "validator.engines.compiled"} <= set(loaded)
    assert [each for each in IDLE if each in loaded] == []


def test_at_the_end_the_command_looks_for_no_cycles() -> None:
    code = (
        "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0)); from validator.cli import main; "
    )

    assert run(code + "main()", "rule", "TL101")[-1] == "True"


def run(code: str, *arguments: str) -> list[str]:
    """The words that a Python program prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
