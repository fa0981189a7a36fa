"""Small schemas of every keyword that contracts and gates use, and values about which they have something to say."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from validator.portable import END

STRINGS: tuple[Any, ...] = (
    *("", "a", "b", "ab", "ba", "abc", "a b", " a", " ", "0", "00", "12", "http://a", "http://b", "https://b", "www"),
    *("é", "aé", "A", "a" * 9),
)
NUMBERS: tuple[Any, ...] = (0, 1, -1, 2, 3, 10, 0.5, 0.25, 1.0, 1.5, 2.5, -0.5, 100, 0.30000000000000004)
ROWS: tuple[Any, ...] = (
    *([], ["a"], ["a", "a"], ["a", "b"], ["b", "a"], ["a", "b", "c"], ["a", "b", "a"], ["a", "b", "c", "d"]),
    *([1], [1, 1], [1, 2], [0, 3, 5], [1, 2, 3, 4], ["a", 1], ["a", None], [None, None]),
)
PATTERNS = (
    *(f"^[!-~]*{END}", f"^[0-9]+{END}", f"^0+{END}", f"^(a|b)+{END}", f"^[ab]{{1,2}}{END}", f"^a|b{END}", f"a{END}"),
    *("[^ \\t\\r\\n]", "[ab]", "^(https?://|www)", "^(https|www)", "^a", "ab", "a(?!b)", "^[^a]"),
)
_BOUNDS = (0, 1, 2, -1, 0.5, 0.3)


def _each(values: Iterable[Any], *keywords: str) -> list[dict[str, Any]]:
    return [{keyword: value} for keyword in keywords for value in values]


_OF_ANY: list[dict[str, Any]] = [
    *_each((["a", "ab", 1, 0.5, None], [True, ["a"], {}], ["a", 1]), "enum"),
    *_each(("a", 1, ["a"]), "const"),
    *_each(("string", ["integer", "null"], "number"), "type"),
    *_each(({"const": "a"},), "not"),
    *_each((2,), "multipleOf"),
]
_OF_STRINGS: list[dict[str, Any]] = [
    *_each((0, 1, 2, 3), "minLength", "maxLength"),
    *_each(PATTERNS, "pattern"),
    *_OF_ANY,
]
_OF_NUMBERS: list[dict[str, Any]] = [
    *_each(_BOUNDS, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *_OF_ANY,
]
_OF_ROWS: list[dict[str, Any]] = [
    *_each((0, 1, 2, 3), "minItems", "maxItems"),
    *_each((True, False), "uniqueItems"),
    *_each(({"minimum": 1}, {"pattern": "^a"}, {"type": "string"}, [{"minimum": 1}]), "items"),
    *_each(({"const": "b"}, {"maximum": 1}), "contains"),
    *_OF_ANY,
]
#: Schemas that each have one keyword for values of one sort, and those values.
SORTS: dict[str, tuple[list[dict[str, Any]], tuple[Any, ...]]] = {
    "strings": (_OF_STRINGS, STRINGS),
    "numbers": (_OF_NUMBERS, NUMBERS),
    "rows": (_OF_ROWS, ROWS),
}


def pairs(sort: str) -> list[dict[str, Any]]:
    """Any two of the schemas, one asked if the other holds, and not asked if it does not."""
    return [{"if": one, "then": other, "else": {"not": other}} for one, other in combinations(SORTS[sort][0], 2)]


# --- drawn ------------------------------------------------------------------------------------------------------------

NAMES = ("x", "y", "z")
_scalars = st.sampled_from([*STRINGS, *NUMBERS, True, False, None])
_parts = _scalars | _scalars | st.sampled_from(ROWS)
values: st.SearchStrategy[Any] = st.recursive(
    st.dictionaries(st.sampled_from(NAMES), _parts, min_size=1, max_size=3) | _parts,
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=2) | st.lists(inner, max_size=2),
    max_leaves=2,
)
_members = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
_leaves = st.lists(
    st.sampled_from([*_OF_STRINGS, *_OF_NUMBERS, *_OF_ROWS]) | _members.map(lambda names: {"required": names}),
    max_size=3,
).map(lambda parts: {keyword: value for part in parts for keyword, value in part.items()})


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that apply others."""
    members = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3)
    conditions = st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner})
    applied: dict[str, st.SearchStrategy[Any]] = {
        "properties": members,
        "patternProperties": st.dictionaries(st.sampled_from(["^x", "y"]), inner, min_size=1, max_size=1),
        "additionalProperties": inner | st.booleans(),
        **dict.fromkeys(("items", "contains", "not"), inner),
        "propertyNames": st.sampled_from([{"pattern": "^[xy]"}, {"maxLength": 1}]),
        **dict.fromkeys(("allOf", "anyOf", "oneOf"), st.lists(inner, min_size=1, max_size=2)),
    }
    return st.fixed_dictionaries({}, optional=applied).flatmap(
        lambda made: st.just(made) | st.just(made) | conditions.map(lambda each: made | each)
    )


schemas: st.SearchStrategy[dict[str, Any]] = st.recursive(
    _leaves, lambda inner: st.builds(lambda one, other: one | other, _leaves, _around(inner)), max_leaves=6
)
