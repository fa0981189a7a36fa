"""The output formats, by name. A new format is a module here and a line in this table."""

from __future__ import annotations

from importlib import import_module

from validator.reporters.base import Options, Reporter, Write
from validator.reporters.summary import summary

__all__ = ["REPORTERS", "Options", "Reporter", "Write", "reporter_of", "summary"]

#: The class that writes each format, after the name of its module: a run imports the one that it uses.
REPORTERS: dict[str, str] = {
    "text": "text.Text",
    "full": "full.Full",
    "json": "json_lines.JSONDocument",
    "jsonl": "json_lines.JSONLines",
    "validation-errors": "validation_errors.ValidationErrors",
    "github": "github.GitHub",
    "gitlab": "gitlab.GitLab",
    "junit": "junit.JUnit",
    "sarif": "sarif.SARIF",
}


def reporter_of(output_format: str, write: Write, options: Options) -> Reporter:
    """A reporter for one of the formats."""
    module, _, name = REPORTERS[output_format].partition(".")
    found: type[Reporter] = getattr(import_module(f"validator.reporters.{module}"), name)
    return found(write, options)
