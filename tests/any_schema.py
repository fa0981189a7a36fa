"""Small schemas of every keyword that contracts and gates use, and values about which they have something to say."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from validator.portable import END

NAMES = ("x", "y", "z")
STRINGS = ("", "a", "b", "ab", "ba", "abc", "a b", " a", "0", "12", "http://a", "https://b", "www", "é", "A")
NUMBERS = (0, 1, -1, 2, 3, 10, 0.5, 1.0, 1.5, 2.5, -0.5, 100)
PATTERNS = (
    *(f"^[!-~]*{END}", f"^[0-9]+{END}", f"^0+{END}", f"^(a|b)+{END}", f"^[ab]{{1,2}}{END}", f"^a|b{END}"),
    *("[^ \\t\\r\\n]", "[ab]", "^(https?://|www)", "^(https|www)", "^a", f"b{END}", "ab", "a(?!b)", "^[^a]"),
)
TYPES = ("string", "number", "integer", "boolean", "null", "array", "object")

_scalars = st.one_of(st.sampled_from(STRINGS), st.sampled_from(NUMBERS), st.sampled_from([True, False, None]))
_rows = st.lists(st.sampled_from(STRINGS), max_size=4) | st.lists(st.sampled_from(NUMBERS), max_size=4)
_parts = _scalars | _scalars | _rows | st.lists(_scalars, max_size=3)
values: st.SearchStrategy[Any] = st.recursive(
    st.dictionaries(st.sampled_from(NAMES), _parts, min_size=1, max_size=3) | _parts,
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=2) | st.lists(inner, max_size=2),
    max_leaves=2,
)

_counts = st.integers(0, 4)
_bounds = st.sampled_from([0, 1, 2, -1, 0.5, 2.5])
_listed = st.lists(_scalars | st.sampled_from([[1], {"x": 1}]), min_size=1, max_size=4)
#: What may stand beside each keyword that looks at a value alone.
_ASSERTIONS: dict[str, st.SearchStrategy[Any]] = {
    "type": st.lists(st.sampled_from(TYPES), min_size=1, max_size=5, unique=True),
    "enum": _listed,
    "const": _scalars,
    "pattern": st.sampled_from(PATTERNS),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), _counts),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _bounds),
    "uniqueItems": st.booleans(),
    "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
    # Known to nobody here: then all must stay as it is.
    "multipleOf": st.sampled_from([2, 0.5]),
    "minProperties": _counts,
}


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas that apply others."""
    members = st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3)
    conditions = st.fixed_dictionaries({"if": inner}, optional={"then": inner, "else": inner})
    applied = {
        "properties": members,
        "patternProperties": st.dictionaries(st.sampled_from(["^x", "y"]), inner, min_size=1, max_size=1),
        "additionalProperties": inner | st.booleans(),
        "items": inner,
        "contains": inner,
        "not": inner,
        "propertyNames": st.sampled_from([{"pattern": "^[xy]"}, {"maxLength": 1}]),
        **dict.fromkeys(("allOf", "anyOf", "oneOf"), st.lists(inner, min_size=1, max_size=2)),
    }
    return st.fixed_dictionaries({}, optional=applied).flatmap(
        lambda made: st.just(made) | st.just(made) | conditions.map(lambda each: made | each)
    )


_leaves = st.dictionaries(st.sampled_from(sorted(_ASSERTIONS)), st.none(), max_size=3).flatmap(
    lambda some: st.fixed_dictionaries({name: _ASSERTIONS[name] for name in some})
)
schemas: st.SearchStrategy[dict[str, Any]] = st.recursive(
    _leaves, lambda inner: st.builds(lambda one, other: one | other, _leaves, _around(inner)), max_leaves=6
)
