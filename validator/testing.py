"""For the tests of whoever builds tasks: an assertion that says what is wrong with a payload, finding by finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from validator.contract.kinds import kind_of
from validator.contract.loader import REQUEST_KINDS
from validator.json_text.python_values import items_of
from validator.model import Finding
from validator.reporters.line import text_line
from validator.validator import Options, Validator

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["assert_uploadable"]

_SHOWN = 50


def assert_uploadable(payload: object, *, kind: str | None = None, **options: Unpack[Options]) -> None:
    """Fail, and say why, unless the API would take the whole payload as one request.

    Warnings do not fail, but they are shown where something else does.

    Args:
        payload: One mapping, an iterable of them, or objects with `unstructure()`.
        kind: `tasks` or `task-suites`; found out from the first item if not said.
        **options: `contract`, `project`, `pool` and the query parameters, as a Validator takes them.

    Raises:
        AssertionError: the API would refuse something; the text has a line for each finding.
        TypeError: the payload is none of these.
        ValueError: a value that JSON cannot hold, such as NaN, or an option that cannot be used.
    """
    __tracebackhide__ = True
    items, is_alone = items_of(payload)
    if kind is None:
        found = kind_of(items[0], is_alone=False) if items else "tasks"
        kind = found if found in REQUEST_KINDS else "tasks"
    findings = _validator(kind, options).lint(items[0] if is_alone else items)
    if any(each.severity == "error" for each in findings):
        raise AssertionError(_text(findings, kind, is_alone=is_alone))


_known: dict[tuple[str, bytes], Validator] = {}
_KEPT = 16


def _validator(kind: str, options: Options) -> Validator:
    """The validator of these options: a property test asks for the same one again and again."""
    try:
        key = (kind, orjson.dumps(options))
    except TypeError:  # a mapping of another class, say
        return Validator(kind, **options)
    if key not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[key] = Validator(kind, **options)
    return _known[key]


def _text(findings: list[Finding], kind: str, *, is_alone: bool) -> str:
    errors = sum(each.severity == "error" for each in findings)
    lines = [f"these {kind} cannot be uploaded: {errors:,} error{'' if errors == 1 else 's'}"]
    for each in findings[:_SHOWN]:
        name = None if each.index is None else "payload" if is_alone else f"payload[{each.index}]"
        lines.append(text_line(each._replace(file=name, source=None)))
    if len(findings) > _SHOWN:
        lines.append(f"… and {len(findings) - _SHOWN:,} more")
    return "\n".join(lines)
