"""Makes projects, pools, queries and payloads, sane and hostile. It knows the API's documents, not our code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

SCALARS = ("boolean", "string", "integer", "float", "url", "file", "coordinates", "json")
TYPES = (*SCALARS, *(f"array_{each}" for each in SCALARS))

#: Field names as projects have them, and names that were made to break something.
PLAIN_NAMES = ("image", "result", "text", "n", "is_ok", "a-b")
HOSTILE_NAMES = (
    *("", "0", "01", "+1", "-1", "18446744073709551616", "a.b", "a/b", "~0", "~1", "%25", "$ref", "properties"),
    *("items", "required", "type", "__proto__", "${}", "{}", "{variable}", "%s", "%(x)s", "'", '"', "\\", "\\'", '"""'),
    *('"; import os #', "'] + breaks() + ['", "a\nb", "a\n", "\r", "\t", "\u2028", "\0", "é", "e\u0301", "😀", "٣"),
    *(" ", "input_values.image", "data", "custom_formats", "n" * 2_000),
)
STRINGS = (
    *("", "a", "b", "A1", "abc", "aaaa", "a" * 16, " ", "\n", "a\n", "abc\n", "12", "٣", "1٣", "é", "e\u0301", "😀"),
    *("😀😀", "\u2028", "\0", "{}", "${a}", "%s", "'", '"', "\\", "a'b\"c\\", "http://a.b/c d", "https://a", "www.a.b"),
    *("HTTP://a", "http:/a", "1,2", "1, 2", "-1.5,+2.", "1;2", "1,2\n", "٣,٣", "null", "1", "true", "NaN"),
)
#: Patterns of each sort, and a string that each one is meant to match.
PATTERNS: tuple[dict[str, str], ...] = (
    {
        "": "",
        "a": "a",
        "[a-z]+": "abc",
        "[A-Za-z0-9]*": "A1",
        r"\d+": "12",
        r"\w{1,3}": "a_1",
        ".": "é",
        "^a$": "a",
        ".*": "a b",
        "a|b|": "b",
        "a{2,}": "aaaa",
        "(?i)abc": "ABC",
        r"\s*\S+": " a",
        r"[^\n]+": "a\r",
        r"\w*\s": "a ",
        r"[{}\"'\\$%]+": "{\"'\\}",
        "[😀-😂]{2}": "😀😀",
        r"\u2028": "\u2028",
        r"\x00": "\0",
        "é+": "é",
        "[^a]": "b",
        r"a\$": "a$",
        "[$]": "$",
        r"\Qa.b\E": "a.b",
        r"\p{Alpha}+": "ab",
        "a|ab": "ab",
        r"[\s\S]": "\n",
    },
    {"(?=a).*": "ab", "(?!a).*": "b", r"(?=.*\d)(?=.*[a-z]).+": "a1", r"(?!\s*$).+": " a", "(?=.*b$)a*b": "aab"},
    {"(a+)+b": "aab", "(a|a)*b": "aab", "(.*)*c": "xc", "(a*)*": "aaa", "(?=(a+)+$)a*": "aa", "(x+x+)+y": "xxy"},
    dict.fromkeys(["(", "[", "*", "a**", "{a}", "(?z)", "\\", "[b-a]"], "a"),
    dict.fromkeys([r"\1", r"(a)\1", r"\bfoo\b", "(?<=a)b", "(?>a)", "a++", "(?m)^a"], "aa"),
)
MATCHING = {pattern: text for each in PATTERNS for pattern, text in each.items()}
NUMBERS: tuple[float, ...] = (
    *(0, 1, -1, 2, 3, 10, 100, 0.5, 1.0, 2.5, -0.0, 1e-9, 0.1, 0.30000000000000004, 1e15, 1e16, 1e308, -1e308),
    *(2**31, 2**53, 2**53 + 1, float(2**53), -(2**63), 2**63, 2**64 - 1, 2**64, 2**64 + 1, float(2**64), 10**30),
)
HUGE = (10**300, -(10**300))  # what no double holds is no JSON to us

