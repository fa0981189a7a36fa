"""The output formats, by name. A new format is a module here and a line in this table."""

from __future__ import annotations

from validator.reporters.base import Options, Reporter, Write
from validator.reporters.full import Full
from validator.reporters.github import GitHub
from validator.reporters.gitlab import GitLab
from validator.reporters.json_lines import JSONDocument, JSONLines
from validator.reporters.junit import JUnit
from validator.reporters.sarif import SARIF
from validator.reporters.summary import summary
from validator.reporters.text import Text
from validator.reporters.validation_errors import ValidationErrors

__all__ = ["REPORTERS", "Options", "Reporter", "Write", "summary"]

REPORTERS: dict[str, type[Reporter]] = {
    "text": Text,
    "full": Full,
    "json": JSONDocument,
    "jsonl": JSONLines,
    "validation-errors": ValidationErrors,
    "github": GitHub,
    "gitlab": GitLab,
    "junit": JUnit,
    "sarif": SARIF,
}
