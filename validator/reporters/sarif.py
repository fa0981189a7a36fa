"""SARIF 2.1.0, the exchange format of static analysis, in the part of it that GitHub's code scanning takes.

https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from functools import cache

from validator.contract.codes import API_CODES
from validator.model import Finding, Severity, Tally
from validator.reporters.base import Options, Reporter, Write
from validator.reporters.fingerprints import Fingerprints
from validator.reporters.json_text import dumps
from validator.reporters.line import sentence
from validator.reporters.names import uri
from validator.reporters.summary import by_frequency
from validator.rules import RULES
from validator.rules.base import Rule
from validator.wording import counted

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# GitHub refuses a run with more results, and a description with more characters.
_RESULTS = 25_000
_CHARACTERS = 1_024

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


class SARIF(Reporter):
    """Writes results as they come, and then the tool: only by then it is known which rules spoke."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._separator = "\n"
        self._rules: dict[str, dict[str, object]] = {}
        self._indexes: dict[str, int] = {}
        self._results = 0
        self._fingerprints = Fingerprints()
        self._uri = cache(uri)

    def begin(self) -> None:
        """Open the list of results."""
        run = '{"columnKind":"unicodeCodePoints","results":['
        self._write(f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{run}')

    def finding(self, finding: Finding) -> None:
        """Write the result on a line of its own."""
        self._results += 1
        if self._results > _RESULTS:
            return
        if finding.code not in self._rules:
            self._indexes[finding.code] = len(self._rules)
            self._rules[finding.code] = _rule(finding)
        self._write(self._separator + dumps(self._result(finding)))
        self._separator = ",\n"

    def end(self, tally: Tally) -> None:
        """Close the list and describe the tool, its rules and its run."""
        driver = {"name": "toloka-lint", "version": self._options.version, "rules": list(self._rules.values())}
        invocation: dict[str, object] = {"executionSuccessful": not tally.unchecked}
        if self._results > _RESULTS:
            more = counted(self._results - _RESULTS, "more finding")
            text = f"{more} not shown: a run holds at most {_RESULTS:,} results"
            invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
        tool, invocations = dumps({"driver": driver}), dumps([invocation])
        codes = f',"properties":{dumps({"codes": by_frequency(tally)})}' if self._options.statistics else ""
        self._write(f'\n],"tool":{tool},"invocations":{invocations}{codes}}}]}}\n')

    def _result(self, finding: Finding) -> dict[str, object]:
        return {
            "ruleId": finding.code,
            "ruleIndex": self._indexes[finding.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": _literal(sentence(finding))},
            "locations": self._locations(finding),
            "partialFingerprints": {"tolokaLint/v1": self._fingerprints.of(finding)},
        }

    def _locations(self, finding: Finding) -> list[object]:
        """The place; GitHub wants a file and all four numbers, so the beginning of a file stands for all of it."""
        files = self._options.files if finding.file is None else (finding.file,)
        line, column, end_line, end_column = finding.span or (1, 1, 1, 1)
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        places = ({"artifactLocation": {"uri": self._uri(file)}, "region": region} for file in files[:1])
        return [{"physicalLocation": place} for place in places]


def _literal(text: str) -> str:
    """The text of a message: in one, braces stand for arguments."""
    return text.replace("{", "{{").replace("}", "}}")


def _rule(finding: Finding) -> dict[str, object]:
    rule = RULES.get(finding.code)
    short, full, whole = _lint_texts(rule) if rule else _api_texts(finding)
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": short[:_CHARACTERS]},
        "fullDescription": {"text": full[:_CHARACTERS]},
        "help": {"text": whole, "markdown": whole},
        "defaultConfiguration": {"level": _LEVELS[rule.severity if rule else "error"]},
        "properties": {"tags": ["lint" if rule else "api"]},
    }


def _lint_texts(rule: Rule) -> tuple[str, str, str]:
    """Title, first section and whole of the rule's page."""
    page = rule.page.strip()
    section = page.partition("## What it finds")[2].partition("\n## ")[0]
    return rule.title, " ".join(section.split()) or rule.title, page


def _api_texts(finding: Finding) -> tuple[str, str, str]:
    known = API_CODES.get(finding.code)
    short = known.message.replace("{}", "…") if known else finding.message
    full = f"The API refuses an item with the error {finding.code}: {short}"
    return short, full, f"{full}\n\nThe path in the message says which value of the item is meant."