_strings = st.sampled_from(STRINGS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_numbers = st.sampled_from(NUMBERS) | st.integers(-10, 10) | st.floats(allow_nan=False, allow_infinity=False)
_scalars = st.none() | st.booleans() | _numbers | _strings


def _nested(depth: int) -> Any:
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


#: Any JSON at all, now and then very deep.
anything = st.one_of(
    _scalars,
    st.recursive(
        _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_strings, inner, max_size=3), max_leaves=5
    ),
    st.builds(_nested, st.sampled_from([3, 200, 300])),
)

# --- projects ---

_counts = st.sampled_from([0, 1, 2, 3, 5]) | st.sampled_from([-1, 1.0, 2.5, 1e308, 2**64, *HUGE])
_bounds = st.sampled_from([0, 1, 3, 10, -1, 0.5]) | _numbers | st.sampled_from(HUGE)
_allowed = {
    "string": st.lists(_strings, max_size=4),
    "boolean": st.lists(st.booleans(), max_size=2),
    "integer": st.lists(st.sampled_from([0, 1, 2, 1.0, 2**53 + 1]) | _numbers, max_size=4),
    "float": st.lists(_numbers, max_size=4),
}
_mixed: st.SearchStrategy[Any] = st.lists(
    st.sampled_from([0, 1, True, False, 1.0, "a", "1", None, [1], {}]), max_size=4
)


_patterns = st.one_of([st.sampled_from(sorted(each)) for each in PATTERNS])


def _attributes(type_: str) -> dict[str, st.SearchStrategy[Any]]:
    base = type_.removeprefix("array_")
    optional: dict[str, st.SearchStrategy[Any]] = {"hidden": st.booleans()}
    if base == "string":
        optional |= {"min_length": _counts, "max_length": _counts, "pattern": _patterns}
    if base in ("integer", "float"):
        optional |= {"min_value": _bounds, "max_value": _bounds}
    if base in _allowed:
        optional["allowed_values"] = _allowed[base] | _mixed
    if base != type_:
        optional |= {"min_size": _counts, "max_size": _counts}
    return optional


_ALL_ATTRIBUTES = (
    *("min_length", "max_length", "pattern", "min_value", "max_value", "allowed_values", "min_size", "max_size"),
)


@st.composite
def fields(draw: st.DrawFn) -> Any:
    """One field: mostly as the documents have it, now and then with anything anywhere."""
    type_ = draw(st.sampled_from(TYPES) | st.sampled_from(["string", "integer", "float", "array_string"]))
    wanted = _attributes(type_)
    field = {name: draw(wanted[name]) for name in draw(st.sets(st.sampled_from(sorted(wanted)), max_size=3))}
    field["type"] = type_
    if draw(st.booleans()):
        field["required"] = draw(st.booleans())
    if draw(st.integers(0, 7)) == 0:  # broken
        broken = {"type": st.sampled_from(["", "STRING", "Number", "array_", "array_array_string", "enum", 5, None])}
        broken |= {"required": st.sampled_from([None, "yes", 0, []])}
        broken |= dict.fromkeys(_ALL_ATTRIBUTES, st.sampled_from([None, "3", 3, -1, {}, [], [[1]], [1, True], True]))
        name = draw(st.sampled_from(sorted(broken)))
        field[name] = draw(broken[name])
        if draw(st.integers(0, 3)) == 0:
            return draw(st.sampled_from([None, 5, "string", [], {}]))
    return field


_names = st.sampled_from(PLAIN_NAMES) | st.sampled_from(PLAIN_NAMES) | st.sampled_from(HOSTILE_NAMES) | _strings
_sides: st.SearchStrategy[Any] = st.dictionaries(_names, fields(), max_size=4)
_broken_sides: st.SearchStrategy[Any] = st.sampled_from([None, [], "image", {}])
task_specs = st.fixed_dictionaries({"input_spec": _sides | _sides | _broken_sides, "output_spec": _sides})
projects = task_specs | st.builds(lambda spec: {"public_name": "p", "task_spec": spec}, task_specs)

# --- pools and queries ---

