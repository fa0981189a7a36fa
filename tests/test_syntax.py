"""Every message about text that is not JSON, and the agreement with orjson on what is."""

from __future__ import annotations

import json
import time

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from validator.json_text.grammar import Malformed, malformed

MISTAKES = [
    ("", 0, "Expected a value but found the end of the text"),
    (" \n", 2, "Expected a value but found the end of the text"),
    ("[1,", 3, "Expected a value but found the end of the text"),
    ('{"a":', 5, "Expected a value but found the end of the text"),
    ('{"a": }', 6, "Expected a value but found }"),
    ("[,1]", 1, "Expected a value but found ,"),
    ("]", 0, "Expected a value but found ]"),
    ("\ufeff1", 0, "Expected a value but found U+FEFF"),
    ("[\xa01]", 1, "Expected a value but found U+00A0"),
    ("[1, 2, ]", 5, "Trailing comma before ]"),
    ('{"a": 1 ,\n}', 8, "Trailing comma before }"),
    ('[{"a": [1, 2,]}]', 12, "Trailing comma before ]"),
    ("[1", 2, "Expected , or ] but found the end of the text"),
    ('{"a": 1', 7, "Expected , or } but found the end of the text"),
    ("[1 2]", 3, "Expected , or ] after a value"),
    ('{"a": 1 "b": 2}', 8, "Expected , or } after a value"),
    ("[1}", 2, "Expected , or ] after a value"),
    ('{"a": [1]]', 9, "Expected , or } after a value"),
    ('{"a"}', 4, "Expected : after a key"),
    ('{"a" 1}', 5, "Expected : after a key"),
    ('{"a"', 4, "Expected : after a key but found the end of the text"),
    ("{", 1, "Expected a key but found the end of the text"),
    ('{"a": 1,', 8, "Expected a key but found the end of the text"),
    ("{,}", 1, "Expected a key but found ,"),
    ('{"a": 1,, "b": 2}', 8, "Expected a key but found ,"),
    ("{a: 1}", 1, "A key must be a string in double quotes"),
    ("{1: 1}", 1, "A key must be a string in double quotes"),
    ("{null: 1}", 1, "A key must be a string in double quotes"),
    ("{'a': 1}", 1, "Strings take double quotes, not single ones"),
    ("['a']", 1, "Strings take double quotes, not single ones"),
    ("[“a”]", 1, "Strings take straight double quotes, not “"),
    ("{`a`: 1}", 1, "Strings take straight double quotes, not `"),
    ("NaN", 0, "NaN is not JSON"),
    ("[-NaN]", 1, "NaN is not JSON"),
    ("[-Infinity]", 1, "Infinity is not JSON"),
    ('{"a": Infinity}', 6, "Infinity is not JSON"),
    ("[None]", 1, "None is not JSON: write null"),
    ("[undefined]", 1, "undefined is not JSON: write null"),
    ("True", 0, "True is not JSON: write true"),
    ("[FALSE]", 1, "FALSE is not JSON: write false"),
    ("[nul]", 1, "nul is not a JSON value: strings take double quotes"),
    ("[trueish]", 1, "trueish is not a JSON value: strings take double quotes"),
    ("[кот]", 1, "кот is not a JSON value: strings take double quotes"),
    ("+1", 0, "A number must not start with +"),
    ("[-012]", 1, "A number must not start with 0"),
    ("[.5]", 1, "A number must not start with ."),
    ("[1.]", 1, "A number must not end in ."),
    ("[1.5e+]", 1, "An exponent needs a digit"),
    ("[-]", 1, "A minus sign needs a digit after it"),
    ("[2022-06-01]", 1, "2022-06-01 is not a JSON number"),
    ("[0x1F]", 1, "0x1F is not a JSON number"),
    ("[1_000]", 1, "1_000 is not a JSON number"),
    ("[1.2.3]", 1, "1.2.3 is not a JSON number"),
    ("[1, 1e999]", 4, "A number beyond the range of a double (1.8e308)"),
    ("-" + "9" * 400, 0, "A number beyond the range of a double (1.8e308)"),
    ('["a', 1, "Unclosed string"),
    ('["a\\', 1, "Unclosed string"),
    ('{"a": 1, "b', 9, "Unclosed string"),
    ('["a\nb"]', 3, "A raw line break in a string (close the string, or write \\n)"),
    ('{"a\r\n": 1}', 3, "A raw line break in a string (close the string, or write \\n)"),
    ('["\t"]', 2, "A raw tab in a string (write \\t)"),
    ('["a\x01"]', 3, "A raw control character U+0001 in a string (write it as \\u and four hexadecimal digits)"),
    (r'["a\x41"]', 3, r"Bad escape \x in a string (write \\ for a backslash)"),
    (r'["C:\{0}"]', 4, r"Bad escape \{ in a string (write \\ for a backslash)"),
    ('["\\\n"]', 2, "Bad escape U+000A in a string (write \\\\ for a backslash)"),
    (r'["\u12G4"]', 2, r"Bad escape \u in a string: four hexadecimal digits must follow"),
    (r'["\ud800"]', 2, r"A lone surrogate \ud800 in a string"),
    (r'["\uDC00\uD800"]', 2, r"A lone surrogate \uDC00 in a string"),
    (r'["\ud83d\u0041"]', 2, r"A lone surrogate \ud83d in a string"),
    ('["a\ud800"]', 3, "A lone surrogate U+D800 in a string"),
    ("// a\n1", 0, "Comments are not JSON"),
    ("[1, # a\n2]", 4, "Comments are not JSON"),
    ("[1 /* a */, 2]", 3, "Comments are not JSON"),
    ('{"a": 1, // b\n"c": 2}', 9, "Comments are not JSON"),
    ('{"a": 1} // b', 9, "Comments are not JSON"),
    ("{} {}", 3, "Text after the end of the value"),
    ("1,", 1, "Text after the end of the value"),
    ("[]]", 2, "Text after the end of the value"),
    ("[" * 1_025, 1_024, "Nested deeper than 1,024 levels"),
    ('{"a":' * 1_025, 5_120, "Nested deeper than 1,024 levels"),
]

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=15,
)
PIECES = st.sampled_from(
    [
        *'{}[]":,\\/ \n\t\r\x00\x7f\u2028\ud800-+.0123eE',
        *('"a"', '"a":', "1.5", "1e308", "9" * 309, "true", "nullx", "NaN", "//", "😀", "]"),
        *(r"\ud83d", r"\ude00", r"\u00e9", r"\n", '{"a":1,', "[1,2,", '"b":null}'),
    ]
)


