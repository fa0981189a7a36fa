"""Options: what they take, how the shell completes them, and what help says of them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command_line import ROOT, Outcome, toloka_lint

from validator.cli.commands import GROUPS, Command, Option
from validator.cli.program import COMMANDS, program
from validator.contract.loader import contract_names
from validator.reporters import REPORTERS

VALID = '{"pool_id": "1", "overlap": 1, "input_values": {"a": %d}}\n'
BAD = '{"pool_id": "1", "overlap": 0, "input_values": {"a": %d}}\n'
WARNED = '{"pool_id": "1", "overlap": 1, "message_on_unknown_solution": "x", "input_values": {"a": %d}}\n'
BAD_LINE = "{}:{}:29: error VALUE_LESS_THAN_MIN overlap: Value must be greater or equal to 1 (is 0)\n"
HINT = "message_on_unknown_solution"
WARNED_LINE = f"{{}}:{{}}:63: warning TL301 {HINT}: The hint is never shown: the task has no known_solutions\n"


def commands() -> dict[str, Command]:
    context = click.Context(program, info_name="toloka-lint")
    found = {name: program.get_command(context, name) for name in COMMANDS}
    return {name: each for name, each in found.items() if isinstance(each, Command)}


def run(folder: Path, *arguments: str, stdin: bytes = b"") -> Outcome:
    return toloka_lint(["check", *arguments], folder, stdin)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name, text in {"a.jsonl": BAD, "b.jsonl": WARNED, "c.jsonl": VALID}.items():
        (tmp_path / name).write_text("".join(text % n for n in range(2)).replace('"a"', f'"{name}"'))
    return tmp_path


def lines(text: str, name: str) -> str:
    return "".join(text.format(name, n) for n in (1, 2))


class TestHelp:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_it_fits_a_narrow_terminal_and_has_all_its_parts(self, name: str, tmp_path: Path) -> None:
        page = toloka_lint([name, "--help"], tmp_path).stdout
        sections = re.findall(r"^(\w.*):$", page, re.MULTILINE)

        assert max(map(len, page.splitlines())) <= 80
        assert [each for each in sections if each in GROUPS] == [each for each in GROUPS if each in sections]
        assert sections[-2:] == ["Examples", "Exit codes"]
        assert "  0  " in page.partition("Exit codes:")[2]
        assert "  2  could not run\n" in page.partition("Exit codes:")[2]

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_option_is_in_a_group_and_shows_its_default_in_one_way(self, name: str) -> None:
        for each in commands()[name].params:
            if isinstance(each, click.Option) and not each.hidden:
                assert isinstance(each, Option), each.name
                assert each.group in GROUPS
                assert not each.show_default
                assert str(each.help).count("[default: ") <= 1
                if isinstance(each.default, float | str) or type(each.default) is int:
                    shown = each.default if isinstance(each.default, str) else f"{each.default:g}"
                    assert str(each.help).endswith(f" [default: {shown}]")

    @pytest.mark.parametrize("name", COMMANDS)
    def test_the_examples_are_command_lines(self, name: str) -> None:
        page = commands()[name].get_help(click.Context(commands()[name], info_name=name))
        examples = re.findall(r"^  toloka-lint (.*?)(?: [<>] .*)?$", page.partition("Examples:")[2], re.MULTILINE)

        assert examples
        for each in examples:
            called, *arguments = shlex.split(each)
            assert called == name
            assert commands()[name].make_context(name, arguments)

    def test_without_arguments_it_is_shown_and_nothing_is_done(self, tmp_path: Path) -> None:
        shown = toloka_lint(["--help"], tmp_path)

        assert (shown.exit, shown.stderr) == (0, "")
        assert toloka_lint([], tmp_path) == Outcome(2, "", shown.stdout)

    def test_every_format_is_named(self, tmp_path: Path) -> None:
        page = " ".join(toloka_lint(["check", "--help"], tmp_path).stdout.split())

        assert f"{', '.join([*REPORTERS][:-1])} or {[*REPORTERS][-1]}" in page


LISTED = "`toloka-lint rule` lists them all"
IS_EMPTY = f"is empty; name codes, as TL501,VALUE_REQUIRED; {LISTED}"
NO_STDIN = "--stdin-filename names what comes from stdin; give - as the file"
NO_FILE = "--database takes the name of a file; leave it out to keep everything in memory"

#: Command lines, and what is said of them.
WRONG = {
    "chekc": "there is no command 'chekc'; did you mean 'check'?",
    "a.jsonl": "there is no command 'a.jsonl'; to check a file: toloka-lint check a.jsonl",
    "-": "there is no command '-'; to check a file: toloka-lint check -",
    "uploads": "there is no command 'uploads'; to check a file: toloka-lint check uploads",
    "zzz": f"there is no command 'zzz'; known: {', '.join(COMMANDS)}",
    "check --kindd x": "there is no option --kindd; did you mean '--kind'? See toloka-lint check --help",
    "check --zzz": "there is no option --zzz; see toloka-lint check --help",
    "check --kind": "option '--kind' requires an argument",
    "--zzz": "there is no option --zzz; see toloka-lint --help",
    "check --select ''": f"--select: {IS_EMPTY}",
    "check --ignore ' , '": f"--ignore: {IS_EMPTY}",
    "check --severity ''": "--severity: takes CODE=LEVEL, with a level of error, warning, info; not ''",
    "check --severity TL999=info": f"--severity: unknown rule or code 'TL999'; did you mean 'TL908'? {LISTED}",
    "check --output-format sarif=": "--output-format: names no file: write sarif=FILE, or sarif alone",
    "check --output-format xml=x": f"--output-format: unknown output format 'xml'; known: {', '.join(REPORTERS)}",
    "check --stdin-filename a.jsonl": NO_STDIN,
    "check a.json --stdin-filename b.json": NO_STDIN,
    "predict a.json --stdin-filename b.json": NO_STDIN,
    "locate a.json --response b.json --stdin-filename b.json": NO_STDIN,
    "serve --database :memory:": NO_FILE,
    "serve --database ''": NO_FILE,
    "serve --port 65536": "--port: takes a whole number, from 0 to 65535; not '65536'",
    "serve --quota-scale nan": "--quota-scale: takes a number, 0 or more; not 'nan'",
    "fuzz tasks --invalid 1.5": "--invalid: takes a number, from 0 to 1; not '1.5'",
    "check a --exclude !": "--exclude: '!' means nothing; write it as in .gitignore",
    "check a --exclude ../x": "--exclude: '../x' leads out of the current folder; write it from there",
    "check a --output-format json --output-format sarif": (
        "both json and sarif would go to the same place; write sarif=FILE"
    ),
    "check a --output-format json=x --output-format sarif=./x": "both json and sarif would go to ./x; name two files",
    "check a --output-format json=x -o x": "both text and json would go to x; name two files",
    "check a --output-format json=-": "both text and json would go to -; name two files",
    "check a --output-format json=/dev/stdout": "both text and json would go to /dev/stdout; name two files",
    "check a --output-format json=a": "a: is also an input; write to another file",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_one_line_that_says_what_to_do(line: str, tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()

    assert toloka_lint(shlex.split(line), tmp_path) == Outcome(2, "", f"toloka-lint: {WRONG[line]}\n")


def completed(words: str) -> list[tuple[str, str]]:
    """What bash is given for the last of some words: whether it is a plain text or a file, and the text."""
    environment = {"COMP_WORDS": f"toloka-lint {words}", "COMP_CWORD": str(len(shlex.split(words)))}
    command = [sys.executable, "-m", "validator"]
    env = os.environ | environment | {"_TOLOKA_LINT_COMPLETE": "bash_complete", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return [(kind, text) for kind, _, text in (each.partition(",") for each in done.stdout.splitlines())]


class TestCompletion:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("ch", {"check"}),
            ("check --out", {"--output", "--output-format"}),
            ("check --kind task", {"tasks", "task-suites"}),
            ("check --contract ''", set(contract_names())),
            ("check --output-format ''", set(REPORTERS)),
            ("check --fail-on ''", {"error", "warning", "info", "never"}),
            ("check --color a", {"auto", "always"}),
            ("check --select TL90", {"TL90", *(f"TL90{n}" for n in (1, 2, 3, 4, 5, 6, 8))}),
            ("check --select TL501,value-req", {"TL501,value-required"}),
            ("check --ignore VALUE_REQ", {"VALUE_REQUIRED"}),
            ("check --severity TL501=", {f"TL501={level}" for level in ("error", "warning", "info")}),
            ("locate --kind t", {"tasks", "task-suites"}),
            ("predict --kind t", {"tasks", "task-suites"}),
            ("diff 2022", {"2022-06"}),
            ("diff 2022-06 2023-06 --output-format j", {"json"}),
            ("fuzz t", {"tasks", "task-suites"}),
            ("schema conf", {"configuration"}),
            ("rule duplicate-t", {"duplicate-task"}),
        ],
    )
    def test_the_shell_completes_values(self, words: str, expected: set[str]) -> None:
        assert set(completed(words)) == {("plain", each) for each in expected}

    @pytest.mark.parametrize(
        "words",
        ["check x", "check --project x", "check --pool x", "check -o x", "check --config x", "predict x", "locate x"],
    )
    def test_files_are_left_to_the_shell(self, words: str) -> None:
        assert completed(words) == [("file", "x")]


class TestOutputs:
    def test_text_on_the_screen_and_reports_in_files(self, folder: Path) -> None:
        done = run(folder, "--isolated", "a.jsonl", "--output-format", "json=r.json", "--output-format", "junit=r.xml")
        alone = run(folder, "--isolated", "a.jsonl", "--output-format", "json")

        assert done == Outcome(1, lines(BAD_LINE, "a.jsonl"), "Checked 1 file, 2 items (2 invalid): 2 errors\n")
        assert (folder / "r.json").read_text() == alone.stdout
        assert (folder / "r.xml").read_text().startswith("<?xml")

    def test_the_plain_format_goes_where_the_output_goes(self, folder: Path) -> None:
        formats = ["--output-format", "jsonl", "--output-format", "text=r.txt", "-o", "r.jsonl"]
        done = run(folder, "--isolated", "-q", "a.jsonl", *formats)

        assert done == Outcome(1)
        assert (folder / "r.txt").read_text() == lines(BAD_LINE, "a.jsonl")
        assert [json.loads(each)["line"] for each in (folder / "r.jsonl").read_text().splitlines()] == [1, 2]

    def test_they_may_be_configured(self, folder: Path) -> None:
        (folder / "toloka-lint.toml").write_text('output-format = ["text", "json=r.json"]\nquiet = true')

        assert run(folder, "a.jsonl") == Outcome(1, lines(BAD_LINE, "a.jsonl"))
        assert json.loads((folder / "r.json").read_text())["summary"]["errors"] == 2

    def test_what_cannot_be_written_leaves_no_other_in_part(self, folder: Path) -> None:
        (folder / "r.json").write_text("old")
        formats = ["--output-format", "json=r.json", "--output-format", "sarif=gone/r.sarif"]
        done = run(folder, "--isolated", "a.jsonl", *formats)

        assert done == Outcome(2, "", "toloka-lint: gone/r.sarif: cannot be written: no such file or directory\n")
        assert (folder / "r.json").read_text() == "old"
        assert len(list(folder.iterdir())) == 4

    @pytest.mark.parametrize("output", ["../victim", "link", "sub/../../victim"])
    def test_a_configuration_writes_only_in_its_folder(self, folder: Path, output: str) -> None:
        here = folder / "here"
        (here / "sub").mkdir(parents=True)
        (folder / "victim").write_text("keep")
        (here / "link").symlink_to("../victim")
        (here / "toloka-lint.toml").write_text(f'output = "{output}"')
        done = run(here, "../a.jsonl")

        why = "is outside the folder of the configuration; name a file in it, or give -o or --output-format by hand"
        assert done == Outcome(2, "", f"toloka-lint: toloka-lint.toml: output: '{output}' {why}\n")
        assert (folder / "victim").read_text() == "keep"
        assert len(list(folder.iterdir())) == 5

    def test_in_its_folder_it_does(self, folder: Path) -> None:
        (folder / "here").mkdir()
        (folder / "toloka-lint.toml").write_text('output = "here/../r.txt"\nquiet = true')

        assert run(folder / "here", "../a.jsonl") == Outcome(1)
        assert (folder / "r.txt").read_text() == lines(BAD_LINE, "../a.jsonl")

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            (0, ""),
            (1, BAD_LINE.format("z.jsonl", 1)),
            (3, WARNED_LINE.format("b.jsonl", 1) + lines(BAD_LINE, "z.jsonl")),
            (9, lines(WARNED_LINE, "b.jsonl") + lines(BAD_LINE, "z.jsonl")),
        ],
    )
    def test_at_most_n_findings_are_the_worst_of_them_in_their_order(
        self, folder: Path, most: int, expected: str
    ) -> None:
        (folder / "a.jsonl").rename(folder / "z.jsonl")
        done = run(folder, "--isolated", "b.jsonl", "z.jsonl", "--max-findings", str(most))

        hidden = f"; {4 - most} finding{'s' * (4 - most > 1)} not shown" if most < 4 else ""
        summary = f"Checked 2 files, 4 items (2 invalid): 2 errors, 2 warnings{hidden}\n"
        assert done == Outcome(1, expected, summary)


class TestSelection:
    @pytest.mark.parametrize(
        "options",
        [
            ["--ignore", "TL"],
            ["--ignore", "ALL"],
            ["--select", "VALUE_REQUIRED"],
            ["--severity", "TL=info"],
            ["--severity", "ALL=warning", "--ignore", "TL2"],
        ],
    )
    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("cut.json", b'[{"pool_id": "1"', "TL901"),
            ("bytes.jsonl", b'{"a": "\xff"}\n', "TL902"),
            ("row.tsv", b"INPUT:a\n1\t2\n", "TL903"),
        ],
    )
    def test_what_cannot_be_read_is_an_error_whatever_is_selected(
        self, options: list[str], name: str, data: bytes, code: str, tmp_path: Path
    ) -> None:
        (tmp_path / name).write_bytes(data)
        done = run(tmp_path, "--isolated", name, *options)

        assert done.exit == 1
        assert f"error {code}: " in done.stdout

    @pytest.mark.parametrize("option", [["--ignore", "TL901"], ["--severity", "malformed-json=info"]])
    def test_to_silence_it_alone_does_nothing_and_that_is_said(self, option: list[str], folder: Path) -> None:
        done = run(folder, "--isolated", "-q", "c.jsonl", *option)

        entry = option[1].partition("=")[0]
        note = f"{entry} is always an error, whatever is ignored: what could not be read is not clean"
        assert done == Outcome(0, "", f"toloka-lint: {note}\n")

    def test_each_file_has_its_own(self, folder: Path) -> None:
        (folder / "toloka-lint.toml").write_text(
            """
            quiet = true
            select = ["TL301"]
            [[files]]
            pattern = "a.jsonl"
            select = ["VALUE_LESS_THAN_MIN"]
            severity = { VALUE_LESS_THAN_MIN = "info" }
            [[files]]
            pattern = "b.jsonl"
            ignore = ["TL301"]
            """
        )
        (folder / "d.jsonl").write_text(WARNED % 1)
        expected = lines(BAD_LINE, "a.jsonl").replace("error", "info") + WARNED_LINE.format("d.jsonl", 1)

        assert run(folder, "a.jsonl", "b.jsonl", "d.jsonl") == Outcome(0, expected)
        assert run(folder, "b.jsonl", "--ignore", "TL1") == Outcome(0, lines(WARNED_LINE, "b.jsonl"))


class TestExclusion:
    @pytest.mark.parametrize(
        ("patterns", "expected"),
        [
            (["a.jsonl"], ["old/d.jsonl"]),
            (["old/"], ["a.jsonl"]),
            (["*.jsonl", "!a.jsonl"], ["a.jsonl"]),
            (["*"], []),
        ],
    )
    @pytest.mark.parametrize("files", [["a.jsonl", "old/d.jsonl"], ["."]])
    def test_files_that_fit_are_left_out_whoever_names_them(
        self, patterns: list[str], expected: list[str], files: list[str], tmp_path: Path
    ) -> None:
        (tmp_path / "old").mkdir()
        for name in ("a.jsonl", "old/d.jsonl"):
            (tmp_path / name).write_text(BAD % 1)
        options = [word for each in patterns for word in ("--exclude", each)]
        (tmp_path / "toloka-lint.toml").write_text(f"quiet = true\nexclude = {json.dumps(patterns)}")

        for done in (run(tmp_path, "--isolated", "-q", *files, *options), run(tmp_path, *files)):
            assert [line.partition(":")[0] for line in done.stdout.splitlines()] == expected
            excluded = 2 - len(expected)
            assert done.stderr == f"toloka-lint: {excluded} file{'s' * (excluded > 1)} excluded\n"
            assert done.exit == bool(expected)

    def test_a_pattern_that_fits_no_file_is_said(self, folder: Path) -> None:
        done = run(folder, "--isolated", "-q", "c.jsonl", "--exclude", "*.bak", "--exclude", "b.jsonl")

        assert done == Outcome(0, "", "toloka-lint: --exclude: *.bak fits no file\n")

    def test_files_outside_the_current_folder_can_be_left_out(self, folder: Path) -> None:
        (folder / "here").mkdir()
        done = run(folder / "here", "--isolated", "-q", "../a.jsonl", "../b.jsonl", "--exclude", "b.*")

        assert done == Outcome(1, lines(BAD_LINE, "../a.jsonl"), "toloka-lint: 1 file excluded\n")


class TestShowSettings:
    def test_without_a_configuration(self, folder: Path) -> None:
        expected = """\
