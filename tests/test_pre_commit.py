"""The hooks: what they declare, and pre-commit itself running them from a repository with what stands here now."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from validator.cli.config_file import config_schema
from validator.cli.program import program
from validator.inputs.names import COMPRESSIONS, TYPES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
KINDS = {"toloka-lint": None, "toloka-lint-tasks": "tasks", "toloka-lint-task-suites": "task-suites"}

# Neither the settings of whoever runs the tests nor those of a git hook around them reach the repositories made here.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "tests@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    run = ["git", *arguments]
    done = subprocess.run(run, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(folder: Path) -> str:
    """All that stands in a folder, as the only commit of a new repository: its hash."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "all of it")
    return git(folder, "rev-parse", "HEAD")


@dataclass(frozen=True)
class PreCommit:
    """pre-commit, installed, and the repository that it takes our hooks from."""

    python: Path
    home: Path
    hooks: Path
    rev: str

    def __call__(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        run = [str(self.python), "-m", "pre_commit", *arguments]
        env = ENVIRONMENT | {"PRE_COMMIT_HOME": str(self.home)}
        return subprocess.run(run, cwd=folder, env=env, capture_output=True, text=True, check=False)

    def wanted(self, hook: str, **options: object) -> str:
        """The text of a `.pre-commit-config.yaml`; JSON is YAML."""
        repository = {"repo": str(self.hooks), "rev": self.rev, "hooks": [{"id": hook, **options}]}
        return json.dumps({"repos": [repository]})


@pytest.fixture(scope="session", name="hooks")
def _hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository, with what is not committed yet."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session", name="pre_commit")
def _pre_commit(tmp_path_factory: pytest.TempPathFactory, hooks: Path) -> PreCommit:
    folder = tmp_path_factory.mktemp("pre-commit")
    python = folder / "environment" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "pre-commit>=3.2"], check=True, capture_output=True)
    return PreCommit(python, folder / "home", hooks, committed(hooks))


