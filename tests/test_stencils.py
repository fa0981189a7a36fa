"""Whatever fits a stencil is judged as the item from which it was cut: laws over contexts, items and texts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

import any_schema
import jsonschema
import orjson
import pytest
from generators import checks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from variants import STYLES, Style, variants, written

from validator.contracts import REQUEST_KINDS, Schema, contract_names
from validator.encoding import compact
from validator.engines import compiled
from validator.linter import Linter
from validator.memory import Memory
from validator.merging import merged
from validator.model import JSON, ROOT
from validator.positions import duplicate_keys, value_range
from validator.problems import Explainer
from validator.samples import Samples
from validator.sources import Rolled
from validator.stencils import Stencil, Template, cut
from validator.validator import Validator

#: For a long run by hand: STENCILS_EXAMPLES=1800.
EXAMPLES = int(os.environ.get("STENCILS_EXAMPLES", "60"))
FUZZ = FilePath(__file__).parent.parent / "fixtures" / "fuzz"
PROJECTS: list[Any] = [
    None,
    *(orjson.loads((FUZZ / f"{name}.json").read_bytes()) for name in ("every-type", "every-attribute", "patterns")),
    {
        "input_spec": {
            "image": {"type": "url"},
            "count": {"type": "integer", "min_value": 1, "max_value": 1500},
            "score": {"type": "float", "min_value": -0.5, "max_value": 99.25},
            "title": {"type": "string", "min_length": 2, "max_length": 9, "required": False},
            "kind": {"type": "string", "allowed_values": ["a", "b", "é", 'c"']},
            "sizes": {"type": "array_float", "min_size": 1, "max_size": 3, "required": False},
            "code": {"type": "string", "pattern": '[A-Z]{2}-([0-9]|")+', "required": False},
            "place": {"type": "coordinates"},
        },
        "output_spec": {"result": {"type": "string"}},
    },
]
law = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def samples(number: int, kind: str, contract: str) -> Samples:
    return Samples(Validator(kind, contract=contract, project=PROJECTS[number]).context)


@st.composite
def valid(draw: st.DrawFn) -> tuple[Linter, list[JSON]]:
    """Valid items of a project that makes sense: most of them break no rule."""
    numbers = st.integers(0, len(PROJECTS) - 1)
    made = samples(draw(numbers), draw(st.sampled_from(REQUEST_KINDS)), draw(st.sampled_from(contract_names())))
    dice = Rolled(str(draw(st.integers(0, 10**9))))
    items: list[JSON] = [made.item(dice) | {"overlap": 3} for _ in range(8)]
    return Linter(made.context), items


def of_check(check: tuple[dict[str, Any], list[JSON]]) -> tuple[Linter, list[JSON]]:
    arguments, items = check
    return Linter(Validator(**arguments).context), [each for item in items for each in read(written(item, STYLES[0]))]


def read(text: str) -> list[JSON]:
    """The item in a line; none where it cannot be read."""
    try:
        return [orjson.loads(text.encode("utf-8", "surrogatepass"))]
    except orjson.JSONDecodeError:
        return []


def is_plain(text: str) -> bool:
    return "\\" not in text and not re.search("[\x00-\x1f]", text)


def fitting(stencil: Stencil, texts: list[str]) -> Iterator[tuple[re.Match[str], str, JSON]]:
    """The texts that fit, with their values."""
    expression, _ = merged([stencil])
    for text in texts:
        if is_plain(text) and (fits := re.fullmatch(expression, text)):
            (value,) = read(text)
            yield fits, text, value


def filled(template: Template, fits: re.Match[str]) -> bytes:
    groups = [fits[group + 1] for group in template.groups]
    return "".join([part + group for part, group in zip(template.parts, [*groups, ""], strict=True)]).encode()


@law
@given(valid() | checks(3).map(of_check), st.sampled_from(STYLES), st.data())
def test_what_fits_the_stencil_of_a_clean_item_is_clean(
    check: tuple[Linter, list[JSON]], style: Style, data: st.DataObject
) -> None:
    linter, items = check
    known = memory(linter)
    known.digests(items)  # by the first, the order of keys is settled
    views = known.views
    for item in (each for each in items if linter.are_clean([each])[0]):
        text = written(item, style)
        stencil = cut(text, item, [linter.gate_schema], views)
        if stencil is None:
            continue
        found = list(fitting(stencil, [text, *data.draw(st.lists(variants(item, style), max_size=12))]))
        assert found[0][1] == text
        for fits, other, value in found:
            assert linter.are_clean([value]) == [True]
            assert linter.rule_problems(value) == []
            assert list(duplicate_keys(other)) == []
            texts = [b"".join(map(compact, view.values(value))) for view in views]
            assert [filled(template, fits) for template in stencil.templates] == texts
            numbers = [view.number(text.decode()) for view, text in zip(views, texts, strict=True)]
            assert [[each] for each in numbers] == known.columns(known.digests([value]))


@law
@given(checks(3).map(of_check), st.sampled_from(STYLES), st.data())
def test_what_fits_the_stencil_of_any_item_has_the_same_problems_in_the_same_places(
    check: tuple[Linter, list[JSON]], style: Style, data: st.DataObject
) -> None:
    linter, items = check
    engine, explainer = compiled(linter.context.schema), Explainer()
    gates = [compiled(each.gate(linter.context)) for each in linter.rules if each.gate]
    for item in items:
        problems = explainer.problems(engine.failures(item))
        places = [ROOT, *(each.path for each in problems)]
        text = written(item, style)
        stencil = cut(text, item, [linter.gate_schema], places=places)
        if stencil is None:
            continue
        found = list(fitting(stencil, [text, *data.draw(st.lists(variants(item, style), max_size=12))]))
        assert found[0][1] == text
        for fits, other, value in found:
            assert explainer.problems(engine.failures(value)) == problems
            assert [each.is_valid(value) for each in gates] == [each.is_valid(item) for each in gates]
            stood = [(fits.start(begin + 1), fits.start(end + 1)) for begin, end in stencil.places]
            assert stood == [value_range(other, path) for path in places]


def memory(linter: Linter) -> Memory:
    made = Memory(linter.context, linter.rules)
    made.begin(None, is_one_request=False)
    return made


@pytest.mark.parametrize("has_places", [False, True])
@pytest.mark.parametrize("sort", any_schema.SORTS)
def test_what_fits_is_judged_alike_by_any_two_keywords(sort: str, has_places: bool) -> None:  # noqa: FBT001 - both ways
    values = any_schema.SORTS[sort][1]
    texts = [written(each, STYLES[0]) for each in values]
    for schema in any_schema.pairs(sort):
        is_valid = jsonschema.Draft7Validator(schema).is_valid
        verdicts = [is_valid(each) for each in values]
        for value, text, verdict in zip(values, texts, verdicts, strict=True):
            if has_places or verdict:
                expression = of_one(text, value, schema, has_places=has_places)
                assert expression.fullmatch(text)
                others = [other for each, other in zip(texts, verdicts, strict=True) if expression.fullmatch(each)]
                assert set(others) == {verdict}, (schema, value)


def of_one(text: str, value: JSON, schema: Schema, *, has_places: bool) -> re.Pattern[str]:
    """The expression of the stencil of one value. With places, what is told of it is where something fails."""
    stencil = cut(text, value, [schema], places=[ROOT] if has_places else [])
    assert stencil
    return re.compile(merged([stencil])[0])


@settings(law, max_examples=4 * EXAMPLES)
@given(any_schema.schemas, any_schema.values, st.sampled_from(STYLES), st.booleans(), st.data())
def test_what_fits_fails_where_the_first_fails_whatever_the_schema(
    schema: Schema,
    item: JSON,
    style: Style,
    has_places: bool,  # noqa: FBT001 - drawn
    data: st.DataObject,
) -> None:
    text = written(item, style)
    errors = failing(schema, item)
    expression = of_one(text, item, schema, has_places=has_places or bool(errors))
    others = [text, *data.draw(st.lists(variants(item, style), min_size=5, max_size=20))]
    for value in [read(each)[0] for each in others if is_plain(each) and expression.fullmatch(each)]:
        assert failing(schema, value) == errors


def failing(schema: Schema, item: JSON) -> list[tuple[str, str]]:
    """Each keyword that fails: where it stands in the schema, and where in the item."""
    found = jsonschema.Draft7Validator(schema).iter_errors(item)
    return sorted((str(list(each.absolute_schema_path)), str(list(each.absolute_path))) for each in found)


@pytest.mark.parametrize(
    ("item", "is_cut"),
    [
        ({"a": "x" * 8_184}, True),
        ({"a": "x" * 8_185}, False),
        ([[]] * 199, True),
        ([[]] * 200, False),
    ],
)
def test_large_items_get_no_stencil(item: JSON, is_cut: bool) -> None:  # noqa: FBT001 - both ways
    assert bool(cut(written(item, STYLES[0]), item, [])) == is_cut
