"""Differences between two contracts, as lines for people and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from validator.diff.contracts import Change
from validator.diff.schemas import EFFECTS
from validator.diff.verdicts import Turn
from validator.model import JSON, Finding
from validator.reporters.json_text import dumps
from validator.reporters.line import place
from validator.wording import clean


def change_line(change: Change) -> str:
    """`DOCUMENT: EFFECT CODE PATH: BEFORE -> AFTER`, and whether it is breaking."""
    path = f" {change.path}" if change.path else ""
    before, after = (_shown(each, change.code) for each in (change.before, change.after))
    mark = " (breaking)" if change.breaking else ""
    return clean(f"{change.document}: {change.effect} {change.code}{path}: {before} -> {after}{mark}")


def _shown(value: JSON, code: str) -> str:
    if value is None:
        return "anything" if code.startswith("TYPE_") else "none"
    if isinstance(value, list) and value:
        *most, last = (each if isinstance(each, str) else dumps(each) for each in value)
        return f"{', '.join(most)} or {last}" if most else last
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return value if isinstance(value, str) else dumps(value)


def changes_as_json(old: str, new: str, changes: Sequence[Change]) -> str:
    """All changes as one document, a line for each."""
    objects = [{**each._asdict(), "path": str(each.path), "breaking": each.breaking} for each in changes]
    effects = Counter(each.effect for each in changes)
    counts = {"changes": len(changes), "breaking": sum(each.breaking for each in changes)}
    # One of the effects is called `changes` too; that word counts all of them here.
    by_effect = {each: effects[each] for each in EFFECTS if each not in counts}
    return _document(old, new, "changes", objects, counts | by_effect)


def turn_lines(turn: Turn) -> list[str]:
    """`FILE:LINE:COLUMN: rejects|accepts CODE PATH: MESSAGE`: each error that is new, or gone."""
    return [f"{clean(place(each))}: {turn.verdict} {clean(_sentence(each))}" for each in turn.errors]


def _sentence(finding: Finding) -> str:
    path = f" {finding.path}" if finding.path else ""
    return f"{finding.code}{path}: {finding.message}"


def turns_as_json(old: str, new: str, turns: Iterable[Turn], counts: dict[str, int]) -> str:
    """All items that change their verdict as one document, a line for each."""
    return _document(old, new, "items", list(map(_as_object, turns)), counts)


def _as_object(turn: Turn) -> dict[str, object]:
    first = turn.errors[0]
    sides = {"before": [*map(_error, turn.before)], "after": [*map(_error, turn.after)]}
    return {"file": first.file, "kind": first.kind, "index": first.index, "verdict": turn.verdict, **sides}


def _error(finding: Finding) -> dict[str, object]:
    line, column = finding.span[:2] if finding.span else (None, None)
    said = {"path": str(finding.path), "code": finding.code, "message": finding.message, "params": finding.params}
    return {**said, "line": line, "column": column}


def _document(old: str, new: str, name: str, objects: Sequence[object], counts: dict[str, int]) -> str:
    lines = ",".join(f"\n{dumps(each)}" for each in objects)
    return f'{{"version":1,"old":{dumps(old)},"new":{dumps(new)},"{name}":[{lines}\n],"summary":{dumps(counts)}}}\n'
