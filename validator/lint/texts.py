"""The texts in ids and in a project's fields, such as urls: all rules that look at one type share one walk.

The texts of many objects are put together first, and a rule is asked whether there can be something to say of any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from validator.contract.task_spec import Field
from validator.model import ROOT, Path, Problem
from validator.rules.base import Check, Rule, Scope, Text, Woken
from validator.rules.parts import USERS


class _Look(NamedTuple):
    """What one rule asks of texts."""

    code: str
    text: Text


#: Gives what is wrong with texts, each with its number: at the path there, which stands for the text's own.
_Judge = Callable[[Sequence[str]], "list[tuple[int, Problem]]"]


def text_checks(scope: Scope, roles: frozenset[str], rules: Sequence[Rule]) -> Iterator[tuple[Sequence[str], Check]]:
    """The walks over objects: each with the keys of the objects that wake it."""
    looks = [_Look(rule.code, text) for rule in rules for text in rule.texts]
    of_ids = [each for each in looks if each.text.type == "id"]
    if "item" in roles and of_ids:
        judge = _judge(of_ids)
        yield ("pool_id",), lambda objects: _in_scalars(objects, "pool_id", ROOT, judge)
        for key in USERS:
            yield (key,), lambda objects, key=key: _in_lists(objects, key, ROOT, judge)  # type: ignore[misc]
    spec = scope.context.spec
    if spec and "task" in roles:
        yield from _of_fields(scope, "input_values", list(spec.inputs.values()), looks)
    if spec and "solution" in roles:
        of_outputs = [each for each in looks if each.text.in_outputs]
        yield from _of_fields(scope, "output_values", list(spec.outputs.values()), of_outputs)


def _of_fields(
    scope: Scope, holder: str, fields: Sequence[Field], looks: Sequence[_Look]
) -> Iterator[tuple[Sequence[str], Check]]:
    types = scope.context.contract.documents["field-types"]["definitions"]
    judges: dict[str, _Judge] = {}
    for type_ in dict.fromkeys(each.text.type for each in looks if each.text.type in types):
        # What does not have the form of its type is an error of the API, and nothing more is said of it.
        form = re.compile(types[type_]["pattern"]).search
        judges[type_] = _judge([each for each in looks if each.text.type == type_], form)
    of_types = [(each, judges[each.type]) for each in fields if each.type in judges]
    if of_types:
        yield (holder,), _walk(holder, of_types)


def _judge(looks: Sequence[_Look], has_form: Callable[[str], object] = bool) -> _Judge:
    by_screen = {each.text.screen: [look for look in looks if look.text.screen is each.text.screen] for each in looks}

    def judge(texts: Sequence[str]) -> list[tuple[int, Problem]]:
        together = "|".join(texts)
        found = []
        for screen, looks_behind in by_screen.items():
            if screen(together):
                suspects = [(n, text) for n, text in enumerate(texts) if screen(text)]
                for code, look in looks_behind:
                    for n, text in suspects:
                        said = look.judge(text)
                        if said and has_form(text):
                            found.append((n, Problem(code, ROOT, said[0], hint=said[1])))
        return found

    return judge


def _walk(holder: str, fields: Sequence[tuple[Field, _Judge]]) -> Check:
    path = ROOT / holder

    def check(objects: Woken) -> Iterable[tuple[int, Problem]]:
        held = [each if type(each) is dict else {} for each in [value[holder] for value in objects]]
        found: list[tuple[int, Problem]] = []
        for field, judge in fields:
            look = _in_lists if field.is_array else _in_scalars
            found += look(held, field.name, path, judge)
        return found

    return check


def _in_scalars(objects: Sequence[dict[str, Any]], name: str, path: Path, judge: _Judge) -> list[tuple[int, Problem]]:
    """What is wrong with the texts that objects have under a name."""
    faults = judge([text for each in objects if type(text := each.get(name)) is str])
    if not faults:
        return []
    places = [n for n, each in enumerate(objects) if type(each.get(name)) is str]
    return [(places[n], problem._replace(path=path / name)) for n, problem in faults]


def _in_lists(objects: Sequence[dict[str, Any]], name: str, path: Path, judge: _Judge) -> list[tuple[int, Problem]]:
    """What is wrong with the texts in lists that objects have under a name."""
    lists = [listed if type(listed := each.get(name)) is list else () for each in objects]
    faults = judge([text for each in lists for text in each if type(text) is str])
    if not faults:
        return []
    places = [(n, m) for n, each in enumerate(lists) for m, text in enumerate(each) if type(text) is str]
    return [(places[n][0], problem._replace(path=path / name / places[n][1])) for n, problem in faults]
