"""The configuration."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import ROOT, python

from validator.cli import config
from validator.cli.check import command
from validator.cli.config import Config, Entry
from validator.errors import BadConfigurationError
from validator.inputs.settings import FileSettings

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
output-format = "json"
output = "findings.json"
select = ["TL5", "VALUE_REQUIRED"]
ignore = ["duplicate-task"]
severity = { TL501 = "error", hint-without-solution = "info" }
fail-on = "warning"
max-findings = 0
statistics = true
color = "never"
quiet = false

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
"""
RUN = {
    "output_format": "json",
    "output": "../findings.json",
    "select": ("TL5", "VALUE_REQUIRED"),
    "ignore": ("duplicate-task",),
    "severity": {"TL501": "error", "hint-without-solution": "info"},
    "fail_on": "warning",
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
}
ENTRIES = (
    Entry(("suites/*.json", "more/"), {"kind": "task-suites"}),
    Entry(
        ("suites/**/*.json",),
        {
            "contract": "2022-06",
            "project": "../suites.json",
            "pool": "../pool.json",
            "async_mode": False,
            "allow_defaults": True,
            "skip_invalid_items": False,
            "open_pool": True,
            "operation_id": "other",
            "request": "../request.json",
        },
    ),
)


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
        expected = Config(folder / "toloka-lint.toml", RUN, ALL_FILES, ENTRIES, folder / "here")

        assert loaded(folder, EVERY_KEY, folder / "here") == expected

    def test_every_key_of_a_table_in_pyproject(self, folder: Path) -> None:
        (folder / "pyproject.toml").write_text(in_table(EVERY_KEY))

        assert load(folder / "here") == Config(folder / "pyproject.toml", RUN, ALL_FILES, ENTRIES, folder / "here")

    def test_the_example_leaves_no_key_out(self) -> None:
        files = {"files": ENTRIES}

        assert {key.replace("-", "_") for key in config.KEYS} == {*RUN, *ALL_FILES, *files}
        assert {key.replace("-", "_") for key in config.FILE_KEYS} == {*ENTRIES[0].settings, *ENTRIES[1].settings}

    def test_the_keys_are_the_long_options_of_check(self) -> None:
        options = {
            each.removeprefix("--") for option in command.params for each in option.opts if each.startswith("--")
        }

        assert options - {"config", "isolated", "stdin-filename", "engine"} == set(config.KEYS) - {"files"}

    def test_the_keys_of_a_file_are_its_settings(self) -> None:
        assert {key.replace("-", "_") for key in config.FILE_KEYS} == set(FileSettings._fields)

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

    def test_none_without_entries(self, folder: Path) -> None:
        assert loaded(folder, "quiet = true").files() == []

    def test_none_without_a_configuration(self, folder: Path) -> None:
        assert load(folder).files() == []


FILE_KEYS = (
    "kind, contract, project, pool, async-mode, allow-defaults, skip-invalid-items, open-pool, operation-id, request"
)
RUN_KEYS = "output-format, output, select, ignore, severity, fail-on, max-findings, statistics, color, quiet"
KEYS = f"{FILE_KEYS}, {RUN_KEYS}, files"
KINDS = "auto, tasks, task-suites, project, pool, created, batch, operation, operation-log, error"
FORMATS = "text, full, json, jsonl, validation-errors, github, gitlab, junit, sarif"
AT_THE_TOP = "in this file the keys stand at the top, without [tool.toloka-lint]"
LISTED = "`toloka-lint rule` lists them all"
ENTRY = '[[files]]\npattern = "x"\n'
CODE = "unknown rule or code"

