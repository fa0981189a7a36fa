"""The configuration."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import jsonschema
import pytest
from command_line import ROOT, python

from validator.cli import config
from validator.cli.check import command
from validator.cli.config import Config, Entry
from validator.cli.config_file import config_schema
from validator.cli.globs import Globs
from validator.cli.parameters import Format
from validator.contract.schemas import exported
from validator.errors import BadConfigurationError
from validator.inputs.settings import FileSettings
from validator.lint.selection import Selection, all_codes
from validator.model import Severity
from validator.reporters import REPORTERS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Every key there is, as TOML and as the program uses it.
EVERY_KEY = """
kind = "tasks"
contract = "2023-06"
project = "documents/project.json"
pool = "../pool.json"
async-mode = true
allow-defaults = false
skip-invalid-items = true
open-pool = false
operation-id = "2ed92b7f-75c0-4771-ae2f-3911232d6d4e"
request = "../request.json"
select = ["TL5", "VALUE_REQUIRED"]
ignore = ["duplicate-task"]
severity = { TL501 = "error", hint-without-solution = "info" }
output-format = ["json", "sarif=reports/findings.sarif"]
output = "findings.json"
fail-on = "warning"
input-format = "jsonl"
max-memory = "1.5G"
max-findings = 0
statistics = true
color = "never"
quiet = false
exclude = ["*.bak.json", "!keep.bak.json"]
jobs = 4

[[files]]
pattern = ["suites/*.json", "more/"]
kind = "task-suites"

[[files]]
pattern = "suites/**/*.json"
contract = "2022-06"
project = "suites.json"
pool = "pool.json"
async-mode = false
allow-defaults = true
skip-invalid-items = false
open-pool = true
operation-id = "other"
request = "request.json"
select = ["ALL"]
ignore = ["TL3", "VALUE_REQUIRED"]
severity = { TL501 = "info" }
"""
RUN = {
    "output_format": (Format("json"), Format("sarif", "../reports/findings.sarif")),
    "output": "../findings.json",
    "fail_on": "warning",
    "input_format": "jsonl",
    "max_memory": 3 << 29,
    "max_findings": 0,
    "statistics": True,
    "color": "never",
    "quiet": False,
}
ALL_FILES = {
    "kind": "tasks",
    "contract": "2023-06",
    "project": "../documents/project.json",
    "pool": "../../pool.json",
    "async_mode": True,
    "allow_defaults": False,
    "skip_invalid_items": True,
    "open_pool": False,
    "operation_id": "2ed92b7f-75c0-4771-ae2f-3911232d6d4e",
    "request": "../../request.json",
    "select": ("TL5", "VALUE_REQUIRED"),
    "ignore": ("duplicate-task",),
    "severity": (("TL501", "error"), ("hint-without-solution", "info")),
}


def entries(folder: Path) -> tuple[Entry, Entry]:
    return (
        Entry("files[0]", Globs(("suites/*.json", "more/"), folder), {"kind": "task-suites"}),
        Entry("files[1]", Globs(("suites/**/*.json",), folder), ONE_FILE),
    )


ONE_FILE = {
    "contract": "2022-06",
    "project": "../suites.json",
    "pool": "../pool.json",
    "async_mode": False,
    "allow_defaults": True,
    "skip_invalid_items": False,
    "open_pool": True,
    "operation_id": "other",
    "request": "../request.json",
    "select": ("ALL",),
    "ignore": ("TL3", "VALUE_REQUIRED"),
    "severity": (("TL501", "info"),),
}
KEYS = tuple(config_schema()["properties"])
#: Those about each file, and those about the run.
FILE_KEYS = tuple(config_schema()["properties"]["files"]["items"]["properties"])[1:]
RUN_KEYS = tuple(key for key in KEYS if key not in (*FILE_KEYS, "files"))


def whole(path: Path, here: Path) -> Config:
    """The configuration that has every key."""
    exclude = Globs(("*.bak.json", "!keep.bak.json"), path.parent)
    return Config(path, RUN, ALL_FILES, entries(path.parent), exclude, here)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder in which a configuration can stand, with a folder in it from which it is read."""
    (tmp_path / "root" / "here").mkdir(parents=True)
    return tmp_path / "root"