# a.jsonl
kind = "auto"  # default
contract = "2022-06"  # default
output-format = ["text"]  # default
fail-on = "error"  # default
color = "auto"  # default
"""

        assert run(folder, "--isolated", "a.jsonl", "--show-settings") == Outcome(0, expected)

    def test_each_comes_from_the_last_that_says_it(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text(
            """
            [tool.toloka-lint]
            kind = "tasks"
            pool = "pool.json"
            output-format = ["text", "json=r.json"]
            severity = { TL501 = "info", TL502 = "info" }
            [[tool.toloka-lint.files]]
            pattern = "*.jsonl"
            allow-defaults = true
            severity.TL502 = "error"
            [[tool.toloka-lint.files]]
            pattern = "a.*"
            allow-defaults = false
            """
        )
        expected = """\
# {}
kind = "task-suites"  # command line
contract = "2022-06"  # default
output-format = ["text", "json=r.json"]  # pyproject.toml
fail-on = "error"  # default
color = "never"  # command line
pool = "pool.json"  # pyproject.toml
severity.TL501 = "info"  # pyproject.toml
severity.TL502 = "error"  # pyproject.toml: files[0]
allow-defaults = {}  # pyproject.toml: files[{}]
select = ["TL5", "TL2"]  # command line
"""
        options = ["--kind", "task-suites", "--color", "never", "--select", "TL5", "--select", "TL2"]
        done = run(folder, "--show-settings", "a.jsonl", "-", "--stdin-filename", "b.jsonl", *options)

        shown = [expected.format("a.jsonl", "false", 1), expected.format("b.jsonl", "true", 0)]
        assert done == Outcome(0, "\n".join(shown))


class TestDiscretion:
    @pytest.mark.parametrize("key", ["project", "pool"])
    @pytest.mark.parametrize("line", ["check c.jsonl", "predict c.jsonl", "locate c.jsonl --response r"])
    def test_the_text_of_what_only_the_configuration_names_is_not_shown(
        self, key: str, line: str, folder: Path
    ) -> None:
        (folder / "secret").write_text("TOKEN=secret")
        (folder / "r").write_text('{"items": {}, "validation_errors": {}}')
        (folder / "toloka-lint.toml").write_text(f'{key} = "secret"')
        done = toloka_lint(line.split(), folder)

        why = "is not JSON; toloka-lint.toml names it: give it by hand to see more"
        assert (done.exit, done.stdout, done.stderr.splitlines()[0]) == (2, "", f"toloka-lint: secret: {why}")
        assert "TOKEN" not in done.stderr
        assert "Unexpected 'TOKEN'" in toloka_lint([*line.split(), f"--{key}", "secret"], folder).stderr

    def test_what_is_not_there_is_said_as_ever(self, folder: Path) -> None:
        (folder / "toloka-lint.toml").write_text('project = "gone"\nquiet = true')

        why = "there is no such file; toloka-lint.toml names it: give it by hand to see more"
        assert run(folder, "c.jsonl") == Outcome(2, "", f"toloka-lint: gone: {why}\n")


def test_what_is_wrong_with_a_document_of_several_files_is_said_once(folder: Path) -> None:
    done = run(folder, "--isolated", "-q", "a.jsonl", "b.jsonl", "--pool", "gone")

    assert done == Outcome(2, "", "toloka-lint: gone: there is no such file\n")


def test_one_file_that_cannot_be_read_keeps_no_other_from_being_checked(folder: Path) -> None:
    done = run(folder, "--isolated", "-q", "gone.jsonl", "a.jsonl", "b.unknown", "--output-format", "jsonl=r.jsonl")

    assert (done.exit, done.stdout) == (2, lines(BAD_LINE, "a.jsonl"))
    assert len((folder / "r.jsonl").read_text().splitlines()) == 2