#: Text, then key, reason and advice.
WRONG = {
    "zzz = 1": ("zzz", "unknown key", f"known: {KEYS}"),
    "async_mode = true": ("async_mode", "unknown key", f"did you mean async-mode? known: {KEYS}"),
    "no-async-mode = true": ("no-async-mode", "unknown key", f"did you mean async-mode? known: {KEYS}"),
    "[tool.toloka-lint]": ("tool", "unknown key", AT_THE_TOP),
    'kind = "task"': ("kind", 'cannot be "task"', f"did you mean tasks? known: {KINDS}"),
    "kind = 3": ("kind", "cannot be 3", f"known: {KINDS}"),
    'contract = "2022-6"': ("contract", 'cannot be "2022-6"', "did you mean 2022-06? known: 2022-06, 2023-06"),
    'output-format = "SARIF"': ("output-format", 'cannot be "SARIF"', f"did you mean sarif? known: {FORMATS}"),
    'fail-on = "warn"': ("fail-on", 'cannot be "warn"', "did you mean warning? known: error, warning, info, never"),
    "color = true": ("color", "cannot be true", "known: auto, always, never"),
    'open-pool = "yes"': ("open-pool", 'cannot be "yes"', "it takes true or false"),
    "quiet = 1": ("quiet", "cannot be 1", "it takes true or false"),
    "max-findings = -1": ("max-findings", "cannot be -1", "it takes a whole number, 0 or more"),
    "max-findings = true": ("max-findings", "cannot be true", "it takes a whole number, 0 or more"),
    "max-findings = nan": ("max-findings", "cannot be NaN", "it takes a whole number, 0 or more"),
    'pool = ""': ("pool", 'cannot be ""', "it takes the name of a file"),
    'project = "a\\u0000b"': ("project", 'cannot be "a\\u0000b"', "it takes the name of a file"),
    "output = 2020-01-01": ("output", 'cannot be "2020-01-01"', "it takes the name of a file"),
    'operation-id = ""': ("operation-id", 'cannot be ""', "it takes a string that is not empty"),
    'select = "TL5"': ("select", 'cannot be "TL5"', "it takes a list, in square brackets"),
    'select = ["TL5", 5]': ("select[1]", "cannot be 5", "it takes a string that is not empty"),
    'ignore = ["TL5", "duplicated-task"]': (
        "ignore[1]",
        f"{CODE} duplicated-task",
        f"did you mean duplicate-task? {LISTED}",
    ),
    'select = ["value_requird"]': ("select[0]", f"{CODE} value_requird", f"did you mean value-required? {LISTED}"),
    'select = ["zzz"]': ("select[0]", f"{CODE} zzz", LISTED),
    "severity = []": ("severity", "cannot be []", "it takes a table"),
    'severity.zzz = "info"': ("severity.zzz", f"{CODE} zzz", LISTED),
    'severity.TL501 = "off"': ("severity.TL501", 'cannot be "off"', "known: error, warning, info"),
    "files = {}": ("files", "cannot be {}", "it takes a list of tables: write [[files]], in two brackets"),
    "files = [3]": ("files[0]", "cannot be 3", "it takes a table"),
    '[[files]]\nkind = "tasks"': (
        "files[0]",
        "has no pattern",
        'say which files it is about, as pattern = "uploads/**/*.jsonl"',
    ),
    "[[files]]\npattern = []": ("files[0].pattern", "cannot be []", "it takes a glob or a list of globs"),
    '[[files]]\npattern = ["x", 3]': ("files[0].pattern[1]", "cannot be 3", "it takes a string that is not empty"),
    f'{ENTRY}{ENTRY}projct = "x"': (
        "files[1].projct",
        "unknown key",
        f"did you mean project? known: pattern, {FILE_KEYS}",
    ),
    f'{ENTRY}fail-on = "info"': (
        "files[0].fail-on",
        "unknown key",
        "it is about the whole run: write it above the first [[files]]",
    ),
}


class TestErrors:
    @pytest.mark.parametrize("text", WRONG)
    def test_what_is_wrong_and_what_to_do(self, folder: Path, text: str) -> None:
        key, why, advice = WRONG[text]

        with pytest.raises(BadConfigurationError) as caught:
            loaded(folder, text, folder / "here")

        error = caught.value
        assert (error.file, error.key, error.why, error.advice) == ("../toloka-lint.toml", key, why, advice)

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
        assert str(caught.value).endswith(f"{where}; mend it there, or pass --isolated to do without")

    def test_the_text_of_an_error(self, folder: Path) -> None:
        with pytest.raises(BadConfigurationError) as caught:
            loaded(folder, f"{ENTRY}poool = 'x'")

        expected = f"toloka-lint.toml: files[0].poool: unknown key; did you mean pool? known: pattern, {FILE_KEYS}"
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

        expected = "x.toml: is asked for by --config, but --isolated reads none; leave one out"
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


class TestManual:
    PAGE = (ROOT / "docs" / "configuration.md").read_text()

    def test_the_table_has_every_key_in_order(self) -> None:
        rows = re.findall(r"^\| `([a-z-]+)` \| .* \| (files|run|) ?\|$", self.PAGE, re.MULTILINE)

        about = {**dict.fromkeys(config.FILE_KEYS, "files"), **dict.fromkeys(config.RUN_KEYS, "run"), "files": ""}
        assert rows == list(about.items())