def orjson_accepts(text: str) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


@pytest.mark.parametrize(("text", "offset", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_where_it_stands(text: str, offset: int, message: str) -> None:
    assert malformed(text) == Malformed(message, offset)
    assert not orjson_accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        *("0", "-0", "-0.0e-5", "1E+2", "1e-999", "18446744073709551616", "1.7976931348623157e308", "0e999", "9" * 308),
        *('""', r'"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"', '"\x7f\u2028é😀"', " \t\r\n[ ] ", '{ "" : { } }'),
        *(
            "1" + "0" * 400 + "e-400",
            "0." + "0" * 400 + "1",
            "[" * 1_024 + "]" * 1_024,
            '{"a":' * 1_024 + "1" + "}" * 1_024,
        ),
        *("[" + "1," * 200 + "1]", "{" + '"a":1,' * 200 + '"a":1}', '["' + r"\n" * 1_000 + '"]'),
        '{"' + r"\n" * 1_000 + '":1}',
    ],
)
def test_json_is_not_malformed(text: str) -> None:
    assert malformed(text) is None
    assert orjson_accepts(text)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("1.7976931348623159e308")
def test_law_any_text_is_malformed_when_orjson_refuses_it(text: str) -> None:
    mistake = malformed(text)
    assert (mistake is None) == orjson_accepts(text)
    assert mistake is None or 0 <= mistake.offset <= len(text)


@settings(max_examples=300)
@given(VALUES, st.sampled_from(["compact", "ascii", "indented"]), st.data())
def test_law_one_change_to_a_value_is_seen_as_orjson_sees_it(value: object, layout: str, data: st.DataObject) -> None:
    text = json.dumps(value, ensure_ascii=layout == "ascii", indent=1 if layout == "indented" else None)
    assert (malformed(text) is None) == orjson_accepts(text)
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(begin + 3, len(text))))
    changed = text[:begin] + data.draw(PIECES | st.just("")) + text[end:]
    assert (malformed(changed) is None) == orjson_accepts(changed)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_law_nothing_is_wrong_before_the_mistake_but_that_the_text_ends(text: str) -> None:
    mistake = malformed(text)
    before = malformed(text[: mistake.offset]) if mistake else None
    assert before is None or before.message == "Unclosed string" or before.message.endswith("found the end of the text")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        " " * 10_000_000,
        "1" * 10_000_000,
        '"' + "a" * 10_000_000,
        '["' + r"\n" * 5_000_000,
        '["' + r"\u0416" * 1_000_000 + '" x',
        "[" + "1," * 1_000_000,
        "{" + '"a":"b" ,' * 500_000 + "}",
    ],
    ids=["lists", "objects", "blanks", "digits", "letters", "escapes", "hexadecimal", "items", "members"],
)
def test_a_large_text_takes_time_in_proportion(text: str) -> None:
    began = time.perf_counter()
    assert malformed(text) is not None
    assert time.perf_counter() - began < 5
