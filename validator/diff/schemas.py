"""Two JSON Schemas side by side, keyword by keyword: what the newer one newly rejects, newly accepts and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from validator.contract.schemas import Schema
from validator.model import JSON, ROOT, Path
from validator.patterns.inclusion import Order, order_of

#: What a change does: values are newly refused, or newly taken, or the same are taken and mean something else.
Effect = Literal["rejects", "accepts", "changes", "unclear"]
EFFECTS: tuple[Effect, ...] = ("rejects", "accepts", "changes", "unclear")


class Difference(NamedTuple):
    """One difference between two schemas. In its path `N` stands for any position, `*` for any other key."""

    code: str
    effect: Effect
    before: JSON
    after: JSON
    path: Path = ROOT

    def under(self, *steps: str) -> Difference:
        """The same, seen from the value around it."""
        return self._replace(path=Path((*steps, *self.path)))


_TYPES = ("object", "array", "string", "integer", "fraction", "boolean", "null")
_ANNOTATIONS = frozenset({"$schema", "$id", "$comment", "title", "description", "examples"})


def compared(old: Any, new: Any) -> Iterator[Difference]:
    """The changes from one schema to another; True and False are schemas too."""
    old, new = _as_schema(old), _as_schema(new)
    if old == new:
        return
    if "$ref" in old or "$ref" in new:
        yield Difference("REFERENCE_CHANGED", "unclear", old.get("$ref"), new.get("$ref"))
        return
    yield from _types(old, new)
    taken = _types_of(old) & _types_of(new)
    for keyword in [*KEYWORDS, *sorted({*old, *new} - {*KEYWORDS, *_ANNOTATIONS, "type"})]:
        # What is said of strings tells nothing where strings are not taken, before or after.
        if old.get(keyword) != new.get(keyword) and (
            not _ABOUT.get(keyword, taken) or _ABOUT.get(keyword, taken) & taken
        ):
            yield from KEYWORDS.get(keyword, _unknown(keyword))(old, new)


def _as_schema(schema: Any) -> Schema:
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    return schema or {}


def _types_of(schema: Schema) -> frozenset[str]:
    named = schema.get("type", _TYPES)
    types = {named} if isinstance(named, str) else set(named)
    return frozenset(types - {"number"} | ({"integer", "fraction"} if "number" in types else set()))


def _types(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = _types_of(old), _types_of(new)
    shown = (old.get("type"), new.get("type"))
    if before - after:
        yield Difference("TYPE_REMOVED", "rejects", *shown)
    if after - before:
        yield Difference("TYPE_ADDED", "accepts", *shown)


def _screaming(keyword: str) -> str:
    """`maxItems` as `MAX_ITEMS`."""
    return "".join(f"_{each}" if each.isupper() else each for each in keyword).replace("-", "_").upper()


Comparison = Callable[[Schema, Schema], Iterator[Difference]]


def _bound(keyword: str, *, is_upper: bool) -> Comparison:
    """A keyword with a number: how it moved, and whether that leaves more room or less."""
    stem = _screaming(keyword)

    def compare(old: Schema, new: Schema) -> Iterator[Difference]:
        yield _moved(stem, old.get(keyword), new.get(keyword), is_upper=is_upper)

    return compare


def _moved(stem: str, before: Any, after: Any, *, is_upper: bool) -> Difference:
    if before is None or after is None:
        return _come_or_gone(stem, before, after)
    is_raised = after > before
    effect: Effect = "accepts" if is_raised is is_upper else "rejects"
    return Difference(f"{stem}_{'RAISED' if is_raised else 'LOWERED'}", effect, before, after)


def _come_or_gone(stem: str, before: JSON, after: JSON) -> Difference:
    """A demand that only one of the two makes."""
    if before is None:
        return Difference(f"{stem}_ADDED", "rejects", before, after)
    return Difference(f"{stem}_REMOVED", "accepts", before, after)


def _limits(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("x-limits", {}), new.get("x-limits", {})
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield _moved(name.upper(), before.get(name), after.get(name), is_upper=True)


def _required(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("required", []), new.get("required", [])
    for name in before:
        if name not in after:
            yield Difference("REQUIRED_REMOVED", "accepts", "required", "optional", Path([name]))
    for name in after:
        if name not in before:
            yield Difference("REQUIRED_ADDED", "rejects", "optional", "required", Path([name]))


def _properties(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in dict.fromkeys([*before, *after]):
        if name not in before:
            yield Difference("KEY_ADDED", _effect_of_key(old, "accepts"), "unknown", "known", Path([name]))
        elif name not in after:
            yield Difference("KEY_REMOVED", _effect_of_key(new, "rejects"), "known", "unknown", Path([name]))
        # A key that is not named is one of the others: anything, unless additionalProperties says what.
        others = (old.get("additionalProperties", True), new.get("additionalProperties", True))
        if (name in before or others[0] is not False) and (name in after or others[1] is not False):
            found = compared(before.get(name, others[0]), after.get(name, others[1]))
            yield from (each.under(name) for each in found)


def _effect_of_key(schema: Schema, if_closed: Effect) -> Effect:
    return if_closed if schema.get("additionalProperties") is False else "changes"


def _nested(keyword: str, step: str | None) -> Comparison:
    """A keyword that holds one schema, for what stands at `step`, or for the value itself."""

    def compare(old: Schema, new: Schema) -> Iterator[Difference]:
        steps = () if step is None else (step,)
        yield from (each.under(*steps) for each in compared(old.get(keyword, True), new.get(keyword, True)))

    return compare


def _others(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
    if before is False or after is False:
        effect: Effect = "rejects" if after is False else "accepts"
        yield Difference(
            "OTHER_KEYS_REFUSED" if after is False else "OTHER_KEYS_TAKEN", effect, before, after, Path(["*"])
        )
        return
    yield from (each.under("*") for each in compared(before, after))


def _pattern_properties(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("patternProperties", {}), new.get("patternProperties", {})
    for pattern in dict.fromkeys([*before, *after]):
        if pattern in before and pattern in after:
            yield from (each.under("*") for each in compared(before[pattern], after[pattern]))
        else:
            gone, come = (pattern, None) if pattern in before else (None, pattern)
            yield Difference("KEY_PATTERN_CHANGED", "unclear", gone, come, Path(["*"]))


def _pattern(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("pattern"), new.get("pattern")
    if before is None or after is None:
        yield _come_or_gone("PATTERN", before, after)
        return
    effects: dict[Order, tuple[Effect, ...]] = {
        "same": (),
        "wider": ("accepts",),
        "narrower": ("rejects",),
        "crossing": ("rejects", "accepts"),
        "unknown": ("unclear",),
    }
    for effect in effects[order_of(before, after)]:
        yield Difference("PATTERN_CHANGED", effect, before, after)


def _values(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = _values_of(old), _values_of(new)
    if before is None or after is None:
        yield _come_or_gone("VALUES", before, after)
        return
    if any(each not in after for each in before):
        yield Difference("VALUE_REMOVED", "rejects", before, after)
    if any(each not in before for each in after):
        yield Difference("VALUE_ADDED", "accepts", before, after)


def _values_of(schema: Schema) -> list[JSON] | None:
    """What `enum` and `const` leave between them; None where there is neither."""
    listed: list[JSON] | None = schema.get("enum")
    if "const" not in schema:
        return listed
    return [schema["const"]] if listed is None or schema["const"] in listed else []


def _flag(keyword: str, if_set: Effect, if_unset: Effect) -> Comparison:
    def compare(old: Schema, new: Schema) -> Iterator[Difference]:
        before, after = bool(old.get(keyword)), bool(new.get(keyword))
        if before is not after:
            move, effect = ("ADDED", if_set) if after else ("REMOVED", if_unset)
            yield Difference(f"{_screaming(keyword)}_{move}", effect, before, after)

    return compare


def _rules(old: Schema, new: Schema) -> Iterator[Difference]:
    """`allOf`: rules pair off by their titles, or by their places where they have none."""
    before, after = _by_title(old.get("allOf", [])), _by_title(new.get("allOf", []))
    for title in dict.fromkeys([*before, *after]):
        if title in before and title in after:
            yield from compared(before[title], after[title])
        elif title in after:
            yield Difference("RULE_ADDED", "rejects", None, title)
        else:
            yield Difference("RULE_REMOVED", "accepts", title, None)


def _by_title(rules: Iterable[Schema]) -> dict[str, Schema]:
    return {str(each.get("title", n)): each for n, each in enumerate(rules)}


def _condition(old: Schema, new: Schema) -> Iterator[Difference]:
    yield Difference("CONDITION_CHANGED", "unclear", old.get("if"), new.get("if"))


def _exclusion(old: Schema, new: Schema) -> Iterator[Difference]:
    """`not`: what it is about tells nothing where values of that type are not taken, before or after."""
    before, after = old.get("not"), new.get("not")
    taken = _types_of(old) & _types_of(new)
    if not any(_types_of(_as_schema(each)) & taken for each in (before, after) if each is not None):
        return
    if before is None:
        yield Difference("EXCLUSION_ADDED", "rejects", None, after)
    elif after is None:
        yield Difference("EXCLUSION_REMOVED", "accepts", before, None)
    else:
        yield Difference("EXCLUSION_CHANGED", "unclear", before, after)


def _advised(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.get("x-advised", []), new.get("x-advised", [])
    for name in dict.fromkeys([*before, *after]):
        if (name in before) is not (name in after):
            shown = ("optional", "advised") if name in after else ("advised", "optional")
            yield Difference("ADVISED_ADDED" if name in after else "ADVISED_REMOVED", "changes", *shown, Path([name]))


def _errors(old: Schema, new: Schema) -> Iterator[Difference]:
    """The code or text of an error, where the keyword that gives it is in both."""
    before, after = old.get("x-errors", {}), new.get("x-errors", {})
    for keyword in dict.fromkeys([*before, *after]):
        is_in_both = keyword in old and keyword in new
        if is_in_both and before.get(keyword) != after.get(keyword):
            yield Difference("ERROR_CHANGED", "changes", before.get(keyword), after.get(keyword))


def _unknown(keyword: str) -> Comparison:
    """A keyword that is not known here: it may do anything."""

    def compare(old: Schema, new: Schema) -> Iterator[Difference]:
        yield Difference(f"{_screaming(keyword)}_CHANGED", "unclear", old.get(keyword), new.get(keyword))

    return compare


def _default(old: Schema, new: Schema) -> Iterator[Difference]:
    yield Difference("DEFAULT_CHANGED", "changes", old.get("default"), new.get("default"))


#: How each keyword is compared; the order is that of the lines.
KEYWORDS: dict[str, Comparison] = {
    "x-limits": _limits,
    "required": _required,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _others,
    "items": _nested("items", "N"),
    "enum": _values,
    "const": _values,
    "pattern": _pattern,
    "minLength": _bound("minLength", is_upper=False),
    "maxLength": _bound("maxLength", is_upper=True),
    "minItems": _bound("minItems", is_upper=False),
    "maxItems": _bound("maxItems", is_upper=True),
    "minProperties": _bound("minProperties", is_upper=False),
    "maxProperties": _bound("maxProperties", is_upper=True),
    "minimum": _bound("minimum", is_upper=False),
    "maximum": _bound("maximum", is_upper=True),
    "exclusiveMinimum": _bound("exclusiveMinimum", is_upper=False),
    "exclusiveMaximum": _bound("exclusiveMaximum", is_upper=True),
    "uniqueItems": _flag("uniqueItems", "rejects", "accepts"),
    "allOf": _rules,
    "not": _exclusion,
    "if": _condition,
    "then": _nested("then", None),
    "else": _nested("else", None),
    "default": _default,
    "readOnly": _flag("readOnly", "changes", "changes"),
    "x-advised": _advised,
    "x-errors": _errors,
}

_OBJECT, _ARRAY, _STRING, _NUMBER = ({"object"}, {"array"}, {"string"}, {"integer", "fraction"})
#: The types of values that a keyword says something about; one that is not here is about all.
_ABOUT: dict[str, set[str]] = {
    **dict.fromkeys(("required", "properties", "patternProperties", "additionalProperties", "x-advised"), _OBJECT),
    **dict.fromkeys(("minProperties", "maxProperties"), _OBJECT),
    **dict.fromkeys(("items", "minItems", "maxItems", "uniqueItems"), _ARRAY),
    **dict.fromkeys(("pattern", "minLength", "maxLength"), _STRING),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), _NUMBER),
}