_DEFAULTS = ("default_overlap_for_new_tasks", "default_overlap_for_new_task_suites")
pools = st.fixed_dictionaries(
    {"private_name": st.just("pool")},
    optional={
        "defaults": st.none()
        | st.dictionaries(st.sampled_from(_DEFAULTS), st.sampled_from([1, 3, None, "3", True]), max_size=2),
        "type": st.sampled_from(["REGULAR", "TRAINING"]),
        "mixer_config": st.none() | st.just({"real_tasks_count": 1}),
    },
)
_flags = st.sampled_from([None, True, False])
_QUERY = ("async_mode", "allow_defaults", "skip_invalid_items", "open_pool")
queries = st.fixed_dictionaries(
    dict.fromkeys(_QUERY, _flags) | {"operation_id": st.none() | st.uuids().map(str) | st.just("x")}
)

#: The arguments of a Validator, less the engine.
settings_of_validators: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["tasks", "task-suites"]),
        "contract": st.sampled_from(["2022-06", "2023-06"]),
        "project": st.none() | projects | projects | projects,
        "pool": st.none() | pools,
        "query": queries,
    }
)

# --- payloads: a plausible item, then changed ---


def _bound(field: dict[str, Any], name: str, default: int) -> int:
    value = field.get(name, default)
    return int(value) if isinstance(value, int | float) and 0 <= value <= 100 else default


def _value(field: Any) -> st.SearchStrategy[Any]:
    """Values that have a fair chance to be right for a field."""
    if not isinstance(field, dict) or not isinstance(field.get("type"), str):
        return anything
    type_ = field["type"].lower()
    if type_.startswith("array_"):
        least = min(_bound(field, "min_size", 0), 5)
        return st.lists(_value(field | {"type": type_[6:]}), min_size=least, max_size=least + 2)
    usual = _BY_TYPE.get(type_, _BY_TYPE["json"])(field)
    allowed = field.get("allowed_values")
    return st.sampled_from(allowed) | usual if isinstance(allowed, list) and allowed else usual


def _text(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    pattern = field.get("pattern")
    if isinstance(pattern, str) and pattern in MATCHING:
        text = MATCHING[pattern]
        return st.sampled_from([text, text, f"{text}\n", f"\n{text}", text * 2, text[:-1], f"{text}x"])
    return _strings | st.just("a" * _bound(field, "min_length", 1)) | st.just("b" * _bound(field, "max_length", 1))


def _number(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    bounds = [field[name] for name in ("min_value", "max_value") if isinstance(field.get(name), int | float)]
    near = [bound + step for bound in bounds for step in (-1, 0, 1) if abs(bound) < 1e300]
    return st.sampled_from([*near, *bounds, 1, 2]) | _numbers


_BY_TYPE: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[Any]]] = {
    "boolean": lambda _: st.booleans(),
    "string": _text,
    "integer": _number,
    "float": _number,
    "number": _number,
    "url": lambda _: st.sampled_from(["http://a.b/c", "https://a", "www.a", "HTTP://a", "ftp://a", ""]),
    "file": lambda _: st.just("0a1b"),
    "coordinates": lambda _: st.sampled_from(["1,2", "-1.5, +2.", "1,2\n", "91,181", "1", "٣,٣"]),
    "json": lambda _: anything,
}


@st.composite
def _values(draw: st.DrawFn, spec: Any, *, all_of_them: bool) -> Any:
    names = spec if isinstance(spec, dict) else {}
    chosen = [each for each in names if all_of_them or draw(st.booleans())]
    return {name: draw(_value(names[name])) for name in chosen}


@st.composite
def _task(draw: st.DrawFn, spec: Any) -> dict[str, Any]:
    task = {"input_values": draw(_values(spec.get("input_spec"), all_of_them=draw(st.integers(0, 4)) > 0))}
    outputs = _values(spec.get("output_spec"), all_of_them=False)
    if draw(st.integers(0, 3)) == 0:
        weight = st.sampled_from([0, 1, 0.5, 1.0, None])
        solution = {"output_values": draw(outputs), "correctness_weight": draw(weight)}
        task |= {"known_solutions": [solution] * draw(st.integers(0, 2)), "message_on_unknown_solution": "look again"}
    if draw(st.integers(0, 7)) == 0:
        task["baseline_solutions"] = [{"output_values": draw(outputs), "confidence_weight": 0.5}]
    return task