@pytest.fixture(scope="session", name="declared")
def _declared(pre_commit: PreCommit) -> dict[str, dict[str, Any]]:
    """The hooks by id, as pre-commit reads them."""
    imports = "import json, sys; from pre_commit.clientlib import load_manifest"
    run = [str(pre_commit.python), "-c", f"{imports}; print(json.dumps(load_manifest(sys.argv[1])))", str(MANIFEST)]
    done = subprocess.run(run, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return {each["id"]: each for each in json.loads(done.stdout)}


class TestManifest:
    def test_the_hooks(self, declared: dict[str, dict[str, Any]]) -> None:
        assert set(declared) == set(KINDS)

    @pytest.mark.parametrize("hook", KINDS)
    def test_one_process_sees_all_files_of_any_type(self, declared: dict[str, dict[str, Any]], hook: str) -> None:
        keys = ("language", "require_serial", "pass_filenames", "types", "types_or", "exclude_types")

        assert [declared[hook][key] for key in keys] == ["python", True, True, ["file"], [], []]

    @pytest.mark.parametrize(("hook", "kind"), KINDS.items())
    def test_the_command_line_takes_the_entry(
        self, declared: dict[str, dict[str, Any]], hook: str, kind: str | None
    ) -> None:
        name, command, *arguments = shlex.split(declared[hook]["entry"])
        check = program.get_command(click.Context(program), command)

        assert name == "toloka-lint"
        assert check is not None
        params = check.make_context(command, [*arguments, "a.json", "b.json"]).params
        assert (params["kind"], params["files"]) == (kind, ("a.json", "b.json"))

    @pytest.mark.parametrize("hook", KINDS)
    def test_files_that_a_hook_takes(self, declared: dict[str, dict[str, Any]], hook: str) -> None:
        types = (".json", ".jsonl", ".ndjson") if hook == "toloka-lint-task-suites" else tuple(TYPES)
        names = [f"up/a.b/tasks{type_}{end}" for type_ in types for end in ("", *COMPRESSIONS)]

        assert [each for each in names if not re.search(declared[hook]["files"], each)] == []

    @pytest.mark.parametrize("hook", KINDS)
    def test_files_that_a_hook_leaves_alone(self, declared: dict[str, dict[str, Any]], hook: str) -> None:
        names = ["json", "ajson", "a.json5", "a.jsonc", "a.json.bak", "a.json/b.md", "a.gz", "a.tsv.zip", "a.xls"]
        names += ["a.tsv", "a.tsv.gz", "a.csv", "a.xlsx"] if hook == "toloka-lint-task-suites" else []

        assert [each for each in names if re.search(declared[hook]["files"], each)] == []


def task(image: str | None) -> str:
    """One line with a task; without an image it lacks the field that PROJECT requires."""
    values = {} if image is None else {"image": image}
    return json.dumps({"pool_id": "1", "overlap": 3, "input_values": values}) + "\n"


PROJECT = json.dumps({"task_spec": {"input_spec": {"image": {"type": "string", "required": True}}, "output_spec": {}}})
SUITE = json.dumps({"pool_id": "1", "overlap": 3, "tasks": [{"input_values": {"image": "1.jpg"}}]})
MISSING = "error VALUE_REQUIRED input_values.image: Value must be present and not equal to null"


def said(name: str, status: str, *lines: str) -> str:
    """What pre-commit prints about one hook."""
    return "\n".join([f"{name}{'.' * (79 - len(name) - len(status))}{status}", *lines, ""])


def failed(name: str, hook: str, *lines: str, code: int = 1) -> str:
    return said(name, "Failed", f"- hook id: {hook}", f"- exit code: {code}", "", *lines, "")


class TestRun:
    @pytest.fixture(autouse=True)
    def _set_up(self, pre_commit: PreCommit, tmp_path: Path) -> None:
        self.pre_commit = pre_commit
        self.folder = tmp_path

    def run(self, held: dict[str, str | bytes], hook: str, **options: object) -> tuple[int, str]:
        """Exit code and output of a hook, over all files of a repository that holds these."""
        for name, content in (held | {".pre-commit-config.yaml": self.pre_commit.wanted(hook, **options)}).items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        committed(self.folder)
        installed = self.pre_commit(self.folder, "install-hooks")
        assert installed.returncode == 0, installed.stdout + installed.stderr
        done = self.pre_commit(self.folder, "run", "--all-files", "--color", "never")
        return done.returncode, done.stdout + done.stderr

    def test_clean_files_pass(self) -> None:
        files: dict[str, str | bytes] = {
            "a.jsonl": task("1.jpg"),
            "up/b.json": task("2.jpg"),
            "up/c.ndjson.gz": gzip.compress(task("3.jpg").encode()),
            "not.md": "not a task",
        }

        assert self.run(files, "toloka-lint-tasks") == (0, said("toloka-lint (tasks)", "Passed"))

    def test_a_finding_fails_and_is_shown(self) -> None:
        files: dict[str, str | bytes] = {
            "up/a.jsonl": task("1.jpg") + task(None),
            "up/b.jsonl": task(None),
            "p.json": PROJECT,
        }
        arguments = ["--project", "p.json"]
        expected = failed(
            "toloka-lint (tasks)",
            "toloka-lint-tasks",
            f"up/a.jsonl:2:48: {MISSING}",
            f"up/b.jsonl:1:48: {MISSING}",
            "Checked 2 files, 3 items (2 invalid): 2 errors",
        )

        assert self.run(files, "toloka-lint-tasks", files="^up/", args=arguments) == (1, expected)

    def test_task_suites(self) -> None:
        files: dict[str, str | bytes] = {"good.json": SUITE, "bad.json": task("1.jpg"), "tasks.tsv": "not a suite"}
        expected = failed(
            "toloka-lint (task suites)",
            "toloka-lint-task-suites",
            "bad.json:1:1: error VALUE_REQUIRED tasks: Value must be present and not equal to null",
            "bad.json:1:48: warning TL101 input_values: Unknown key 'input_values' of a task suite",
            "Checked 2 files, 2 items (1 invalid): 1 error, 1 warning",
        )

        assert self.run(files, "toloka-lint-task-suites") == (1, expected)

    def test_the_configuration_holds_and_files_are_compared_with_each_other(self) -> None:
        text = """
            fail-on = "warning"
            project = "p.json"
            quiet = true
            [[files]]
            pattern = "suites/"
            kind = "task-suites"
        """
        files: dict[str, str | bytes] = {f"up/{n}.jsonl": task(f"{n % 9}.jpg") for n in range(10)}
        files |= {"toloka-lint.toml": text, "p.json": PROJECT, "suites/a.json": SUITE}
        finding = "up/9.jsonl:1:1: warning TL501: Same input_values as item 0 of up/0.jsonl"
        expected = failed("toloka-lint", "toloka-lint", finding)

        assert self.run(files, "toloka-lint") == (1, expected)

    def test_the_configuration_may_name_the_files(self) -> None:
        text = 'quiet = true\nproject = "p.json"\n[[files]]\npattern = "up/"\nkind = "tasks"'
        files: dict[str, str | bytes] = {
            "toloka-lint.toml": text,
            "p.json": PROJECT,
            "up/a.jsonl": task(None),
            "package.json": "{}",
        }
        expected = failed("toloka-lint", "toloka-lint", f"up/a.jsonl:1:48: {MISSING}")

        assert self.run(files, "toloka-lint", pass_filenames=False) == (1, expected)

    def test_a_mistake_in_the_configuration_is_shown(self) -> None:
        files: dict[str, str | bytes] = {"toloka-lint.toml": "qiet = true", "a.jsonl": task("1.jpg")}
        hint = f"did you mean 'quiet'? known: {', '.join(config_schema()['properties'])}"
        expected = failed(
            "toloka-lint", "toloka-lint", f"toloka-lint: toloka-lint.toml: qiet: unknown key; {hint}", code=2
        )

        assert self.run(files, "toloka-lint") == (1, expected)