def load(here: Path, name: str | None = None, *, isolated: bool = False) -> Config:
    return config.load(name, isolated=isolated, folder=here)


def loaded(folder: Path, text: str, here: Path | None = None) -> Config:
    (folder / "toloka-lint.toml").write_text(text)
    return load(here or folder)


def in_table(text: str) -> str:
    return "[tool.toloka-lint]" + text.replace("[[files]]", "[[tool.toloka-lint.files]]")


class TestKeys:
    def test_every_key_of_a_file_of_its_own(self, folder: Path) -> None:
        expected = whole(folder / "toloka-lint.toml", folder / "here")

        assert loaded(folder, EVERY_KEY, folder / "here") == expected

    def test_every_key_of_a_table_in_pyproject(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text(in_table(EVERY_KEY))

        assert load(folder / "here") == whole(folder / "pyproject.toml", folder / "here")

    def test_the_example_leaves_no_key_out(self) -> None:
        assert set(re.findall(r"^([a-z-]+) = ", EVERY_KEY, re.MULTILINE)) == {*KEYS, "pattern"} - {"files"}

    def test_the_keys_are_the_long_options_of_check(self) -> None:
        """But for the number of processes, which version 0.1.0 had."""
        options = {
            each.removeprefix("--") for option in command.params for each in option.opts if each.startswith("--")
        }

        assert options - {"config", "isolated", "stdin-filename", "show-settings", "engine"} == {*KEYS} - {
            "files",
            "jobs",
        }

    def test_the_keys_of_a_file_are_its_settings(self) -> None:
        assert tuple(key.replace("-", "_") for key in FILE_KEYS) == FileSettings._fields

    @pytest.mark.parametrize("jobs", ["1", "64", '"auto"'])
    def test_the_number_of_processes_of_version_0_1_is_passed_over(self, folder: Path, jobs: str) -> None:
        assert loaded(folder, f"jobs = {jobs}") == Config(folder / "toloka-lint.toml", here=folder)

    def test_a_hyphen_stands_for_stdout_in_the_configuration_too(self, folder: Path) -> None:
        assert loaded(folder, 'output = "-"', folder / "here").options == {"output": "-"}

    def test_an_absolute_file_name_is_taken_as_it_is(self, folder: Path) -> None:
        read = loaded(folder, f"project = '{folder / 'project.json'}'", folder / "here")

        assert read.defaults == {"project": "../project.json"}


class TestWhichFile:
    def test_none(self, folder: Path) -> None:
        assert load(folder) == Config(here=folder)

    def test_the_nearest_up_the_tree(self, folder: Path) -> None:
        (folder.parent / "toloka-lint.toml").write_text("quiet = true")
        (folder / "pyproject.toml").write_text("[tool.toloka-lint]")

        assert load(folder / "here") == Config(folder / "pyproject.toml", here=folder / "here")

    def test_its_own_file_wins_in_one_folder(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[tool.toloka-lint]\nquiet = true")

        assert loaded(folder, "") == Config(folder / "toloka-lint.toml", here=folder)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[project]\nname = 'other'",
            "[project]\nname = 'toloka-lint'",
            "tool = 'toloka-lint'",
            "[tool.other]\nuses = 'toloka-lint'",
            "this is somebody else's mistake",
        ],
    )
    def test_a_pyproject_without_the_table_is_passed_over(self, folder: Path, text: str) -> None:
        (folder / "toloka-lint.toml").write_text("quiet = true")
        (folder / "here" / "pyproject.toml").write_text(text)

        assert load(folder / "here") == Config(folder / "toloka-lint.toml", {"quiet": True}, here=folder / "here")

    def test_a_folder_of_that_name_is_no_configuration(self, folder: Path) -> None:
        (folder / "toloka-lint.toml").mkdir()

        assert load(folder) == Config(here=folder)

    def test_isolated_reads_none(self, folder: Path) -> None:
        (folder / "toloka-lint.toml").write_text("this is a mistake")

        assert load(folder, isolated=True) == Config(here=folder)

    def test_the_file_that_is_named(self, folder: Path) -> None:
        (folder / "strict.toml").write_text('fail-on = "info"\nproject = "p.json"')
        expected = Config(
            folder / "here" / "../strict.toml", {"fail_on": "info"}, {"project": "../p.json"}, here=folder / "here"
        )

        assert load(folder / "here", "../strict.toml") == expected

    @pytest.mark.parametrize("data", [b"\xef\xbb\xbfquiet = true", b"quiet = true\r\n", b"quiet = true # \xc3\xa9"])
    def test_text_as_other_systems_write_it(self, folder: Path, data: bytes) -> None:
        (folder / "toloka-lint.toml").write_bytes(data)

        assert load(folder).options == {"quiet": True}

    def test_no_toml_parser_is_loaded_before_there_is_toml(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[project]\nname = 'other'")
        lines = (
            "import sys; from pathlib import Path; from validator.cli import config",
            "before = {'tomllib', 'tomli'} & set(sys.modules)",
            "config.load(None, isolated=False, folder=Path(sys.argv[1]))",
            "print(before, {'tomllib', 'tomli'} & set(sys.modules))",
        )

        assert python(["-c", "\n".join(lines), str(folder)]).stdout == "set() set()\n"


class TestSettings:
    TEXT = """
        kind = "tasks"
        project = "p.json"
        [[files]]
        pattern = "up/**/*.json"
        kind = "task-suites"
        async-mode = true
        [[files]]
        pattern = ["up/late/", "*.tsv"]
        async-mode = false
        pool = "pool.json"
    """

    @pytest.mark.parametrize(
        ("file", "expected"),
        [
            ("other.json", FileSettings("tasks", project="p.json")),
            ("up/a.json", FileSettings("task-suites", project="p.json", async_mode=True)),
            ("up/late/a.json", FileSettings("task-suites", project="p.json", async_mode=False, pool="pool.json")),
            ("here/x.tsv", FileSettings("tasks", project="p.json", async_mode=False, pool="pool.json")),
            ("-", FileSettings("tasks", project="p.json")),
        ],
    )
    def test_later_entries_win_key_by_key(self, folder: Path, file: str, expected: FileSettings) -> None:
        assert loaded(folder, self.TEXT).settings(file, {}) == expected

    def test_the_command_line_wins(self, folder: Path) -> None:
        given = {"kind": "auto", "async_mode": None, "project": "../mine.json"}
        expected = FileSettings("auto", project="../mine.json", async_mode=True)

        assert loaded(folder, self.TEXT).settings("up/a.json", given) == expected

    def test_severities_are_laid_over_each_other_code_by_code(self, folder: Path) -> None:
        text = """
            severity = { TL501 = "info", TL502 = "info" }
            ignore = ["TL1"]
            [[files]]
            pattern = "up/"
            ignore = ["TL2"]
            severity.TL501 = "error"
        """
        given = {"severity": (("TL502", "warning"),)}
        severity: tuple[tuple[str, Severity], ...]
        severity = (("TL501", "info"), ("TL502", "info"), ("TL501", "error"), ("TL502", "warning"))
        read = loaded(folder, text)

        assert read.settings("up/a.json", given) == FileSettings(ignore=("TL2",), severity=severity)
        assert read.settings("a.json", {}) == FileSettings(ignore=("TL1",), severity=severity[:2])

    def test_without_a_configuration_there_is_the_command_line(self, folder: Path) -> None:
        assert load(folder).settings("a.json", {"pool": "p.json"}) == FileSettings(pool="p.json")

    @pytest.mark.parametrize(
        ("here", "file"),
        [
            (".", "up/a.json"),
            (".", "./up/a.json"),
            (".", "here/../up//a.json"),
            ("here", "../up/a.json"),
            ("up", "a.json"),
            ("up", "./a.json"),
            (".", "{folder}/up/a.json"),
            ("here", "{folder}/here/../up/a.json"),
            (".", "{link}/up/a.json"),
            ("here", "{link}/up/a.json"),
            (".", "linked/a.json"),
        ],
    )
    def test_patterns_match_however_a_file_is_spelled(self, folder: Path, here: str, file: str) -> None:
        (folder / "up").mkdir()
        (folder / "linked").symlink_to(folder / "up")
        (folder.parent / "link").symlink_to(folder)
        read = loaded(folder, self.TEXT, folder / here)
        name = file.format(folder=folder, link=folder.parent / "link")

        assert read.settings(name, {}).kind == "task-suites"

    def test_a_configuration_behind_a_link(self, folder: Path) -> None:
        (folder.parent / "link").symlink_to(folder)
        (folder / "toloka-lint.toml").write_text(self.TEXT)

        assert load(folder, "../link/toloka-lint.toml").settings("up/a.json", {}).kind == "task-suites"

    def test_a_folder_that_is_a_link_matches_by_its_own_name(self, folder: Path) -> None:
        (folder.parent / "data").mkdir()
        (folder / "up").symlink_to(folder.parent / "data")

        assert loaded(folder, self.TEXT).settings("up/a.json", {}).kind == "task-suites"

    def test_a_file_on_another_drive_matches_nothing(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> str:
            raise ValueError

        read = loaded(folder, self.TEXT)
        monkeypatch.setattr("os.path.relpath", refuse)

        assert read.settings("up/a.json", {}).kind == "tasks"


class TestFiles:
    def test_each_once_and_sorted_as_seen_from_the_current_folder(self, folder: Path) -> None:
        for name in ("b.json", "up/a.json", "up/b.jsonl", "here/c.json", "d.jsonl.bak"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).touch()
        text = '[[files]]\npattern = ["up/", "*.jsonl"]\n[[files]]\npattern = "*.json"'

        assert loaded(folder, text, folder / "here").files() == [
            "../b.json",
            "../up/a.json",
            "../up/b.jsonl",
            "c.json",
        ]

    @pytest.mark.parametrize("pattern", ["up/", "up/**", "up/*", "up/a*"])
    def test_an_open_end_leaves_out_what_has_no_reader(self, folder: Path, pattern: str) -> None:
        (folder / "up").mkdir()
        for name in ("a.json", "a.jsonl.gz", "a.md", "a"):
            (folder / "up" / name).touch()

        read = loaded(folder, f'[[files]]\npattern = "{pattern}"')

        assert read.files() == ["up/a.json", "up/a.jsonl.gz"]

    def test_what_is_named_to_its_end_is_not_left_out(self, folder: Path) -> None:
        (folder / "a.jsn").touch()

        assert loaded(folder, '[[files]]\npattern = "*.jsn"').files() == ["a.jsn"]

    def test_what_is_taken_back_or_excluded_is_left_out(self, folder: Path) -> None:
        for name in ("up/a.json", "up/old/b.json", "up/bad/c.json", "up/d.bak.json", "up/keep.bak.json"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        text = """
            exclude = ["bad/", "*.bak.json", "!keep.bak.json"]
            [[files]]
            pattern = ["up/**/*.json", "!up/old/**"]
        """

        assert loaded(folder, text, folder / "here").files() == ["../up/a.json", "../up/keep.bak.json"]

    def test_patterns_that_find_nothing_are_an_error_that_names_them(self, folder: Path) -> None:
        read = loaded(folder, '[[files]]\npattern = ["uplods/", "../*.json"]\n[[files]]\npattern = "*.tsv"')

        with pytest.raises(BadConfigurationError) as caught:
            read.files()

        advice = "they cannot lead out of the folder of the configuration: fix the patterns, or name the files to check"
        expected = f"toloka-lint.toml: files: no file fits uplods/, ../*.json, *.tsv; {advice}"
        assert str(caught.value) == expected

    def test_none_without_entries(self, folder: Path) -> None:
        assert loaded(folder, "quiet = true").files() == []

    def test_none_without_a_configuration(self, folder: Path) -> None:
        assert load(folder).files() == []


KNOWN = f"known: {', '.join(KEYS)}"
LEVELS = "known: error, warning, info, never"
KINDS = "known: auto, tasks, task-suites, project, pool, created, batch, operation, operation-log, error"
FORMATS = f"known: {', '.join(REPORTERS)}"
AT_THE_TOP = "in this file the keys are at the top, without [tool.toloka-lint]"
LISTED = "`toloka-lint rule` lists them all"
ENTRY = '[[files]]\npattern = "x"\n'
CODE = "unknown rule or code"
OUTSIDE = "is outside the folder of the configuration"
BY_HAND = "name a file in it, or give -o or --output-format by hand"

#: Text, then key, reason and advice.
WRONG = {
    "zzz = 1": ("zzz", "unknown key", KNOWN),
    "async_mode = true": ("async_mode", "unknown key", f"did you mean 'async-mode'? {KNOWN}"),
    "no-async-mode = true": ("no-async-mode", "unknown key", f"did you mean 'async-mode'? {KNOWN}"),
    "[tool.toloka-lint]": ("tool", "unknown key", AT_THE_TOP),
    "'a\\u001b[31m' = 1".replace("'", '"'): ("a\\x1b[31m", "unknown key", KNOWN),
    'kind = "task"': ("kind", "unknown kind 'task'", f"did you mean 'tasks'? {KINDS}"),
    "kind = 3": ("kind", "unknown kind 3", KINDS),
    'contract = "2022-6"': ("contract", "unknown contract '2022-6'", "did you mean '2022-06'? known: 2022-06, 2023-06"),
    'output-format = "SARIF"': ("output-format", "unknown output format 'SARIF'", f"did you mean 'sarif'? {FORMATS}"),
    'output-format = ["text", "xml=x"]': ("output-format[1]", "unknown output format 'xml=x'", FORMATS),
    'output-format = "json="': ("output-format", "unknown output format 'json='", f"did you mean 'json'? {FORMATS}"),
    'fail-on = "warn"': (
        "fail-on",
        "unknown level 'warn'",
        "did you mean 'warning'? known: error, warning, info, never",
    ),
    "color = true": ("color", "unknown choice true", "known: auto, always, never"),
    'open-pool = "yes"': ("open-pool", 'cannot be "yes"', "it takes true or false"),
    "quiet = 1": ("quiet", "cannot be 1", "it takes true or false"),
    "max-findings = -1": ("max-findings", "cannot be -1", "it takes a whole number, 0 or more"),
    "max-findings = true": ("max-findings", "cannot be true", "it takes a whole number, 0 or more"),
    "max-findings = nan": ("max-findings", "cannot be NaN", "it takes a whole number, 0 or more"),
    'input-format = "xml"': (
        "input-format",
        "unknown input format 'xml'",
        "known: auto, json, jsonl, tsv, csv, xlsx",
    ),
    'max-memory = "much"': (
        "max-memory",
        'cannot be "much"',
        'it takes bytes, or a number with K, M or G behind it, as "512M"',
    ),
    "jobs = 0": ("jobs", "cannot be 0", 'it takes a whole number, 1 or more, or "auto"'),
    'jobs = "all"': ("jobs", 'cannot be "all"', 'it takes a whole number, 1 or more, or "auto"'),
    'pool = ""': ("pool", 'cannot be ""', "it takes the name of a file"),
    'project = "a\\u0000b"': ("project", 'cannot be "a\\u0000b"', "it takes the name of a file"),
    "output = 2020-01-01": ("output", 'cannot be "2020-01-01"', "it takes the name of a file"),
    'operation-id = ""': ("operation-id", 'cannot be ""', "it takes a string that is not empty"),
    'select = "TL5"': ("select", 'cannot be "TL5"', "it takes a list, in square brackets"),
    'select = ["TL5", 5]': ("select[1]", f"{CODE} 5", LISTED),
    'ignore = ["TL5", "duplicated-task"]': (
        "ignore[1]",
        f"{CODE} 'duplicated-task'",
        f"did you mean 'duplicate-task'? {LISTED}",
    ),
    'select = ["VALUE_REQUIRD"]': ("select[0]", f"{CODE} 'VALUE_REQUIRD'", f"did you mean 'VALUE_REQUIRED'? {LISTED}"),
    'select = ["zzz"]': ("select[0]", f"{CODE} 'zzz'", LISTED),
    "severity = []": ("severity", "cannot be []", "it takes a table"),
    'severity.zzz = "info"': ("severity.zzz", f"{CODE} 'zzz'", LISTED),
    'severity.TL501 = "off"': ("severity.TL501", "unknown level 'off'", "known: error, warning, info"),
    "exclude = 3": ("exclude", "cannot be 3", "it takes a pattern or a list of patterns"),
    'exclude = ["x", "#a"]': ("exclude", "'#a' means nothing", "write patterns as in .gitignore"),
    "files = {}": ("files", "cannot be {}", "it takes a list of tables: write [[files]], in two brackets"),
    "files = [3]": ("files[0]", "cannot be 3", "it takes a table"),
    '[[files]]\nkind = "tasks"': (
        "files[0]",
        "has no pattern",
        'name the files that it is about, as pattern = "uploads/**/*.jsonl"',
    ),
    "[[files]]\npattern = []": ("files[0].pattern", "cannot be []", "it takes a pattern or a list of patterns"),
    '[[files]]\npattern = ["x", 3]': ("files[0].pattern[1]", "cannot be 3", "it takes a string that is not empty"),
    '[[files]]\npattern = "!"': ("files[0].pattern", "'!' means nothing", "write patterns as in .gitignore"),
    f'{ENTRY}{ENTRY}projct = "x"': (
        "files[1].projct",
        "unknown key",
        f"did you mean 'project'? known: pattern, {', '.join(FILE_KEYS)}",
    ),
    f'{ENTRY}fail-on = "info"': (
        "files[0].fail-on",
        "unknown key",
        "it is about the whole run: write it above the first [[files]]",
    ),
    f'{ENTRY}select = ["TL"]\nignore = ["TLX"]': ("files[0].ignore[0]", f"{CODE} 'TLX'", LISTED),
    'output = "../victim"': ("output", f"'../victim' {OUTSIDE}", BY_HAND),
    'output = "/tmp/victim"': ("output", f"'/tmp/victim' {OUTSIDE}", BY_HAND),
    'output = "here/../../victim"': ("output", f"'here/../../victim' {OUTSIDE}", BY_HAND),
    'output = "link/victim"': ("output", f"'link/victim' {OUTSIDE}", BY_HAND),
    'output = "/dev/stdout"': ("output", f"'/dev/stdout' {OUTSIDE}", BY_HAND),
    'output-format = ["sarif=../victim"]': ("output-format", f"'../victim' {OUTSIDE}", BY_HAND),
}


class TestErrors:
    @pytest.mark.parametrize("text", WRONG)
    def test_what_is_wrong_and_what_to_do(self, folder: Path, text: str) -> None:
        key, why, advice = WRONG[text]
        (folder / "link").symlink_to(folder.parent)

        with pytest.raises(BadConfigurationError) as caught:
            loaded(folder, text, folder / "here")

        error = caught.value
        assert (error.file, error.key, error.why, error.advice) == ("../toloka-lint.toml", key, why, advice)
        assert error.others == ()

    def test_all_that_is_wrong_is_said_at_once(self, folder: Path) -> None:
        text = 'kind = "pol"\nquiet = 1\nzzz = 2\nyyy = 3\noutput = "../x"\n[[files]]\nopen-pool = 0\npatern = "!"'

        with pytest.raises(BadConfigurationError) as caught:
            loaded(folder, text)

        pattern = 'has no pattern; name the files that it is about, as pattern = "uploads/**/*.jsonl"'
        keys = f"known: pattern, {', '.join(FILE_KEYS)}"
        assert str(caught.value).splitlines() == [
            f"toloka-lint.toml: zzz: unknown key; {KNOWN}",
            f"toloka-lint.toml: yyy: unknown key; {KNOWN}",
            f"toloka-lint.toml: files[0].patern: unknown key; did you mean 'pattern'? {keys}",
            f"toloka-lint.toml: files[0]: {pattern}",
            "toloka-lint.toml: files[0].open-pool: cannot be 0; it takes true or false",
            f"toloka-lint.toml: kind: unknown kind 'pol'; did you mean 'pool'? {KINDS}",
            "toloka-lint.toml: quiet: cannot be 1; it takes true or false",
            f"toloka-lint.toml: output: '../x' {OUTSIDE}; {BY_HAND}",
        ]

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ("a = 1\nb = [1,,2]", " (at line 2, column 8)"),
            ("quiet = true\nquiet", " (at line 2, column 6)"),
            ("quiet = true\nquiet = true", " (at line 2, column 13)"),
            ('pool = "', " (at line 1, column 9)"),
            ("a = " + "[" * 5000, ""),
        ],
    )
    def test_what_is_not_toml(self, folder: Path, text: str, where: str) -> None:
        """The words are those of the parser, which change; place and advice do not."""
        with pytest.raises(BadConfigurationError) as caught:
            loaded(folder, text)

        assert str(caught.value).startswith("toloka-lint.toml: is not TOML: ")
        assert str(caught.value).endswith(f"{where}; fix it there, or pass --isolated to do without")

    def test_the_text_of_an_error(self, folder: Path) -> None:
        with pytest.raises(BadConfigurationError) as caught:
            loaded(folder, f"{ENTRY}poool = 'x'")

        known = f"known: pattern, {', '.join(FILE_KEYS)}"
        expected = f"toloka-lint.toml: files[0].poool: unknown key; did you mean 'pool'? {known}"
        assert str(caught.value) == expected

    def test_the_text_of_an_error_about_the_whole_file(self, folder: Path) -> None:
        with pytest.raises(BadConfigurationError) as caught:
            load(folder, "nothing.toml")

        assert str(caught.value) == (
            "nothing.toml: cannot be read: no such file or directory; name one that can be read, "
            "or pass --isolated to do without"
        )

    def test_one_is_named_and_none_is_to_be_read(self, folder: Path) -> None:
        with pytest.raises(BadConfigurationError) as caught:
            load(folder, "x.toml", isolated=True)

        expected = "x.toml: --config and --isolated exclude each other; leave one out"
        assert str(caught.value) == expected

    def test_a_folder_is_not_a_configuration(self, folder: Path) -> None:
        with pytest.raises(BadConfigurationError, match=r"^here: cannot be read: is a directory; name one"):
            load(folder, "here")

    def test_a_pyproject_that_is_named_must_have_the_table(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[tool.other]")

        with pytest.raises(BadConfigurationError) as caught:
            load(folder, "pyproject.toml")

        expected = "pyproject.toml: has no [tool.toloka-lint]; add this table, or name another file"
        assert str(caught.value) == expected

    def test_the_table_is_a_table(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[tool]\ntoloka-lint = true")

        with pytest.raises(BadConfigurationError) as caught:
            load(folder)

        assert str(caught.value) == "pyproject.toml: tool.toloka-lint: cannot be true; it takes a table"

    def test_bytes_that_are_not_text(self, folder: Path) -> None:
        (folder / "toloka-lint.toml").write_bytes(b'pool = "\xff"')

        with pytest.raises(BadConfigurationError) as caught:
            load(folder)

        assert str(caught.value) == "toloka-lint.toml: byte 0xff at offset 8 is not UTF-8; save the file as UTF-8"


class TestIdlePatterns:
    FILES = ("up/a.json", "more/b.tsv", ".hidden/c.json", "old/d.json")

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("up/*.json", []),
            ("/up/", []),
            ("*.tsv", []),
            (".hidden/", []),
            (".hidden/*.json", []),
            ("here/", ["here/ fits no file"]),
            ("uplods/*.json", ["uplods/*.json fits no file"]),
            ("*.jsonl", ["*.jsonl fits no file"]),
            ("!*.jsonl", ["!*.jsonl fits no file"]),
            ("../*.json", ["../*.json is not applied: {}"]),
            ("up/../../root/up/*.json", ["up/../../root/up/*.json is not applied: {}"]),
        ],
    )
    @pytest.mark.parametrize("key", ["exclude", "files[0].pattern"])
    def test_what_fits_nothing_or_leads_away_is_named(
        self, folder: Path, key: str, pattern: str, expected: list[str]
    ) -> None:
        for name in self.FILES:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).touch()
        text = f"exclude = '{pattern}'" if key == "exclude" else f"[[files]]\npattern = '{pattern}'"
        away = "it leads out of the folder of the configuration; name the files, or move the configuration up"

        found = list(loaded(folder, text, folder / "here").idle_patterns(["../up/a.json"]))

        assert found == [f"../toloka-lint.toml: {key}: {each.format(away)}" for each in expected]

    def test_a_file_of_the_run_is_enough(self, folder: Path) -> None:
        """One that is not in the folder at all, as what comes from stdin under a name."""
        assert list(loaded(folder, "exclude = '*.tsv'").idle_patterns(["a.tsv"])) == []

    def test_a_large_folder_is_not_searched_to_its_end(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("validator.cli.globs._LOOKED_AT", 2)
        for name in ("a", "b", "c"):
            (folder / name).touch()

        assert list(loaded(folder, "exclude = '*.tsv'").idle_patterns([])) == []


class TestSchema:
    def test_every_example_is_one_and_no_mistake_is(self) -> None:
        """Editors take the schema as it is printed: another validator says the same of it."""
        validator = jsonschema.Draft7Validator(exported(config_schema()))

        assert list(validator.iter_errors(tomllib.loads(EVERY_KEY))) == []
        for text, (_, why, _) in WRONG.items():
            is_seen = not why.endswith((OUTSIDE, "means nothing"))
            assert validator.is_valid(tomllib.loads(text)) is not is_seen, text

    def test_what_can_be_selected_is_what_a_selection_takes(self) -> None:
        codes = config_schema()["properties"]["select"]["items"]["enum"]

        for each in codes:
            assert Selection(select=(each,)), each
        assert {*all_codes(), *all_codes().values(), "ALL", "TL", "TL2", "TL20"} <= set(codes)
        assert len(set(codes)) == len(codes)

    @pytest.mark.parametrize("option", ["kind", "contract", "fail-on", "color"])
    def test_values_are_those_of_the_command_line(self, option: str) -> None:
        [choice] = [each.type for each in command.params if f"--{option}" in each.opts]

        assert list(choice.choices) == config_schema()["properties"][option]["enum"]  # type: ignore[attr-defined]


class TestManual:
    PAGE = (ROOT / "docs" / "configuration.md").read_text()

    def test_the_table_has_every_key_in_order(self) -> None:
        rows = re.findall(r"^\| `([a-z-]+)` \| .* \| (files|run|) ?\|$", self.PAGE, re.MULTILINE)

        about = {**dict.fromkeys(FILE_KEYS, "files"), **dict.fromkeys(RUN_KEYS, "run"), "files": ""}
        assert rows == list(about.items())