_ids = st.lists(st.sampled_from(["u1", "u2", "u3", "", " ", 7, 7.0, True, None]), max_size=3)
_extras = {
    "overlap": st.sampled_from([1, 3, None, 0, "3", "0", "٣", 30_000, 30_001, 1.0, 2**64]),
    "infinite_overlap": st.sampled_from([True, False, None, 1, "true"]),
    "reserved_for": _ids,
    "unavailable_for": _ids,
    "traits_all_of": _ids,
    "origin_task_id": st.sampled_from(["t", None, 1]),
    "localization_config": st.sampled_from([{}, None, []]),
    "longitude": st.sampled_from([1, 181.5, None, "1"]),
    "issuing_order_override": st.sampled_from([0, 99999.99999, 99999.999991, -1e308]),
    "mixed": st.booleans(),
    "id": anything,
    "__item_idx": st.just("0"),
}


@st.composite
def _plausible(draw: st.DrawFn, kind: str, project: Any) -> dict[str, Any]:
    spec = (project or {}).get("task_spec", project) or {}
    item: dict[str, Any] = {"pool_id": "1240045", "overlap": 3}
    if kind == "tasks":
        item |= draw(_task(spec))
    else:
        item["tasks"] = draw(st.lists(_task(spec), max_size=3))
    chosen = draw(st.sets(st.sampled_from(sorted(_extras)), max_size=3))
    return item | {name: draw(_extras[name]) for name in sorted(chosen)}


@dataclass(frozen=True)
class _Place:
    """A member of an object or array inside an item, to be changed."""

    holder: Any
    step: Any

    @property
    def value(self) -> Any:
        return self.holder[self.step]

    def put(self, value: Any) -> None:
        self.holder[self.step] = value

    def drop(self, _: Any) -> None:
        del self.holder[self.step]

    def repeat(self, _: Any) -> None:
        """Once more: an element behind itself, a member under another name."""
        if isinstance(self.holder, list):
            self.holder.insert(self.step, self.value)
        else:
            self.holder[f"{self.step} "] = self.value

    def wrap(self, _: Any) -> None:
        self.put([self.value])


def _places(value: Any, depth: int = 8) -> list[_Place]:
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    here = [_Place(value, step) for step in steps]
    return [*here, *(each for place in here if depth for each in _places(place.value, depth - 1))]


def _copy(value: Any, depth: int = 12) -> Any:
    """A copy, so that a change in one place is none in another; what is deeper may be shared."""
    if isinstance(value, dict) and depth:
        return {key: _copy(each, depth - 1) for key, each in value.items()}
    return [_copy(each, depth - 1) for each in value] if isinstance(value, list) and depth else value


@st.composite
def _changed(draw: st.DrawFn, item: Any) -> Any:
    item = _copy(item)
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 4]))):
        places = _places(item)
        if not places:
            break
        place = places[draw(st.integers(0, len(places) - 1))]
        change = draw(st.sampled_from(["null", "any", "any", "number", "drop", "repeat", "wrap", "key"]))
        if change == "key" and isinstance(place.value, dict):
            place.value[draw(_names)] = draw(anything)
        else:
            _CHANGES[change](place, draw(_NEW.get(change, anything)))
    return item


_NEW: dict[str, st.SearchStrategy[Any]] = {"null": st.none(), "number": _numbers}
_CHANGES: dict[str, Callable[[_Place, Any], None]] = {
    **dict.fromkeys(["null", "any", "number", "key"], _Place.put),
    "drop": _Place.drop,
    "repeat": _Place.repeat,
    "wrap": _Place.wrap,
}


def items(kind: str, project: Any) -> st.SearchStrategy[Any]:
    """Items of a kind for a project: some right, most nearly so, and now and then something else altogether."""
    nearly = _plausible(kind, project).flatmap(_changed)
    return st.integers(0, 19).flatmap(lambda n: anything if n == 0 else nearly)


@st.composite
def checks(draw: st.DrawFn, count: int) -> tuple[dict[str, Any], list[Any]]:
    """The arguments of a Validator (less the engine), and that many items for it."""
    drawn = dict(draw(settings_of_validators))
    query: dict[str, Any] = drawn.pop("query")
    return drawn | query, [draw(items(drawn["kind"], drawn["project"])) for _ in range(count)]
