"""The texts in a project's fields, such as urls: all rules that look at fields of one type share one walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from validator.contract.task_spec import Field
from validator.model import ROOT, Path, Problem, as_list
from validator.rules.base import Check, Rule, Scope


def text_checks(scope: Scope, roles: frozenset[str], rules: Sequence[Rule]) -> list[tuple[Sequence[str], Check]]:
    """The walks over an object: one for each type of field that rules look at, with the key that holds the fields."""
    spec = scope.context.spec
    if spec is None:
        return []
    checks: list[tuple[Sequence[str], Check]] = []
    for role, holder, fields in (("task", "input_values", spec.inputs), ("solution", "output_values", spec.outputs)):
        looks = [(each.code, each.text) for each in rules if each.text and (role == "task" or each.text.in_outputs)]
        for type_ in dict.fromkeys(text.type for _, text in looks) if role in roles else ():
            judges = [(code, text.judge) for code, text in looks if text.type == type_]
            if of_type := [each for each in fields.values() if each.type == type_]:
                checks.append(((holder,), _text_check(scope, holder, of_type, judges)))
    return checks


_Judge = Callable[[str], "tuple[str, str | None] | None"]


def _text_check(scope: Scope, holder: str, fields: Sequence[Field], judges: Sequence[tuple[str, _Judge]]) -> Check:
    # What does not have the form of its type is an error of the API, and nothing more is said of it.
    form = re.compile(scope.context.contract.documents["field-types"]["definitions"][fields[0].type]["pattern"]).search
    names = [each.name for each in fields if not each.is_array]
    arrays = [each.name for each in fields if each.is_array]

    def said_of(text: str, path: Path) -> list[Problem]:
        if not form(text):
            return []
        said = [(code, judge(text)) for code, judge in judges]
        return [Problem(code, path, *_as_fields(each)) for code, each in said if each]

    def texts(value: dict[str, Any]) -> Iterable[Problem]:
        values = value[holder]
        if type(values) is not dict:
            return ()
        found: list[Problem] = []
        for name in names:
            text = values.get(name)
            if type(text) is str and any(judge(text) for _, judge in judges):
                found += said_of(text, ROOT / holder / name)
        for name in arrays:
            for n, text in enumerate(as_list(values.get(name))):
                if type(text) is str and any(judge(text) for _, judge in judges):
                    found += said_of(text, ROOT / holder / name / n)
        return found

    return texts


def _as_fields(said: tuple[str, str | None]) -> tuple[str, None, str | None]:
    message, hint = said
    return message, None, hint
