"""The manual is complete, its examples are true, and docs/rules.md is what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import toloka_lint
from examples import headings, samples
from kept import HINT, kept

from validator.contract.codes import API_CODES, KEYWORDS, name_of
from validator.errors import UnknownNameError
from validator.lint.selection import all_codes
from validator.rules import RULES
from validator.rules.base import Rule
from validator.rules.manual import document, page, table

DOCUMENT = Path(__file__).parent.parent / "docs" / "rules.md"
HEADINGS = ["What it finds", "Why it matters", "Example", "Use instead"]

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


@every_rule
def test_a_page_has_its_headings_in_order(rule: Rule) -> None:
    found = headings(rule.page)
    assert found in (HEADINGS, [*HEADINGS, "See also"])


@every_rule
def test_a_page_begins_with_one_sentence(rule: Rule) -> None:
    title, blank, *_ = rule.page.strip().splitlines()
    assert title.endswith(".")
    assert title.count(". ") == 0
    assert blank == ""


@every_rule
def test_an_example_fires_exactly_its_own_code(rule: Rule) -> None:
    example, _ = samples(rule.page)
    found = [(each.code, str(each.path), each.message) for each in example.findings()]
    assert {code for code, _, _ in found} == {rule.code}, found
    assert len(found) == 1, found


@every_rule
def test_a_mended_example_is_silent(rule: Rule) -> None:
    _, mended = samples(rule.page)
    assert [(each.code, str(each.path), each.message) for each in mended.findings()] == []


@every_rule
def test_a_mended_example_is_another(rule: Rule) -> None:
    example, mended = samples(rule.page)
    assert example != mended


@every_rule
def test_a_finding_stands_in_the_text(rule: Rule) -> None:
    example, _ = samples(rule.page)
    for finding in example.findings():
        if finding.source:
            lines = example.data.decode("utf-8", "replace").count("\n")
            assert 1 <= finding.source.span(finding.path).line <= lines


@pytest.mark.parametrize("code", all_codes())
def test_every_code_and_name_has_a_page(code: str) -> None:
    name = all_codes()[code]
    assert page(code) == page(name)
    assert page(code).startswith(f"# {code} {name}\n")


def test_pages_tell_what_their_rule_needs() -> None:
    assert "Severity: warning. Needs: a project." in page("TL302")
    assert "Severity: info. Needs: a project." in page("TL106")
    assert "Severity: warning.\n" in page("TL101")


def test_an_unknown_code_has_no_page() -> None:
    with pytest.raises(UnknownNameError) as caught:
        page("TL999")

    assert caught.value.name == "TL999"


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("VALUE_REQUIRED", "- `required`\n"),
        ("VALUE_REQUIRED", "- null where `type` does not take it\n"),
        ("STRING_EXPECTED", "- `type`, where the first type is string\n"),
        ("INVALID_URL_SYNTAX", "- `pattern` of url\n"),
        ("BLANK_STRING_NOT_ALLOWED", "- `pattern` of pool id\n- `pattern` of user id\n"),
        ("UUID_EXPECTED", "- `pattern` of operation id\n"),
        ("INVALID_REGEX_SYNTAX", "- no keyword of a schema: the program itself finds it\n"),
    ],
)
def test_a_page_of_an_api_code_tells_what_gives_it(code: str, cause: str) -> None:
    assert cause in page(code)


@pytest.mark.parametrize("code", API_CODES)
def test_a_page_of_an_api_code_tells_whose_text_it_is(code: str) -> None:
    assert ("A source shows this text" in page(code)) == API_CODES[code].attested
    assert ("The text is ours" in page(code)) != API_CODES[code].attested


def test_every_code_of_a_keyword_is_in_the_table_of_codes() -> None:
    assert {each.code for each in KEYWORDS.values()} - {""} <= set(API_CODES)


def test_the_table_has_a_row_for_every_code() -> None:
    rows = table().splitlines()[2:]
    assert [row.split("|")[1].strip() for row in rows] == list(all_codes_in_order())
    assert {row.count("|") for row in rows} == {6}


def all_codes_in_order() -> list[str]:
    return [*RULES, *API_CODES]


def test_names_are_not_used_twice() -> None:
    names = [*(each.name for each in RULES.values()), *map(name_of, API_CODES)]
    assert len(names) == len(set(names))


def test_the_document_is_current() -> None:
    assert kept(DOCUMENT, document()) == document(), HINT


def test_the_command_without_a_code_prints_the_table(tmp_path: Path) -> None:
    assert toloka_lint(["rule"], tmp_path) == (0, table(), "")
