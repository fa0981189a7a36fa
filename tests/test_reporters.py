"""Each case is a file in fixtures/reporters: findings in, and the exact text that each format makes of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path as FilePath
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import jsonschema
import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kept import HINT, kept
from sections import FIXTURES, section, sections

from validator.contract.codes import API_CODES
from validator.model import SEVERITIES, Finding, Path, Problem, Span, Tally
from validator.reporters import REPORTERS, Options, reporter_of, summary
from validator.reporters.line import said
from validator.rules import RULES
from validator.rules.base import Rule

ROOT = FilePath(__file__).parent.parent
CASES = sorted((FIXTURES / "reporters").iterdir())
SARIF_SCHEMA = ROOT.parent / "shared" / "data" / "sarif-schema-2.1.0.json"

# The pages of the real rules may change; those in the fixtures do not.
PAGE = "The same task twice.\n\n## What it finds\nTwo items\nof one pool.\n\n## Why it matters\nEach is paid for.\n"


@pytest.fixture(autouse=True, scope="module")
def _rules() -> Iterable[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RULES, "TL501", Rule("TL501", "duplicate-task", "warning", PAGE))
        patch.setitem(RULES, "TL601", Rule("TL601", "operation-id-missing", "info", "No operation_id.\n"))
        yield


class Place(NamedTuple):
    """A source that knows one answer."""

    area: Span
    line: str
    text: str = ""

    def span(self, path: Path) -> Span:  # noqa: ARG002
        return self.area

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        return self.line[begin:end] if line == self.area.line else ""


def load_finding(data: dict[str, Any]) -> Finding:
    problem = Problem(data["code"], Path(data["path"]), data["message"], data.get("params") and tuple(data["params"]))
    source = Place(Span(*data["span"]), data["line"]) if "span" in data else None
    kind, index, file = data.get("kind", "tasks"), data.get("index"), data.get("file")
    return Finding(problem, data["severity"], data["name"], kind, index, file, source)


def report(name: str, findings: Iterable[Finding], options: Options, tally: Tally | None = None) -> str:
    pieces: list[str] = []
    tally = tally or Tally()
    reporter = reporter_of(name, pieces.append, options)
    reporter.begin()
    for finding in findings:
        tally.count(finding)
        reporter.finding(finding)
    reporter.end(tally)
    return "".join(pieces)


def files_of(case: FilePath) -> dict[str, str]:
    """The files in a case: `findings.json`, and one by the name of each format."""
    return {each.name: each.data.decode() for each in sections(case.read_bytes().decode())}


def written(case: FilePath) -> str:
    """The text of a case with what the formats make now."""
    text = files_of(case)["findings.json"]
    data = json.loads(text)
    options = Options(**{"version": "1.2.3", **data["options"]})
    findings = list(map(load_finding, data["findings"]))
    texts = {name: report(name, findings, options, Tally(**data["tally"])) for name in REPORTERS}
    tally = Tally(**data["tally"])
    for finding in findings:
        tally.count(finding)
    made = {"findings.json": text, **texts, "summary": summary(tally) + "\n"}
    head, _, _ = case.read_text("utf-8").partition("\n")
    return f"{head}\n" + "".join(section(name, each.encode()) for name, each in made.items())


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)


def test_there_are_cases() -> None:
    assert {each.suffix for each in CASES} == {".case"}


@every_case
def test_every_format_writes_exactly_what_the_case_shows(case: FilePath) -> None:
    made = written(case)

    assert kept(case, made) == made, HINT


@every_case
def test_every_document_can_be_read_back(case: FilePath) -> None:
    files = files_of(case)
    tree = ET.fromstring(files["junit"])  # noqa: S314 - our own fixture

    for name in ("json", "validation-errors", "gitlab", "sarif"):
        orjson.loads(files[name])
    for suite in tree:
        assert len(suite) == int(suite.attrib["tests"])
        assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"])
    lines = files["jsonl"].splitlines()
    assert list(map(orjson.loads, lines)) == orjson.loads(files["json"])["findings"]
    assert len(lines) == len(json.loads(files["findings.json"])["findings"])


def sarif_findings(count: int) -> Iterable[Finding]:
    source = Place(Span(1, 1, 1, 2), "")
    problem = Problem("VALUE_REQUIRED", Path(("overlap",)), "Value must be present and not equal to null")
    return (Finding(problem, "error", "value-required", "tasks", n, "a.jsonl", source) for n in range(count))


@pytest.mark.skipif(not SARIF_SCHEMA.exists(), reason="the schema is not part of the project")
def test_sarif_is_valid_against_the_schema_of_its_standard() -> None:
    validator = jsonschema.Draft4Validator(orjson.loads(SARIF_SCHEMA.read_bytes()))
    documents = [orjson.loads(files_of(case)["sarif"]) for case in CASES]
    too_many = orjson.loads(report("sarif", sarif_findings(25_001), Options(files=["a.jsonl"])))
    too_many["runs"][0]["results"] = too_many["runs"][0]["results"][:2]

    assert [error.message for each in (*documents, too_many) for error in validator.iter_errors(each)] == []


@every_case
def test_sarif_holds_what_github_demands(case: FilePath) -> None:
    (run,) = orjson.loads(files_of(case)["sarif"])["runs"]
    rules = run["tool"]["driver"]["rules"]

    for rule in rules:
        assert rule["help"]["text"]
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"])
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert all(place["region"][key] >= 1 for key in ("startLine", "startColumn", "endLine", "endColumn"))
    marks = [result["partialFingerprints"]["tolokaLint/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)


def test_sarif_stops_at_the_number_that_github_takes_and_says_so() -> None:
    (run,) = orjson.loads(report("sarif", sarif_findings(25_003), Options()))["runs"]

    assert len(run["results"]) == 25_000
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "3 more findings not shown: a run holds at most 25,000 results"},
                }
            ],
        }
    ]


def test_a_file_elsewhere_has_an_absolute_uri(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (finding,) = sarif_findings(1)
    names = ["./a b.json", str(here / "c/d.json"), str(tmp_path / "e:f.json"), "g:h.json", "-", "<stdin>"]
    names += ["no text \udcff.json", str(tmp_path / "\udce9.json"), "no file \ud800.json"]
    findings = [finding._replace(file=name) for name in names]

    (run,) = orjson.loads(report("sarif", findings, Options(files=names)))["runs"]

    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].replace(tmp_path.as_uri(), "TMP")
        for result in run["results"]
    ]
    assert uris == [
        *("a%20b.json", "c/d.json", "TMP/e%3Af.json", "g%3Ah.json", "stdin", "stdin"),
        *("no%20text%20%FF.json", "TMP/%E9.json", "no%20file%20%5Cud800.json"),
    ]


def test_braces_of_a_message_are_no_arguments_in_sarif() -> None:
    (error,) = sarif_findings(1)
    problem = error.problem._replace(path=Path(("{0}",)), message="Value must match a{2}")

    (run,) = orjson.loads(report("sarif", [error._replace(problem=problem)], Options()))["runs"]

    assert [each["message"]["text"] for each in run["results"]] == ["{{0}}: Value must match a{{2}}"]


def test_statistics_are_in_every_format_that_can_hold_them() -> None:
    findings, options = list(sarif_findings(2)), Options(statistics=True)

    text, full, document = (report(name, findings, options) for name in ("text", "full", "json"))
    (run,) = orjson.loads(report("sarif", findings, options))["runs"]

    assert text.endswith("\n\n2 VALUE_REQUIRED value-required\n")
    assert full.endswith("\n\n2 VALUE_REQUIRED value-required\n")
    assert orjson.loads(document)["summary"]["codes"] == {"VALUE_REQUIRED": 2}
    assert run["properties"] == {"codes": {"VALUE_REQUIRED": 2}}
    assert "properties" not in orjson.loads(report("sarif", findings, Options()))["runs"][0]


def test_github_gets_ten_commands_of_each_level_and_the_number_of_the_others() -> None:
    (error,) = sarif_findings(1)
    found = [error] * 12 + [error._replace(severity="warning")] * 10 + [error._replace(severity="info")] * 11

    lines = report("github", found, Options()).splitlines()

    assert [line.split(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10 + ["and"]
    assert lines[-1] == "and 2 more errors, 1 more info: GitHub shows at most 10 of each level for a step"


def test_github_gets_no_column_of_the_end_when_that_is_on_another_line() -> None:
    (error,) = sarif_findings(1)

    text = report("github", [error._replace(source=Place(Span(1, 3, 2, 2), ""))], Options())

    assert text == (
        "::error file=a.jsonl,line=1,col=3,endLine=2,title=VALUE_REQUIRED value-required"
        "::overlap: Value must be present and not equal to null\n"
    )


def test_fingerprints_stay_when_lines_move() -> None:
    def marks(line: int) -> list[str]:
        problem = Problem("TL501", Path(), f"Same input_values as item {line}")
        found = [each._replace(problem=problem) for each in sarif_findings(3)]
        moved = [each._replace(source=Place(Span(line, 1, line, 2), ""), index=line) for each in found]
        return [each["fingerprint"] for each in orjson.loads(report("gitlab", moved, Options()))]

    assert marks(1) == marks(40)
    assert len(set(marks(1))) == 3


def test_what_the_api_would_not_say_is_left_out_of_its_map_and_counted() -> None:
    (error,) = sarif_findings(1)
    ours = error._replace(problem=Problem("TL501", Path(), "Same input_values as item 0"))
    reporter = reporter_of("validation-errors", len, Options(files=["a.jsonl"]))

    for finding in (error, ours, error._replace(index=None), error, error._replace(index=1)):
        reporter.finding(finding)

    assert reporter.left_out == 3


def test_junit_reads_back_suites_too_large_for_memory() -> None:
    (error,) = sarif_findings(1)
    long = error._replace(problem=error.problem._replace(message="x" * 1_000_000))

    tree = ET.fromstring(report("junit", [long] * 5, Options(files=["a.jsonl"])))  # noqa: S314 - our own output

    assert [suite.attrib["failures"] for suite in tree] == ["5"]
    assert [failure.attrib["message"] for failure in tree.iter("failure")] == ["x" * 1_000_000] * 5


def test_the_formats_load_no_module_that_is_slow_to_load() -> None:
    code = (
        "import sys, validator.rules, validator.contract.codes; known = set(sys.modules); import validator.reporters;"
        "print(*sorted(each for each in set(sys.modules) - known if not each.startswith('validator')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stdout

    assert set(loaded.split()) <= {"unicodedata"}


NASTY = st.sampled_from("\n\r\t\x00\x1b\x7f\x85\u2028\u202e\u200d\ud800\udcff\ufffe%<>&\"':,;|\\]あ😀́")
TEXTS = st.text(st.one_of(NASTY, st.characters(exclude_categories=())), max_size=12)
NUMBERS = st.integers(1, 60)
PARAMS = st.none() | st.lists(st.one_of(TEXTS, st.integers(), st.floats(), st.none(), st.booleans()), max_size=2)
SPANS = st.builds(Span, st.just(7), NUMBERS, st.integers(7, 9), NUMBERS)


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[str], list[Finding]]:
    """Files, and findings in their order."""
    files = draw(st.lists(TEXTS, max_size=3, unique=True))
    problems = st.builds(
        Problem,
        st.sampled_from(["VALUE_REQUIRED", "UNKNOWN_ENUM_VALUE", "TL501", "TL601"]),
        st.lists(TEXTS | st.integers(0, 9), max_size=3).map(Path),
        TEXTS,
        PARAMS.map(lambda params: None if params is None else tuple(params)),
    )
    findings = st.builds(
        Finding,
        problems,
        st.sampled_from(SEVERITIES),
        TEXTS,
        st.just("tasks"),
        st.none() | st.integers(0, 9),
        st.none(),
        st.none() | st.builds(Place, SPANS, TEXTS),
        value=TEXTS | st.none() | st.integers(0, 9),
    )
    found = [each._replace(file=file) for file in files for each in draw(st.lists(findings, max_size=4))]
    return files, sorted(found, key=lambda each: (files.index(str(each.file)), each.index is None, each.index or 0))


def shown(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


@settings(deadline=None)
@given(runs())
@example((["\ud800%,:\n.json"], []))
def test_any_run_is_one_finding_a_line_and_a_whole_document(run: tuple[Sequence[str], Sequence[Finding]]) -> None:
    files, findings = run
    options = Options(files=files, version="1.2.3")
    texts = {name: report(name, findings, options) for name in REPORTERS}

    for text in texts.values():
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)
    for name in ("text", "jsonl", "github"):
        assert len(texts[name].splitlines()) == len(findings)
    document = orjson.loads(texts["json"])
    assert [each["message"] for each in document["findings"]] == [shown(each.message) for each in findings]
    assert list(map(orjson.loads, texts["jsonl"].splitlines())) == document["findings"]
    assert [each["description"] for each in orjson.loads(texts["gitlab"])] == [
        shown(f"{each.path}: {said(each)}" if str(each.path) else said(each)) for each in findings
    ]
    assert_map_is_whole(orjson.loads(texts["validation-errors"]), files, findings)
    tree = ET.fromstring(texts["junit"])  # noqa: S314 - our own output
    assert len(tree) == len(files)
    assert len(list(tree.iter("system-out"))) + len(list(tree.iter("failure"))) == len(findings)
    (sarif,) = orjson.loads(texts["sarif"])["runs"]
    assert [each["ruleId"] for each in sarif["results"]] == [each.code for each in findings]


def assert_map_is_whole(document: dict[str, Any], files: Sequence[str], findings: Sequence[Finding]) -> None:
    places = {
        (shown(str(each.file)), str(each.index), shown(str(each.path)))
        for each in findings
        if each.code in API_CODES and each.index is not None
    }
    maps = document if len(files) > 1 else {shown(file): document for file in files}
    assert list(maps) == list(map(shown, files))
    assert {(file, item, path) for file, items in maps.items() for item in items for path in items[item]} == places


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(1, 320), st.integers(0, 40))
@example("\t" * 90 + "\x1b" * 90, 91, 5)
@example("あ" * 200, 100, 200)
def test_an_excerpt_is_one_line_that_fits_a_terminal(line: str, column: int, width: int) -> None:
    (error,) = sarif_findings(1)
    finding = error._replace(source=Place(Span(1, column, 1, column + width), line))

    _, *picture = report("full", [finding], Options()).splitlines()

    assert len(picture) == (2 if line.strip() else 0)
    for each in picture:
        assert columns(each) <= len("  1 | ") + 100 + len("……")


def columns(text: str) -> int:
    flat = (each for each in text if unicodedata.category(each) not in {"Mn", "Me", "Cf"})
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in flat)


def test_carets_stand_under_the_characters_they_mean() -> None:
    def drawn(line: str, column: int, end: int) -> list[str]:
        (error,) = sarif_findings(1)
        finding = error._replace(source=Place(Span(7, column, 7, end), line))
        return report("full", [finding], Options()).splitlines()[1:]

    assert drawn('{"名前": null}', 8, 12) == ['  7 | {"名前": null}', "    |          ^^^^"]
    assert drawn("a\tb\tc", 3, 4) == ["  7 | a    b    c", "    |      ^"]
    assert drawn("e\u0301e\u0301x", 3, 5) == ["  7 | e\u0301e\u0301x", "    |  ^"]
    assert drawn("👍🏽 ok", 4, 6) == ["  7 | 👍🏽 ok", "    |      ^^"]
    assert drawn("ab", 3, 3) == ["  7 | ab", "    |   ^"]
    assert drawn("x" * 500, 200, 204) == ["  7 | …" + "x" * 100 + "…", "    |  " + " " * 30 + "^^^^"]


def test_color_is_on_severity_and_carets_alone() -> None:
    (error,) = sarif_findings(1)
    colored = Options(color=True)
    plain = colored._replace(color=False)
    warning = error._replace(severity="warning", source=Place(Span(1, 1, 1, 3), "ab"))

    text = report("full", [warning], colored)

    assert re.findall(r"\x1b\[33m(.*?)\x1b\[0m", text) == ["warning", "^^"]
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == report("full", [warning], plain)
