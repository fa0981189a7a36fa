"""JSON, for other programs: one finding a line, and around them one document or nothing."""

from __future__ import annotations

from validator.model import Finding, Tally
from validator.reporters.base import Options, Reporter, Write
from validator.reporters.json_text import dumps
from validator.reporters.summary import by_frequency

_NOWHERE = (None, None, None, None)
_COUNTS = ("files", "items", "valid", "invalid", "errors", "warnings", "infos")


class JSONLines(Reporter):
    """Writes one object for each finding, and nothing else."""

    def finding(self, finding: Finding) -> None:
        """Write the line."""
        self._write(dumps(_as_object(finding)) + "\n")


class JSONDocument(Reporter):
    """Writes one object, with the findings first and the counts of the run last."""

    def __init__(self, write: Write, options: Options) -> None:
        super().__init__(write, options)
        self._separator = "\n"

    def begin(self) -> None:
        """Open the list of findings."""
        self._write('{"version":1,"findings":[')

    def finding(self, finding: Finding) -> None:
        """Write the finding on a line of its own."""
        self._write(self._separator + dumps(_as_object(finding)))
        self._separator = ",\n"

    def end(self, tally: Tally) -> None:
        """Close the list and write the counts."""
        counts = {name: getattr(tally, name) for name in _COUNTS} | {"codes": by_frequency(tally)}
        self._write(f'\n],"summary":{dumps(counts)}}}\n')


def _as_object(finding: Finding) -> dict[str, object]:
    (code, path, message, params, *_), severity, name, kind, index, file, *_ = finding
    line, column, end_line, end_column = finding.span or _NOWHERE
    return {
        "file": file,
        "kind": kind,
        "index": index,
        "path": str(path),
        "code": code,
        "name": name,
        "severity": severity,
        "message": message,
        "params": params,
        "value": finding.value,
        "hint": finding.hint,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
