"""What is said of text that is not JSON, and where; and that the place is where orjson stops."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from validator.json_text.syntax import Mistake, mistake

MISTAKES: list[tuple[str, int, str, str | None]] = [
    ("", 0, "The text ends before the value is complete", None),
    (" \n", 0, "The text ends before the value is complete", None),
    ("[1,", 3, "The text ends before the value is complete", None),
    ('{"a":', 5, "The text ends before the value is complete", None),
    ('{"a": }', 6, "Unexpected '}'", "write the value before it"),
    ("[,1]", 1, "Unexpected ','", "remove the comma, or write the value before it"),
    ("]", 0, "Unexpected ']'", None),
    ("\ufeff1", 0, "Unexpected U+FEFF", "remove the byte order mark"),
    ("[\xa01]", 1, "Unexpected U+00A0", None),
    ("[1, 2, ]", 5, "Trailing comma before ]", "remove the comma"),
    ('{"a": 1 ,\n}', 8, "Trailing comma before }", "remove the comma"),
    ('[{"a": [1, 2,]}]', 12, "Trailing comma before ]", "remove the comma"),
    ("[1", 2, "The text ends before the value is complete", None),
    ('{"a": 1', 7, "The text ends before the value is complete", None),
    ("[1 2]", 3, "Unexpected '2'", "a comma is missing before it"),
    ('{"a": 1 "b": 2}', 8, "Unexpected '\"b\"'", "a comma is missing before it"),
    ("[1}", 2, "Unexpected '}'", "[ is not closed"),
    ('{"a": [1]]', 9, "Unexpected ']'", "{ is not closed"),
    ('{"a"}', 4, "Unexpected '}'", None),
    ('{"a" 1}', 5, "Unexpected '1'", "write a colon behind the key"),
    ('{"a"', 4, "The text ends before the value is complete", None),
    ("{", 1, "The text ends before the value is complete", None),
    ('{"a": 1,', 8, "The text ends before the value is complete", None),
    ("{,}", 1, "Unexpected ','", "remove the comma, or write the value before it"),
    ('{"a": 1,, "b": 2}', 8, "Unexpected ','", "remove the comma, or write the value before it"),
    ("{a: 1}", 1, "Unexpected 'a'", "put the key in double quotes"),
    ("{1: 1}", 1, "Unexpected '1'", "put the key in double quotes"),
    ("{null: 1}", 1, "Unexpected 'null'", "put the key in double quotes"),
    ("{'a': 1}", 1, 'Unexpected "\'"', "write strings and keys in double quotes"),
    ("['a']", 1, 'Unexpected "\'"', "write strings and keys in double quotes"),
    ("[“a”]", 1, "Unexpected '“'", "write strings and keys in straight double quotes"),
    ("{`a`: 1}", 1, "Unexpected '`'", "write strings and keys in straight double quotes"),
    ("NaN", 0, "Unexpected 'NaN'", "write null, or leave the key out; JSON has no NaN"),
    ("[-NaN]", 1, "Unexpected '-NaN'", "write null, or leave the key out; JSON has no NaN"),
    ("[-Infinity]", 1, "Unexpected '-Infinity'", "write null, or leave the key out; JSON has no infinity"),
    ('{"a": Infinity}', 6, "Unexpected 'Infinity'", "write null, or leave the key out; JSON has no infinity"),
    ("[None]", 1, "Unexpected 'None'", "write null"),
    ("[undefined]", 1, "Unexpected 'undefined'", "write null"),
    ("True", 0, "Unexpected 'True'", "write true"),
    ("[FALSE]", 1, "Unexpected 'FALSE'", "write false"),
    ("[nul]", 1, "Unexpected 'nul'", "put text in double quotes"),
    ("[trueish]", 1, "Unexpected 'trueish'", "put text in double quotes"),
    ("[кот]", 1, "Unexpected 'кот'", "put text in double quotes"),
    ("+1", 0, "Unexpected '+1'", "a number has no plus sign"),
    (
        "[-012]",
        1,
        "Unexpected '-012'",
        "no number begins with 0; put an id or a code in double quotes",
    ),
    ("[.5]", 1, "Unexpected '.5'", "a number has digits before and after its point, and in its exponent"),
    ("[1.]", 1, "Unexpected '1.'", "a number has digits before and after its point, and in its exponent"),
    ("[1.5e+]", 1, "Unexpected '1.5e+'", "a number has digits before and after its point, and in its exponent"),
    ("[-]", 1, "Unexpected '-'", "a number has digits before and after its point, and in its exponent"),
    ("[2022-06-01]", 1, "Unexpected '2022-06-01'", "put text that is no number in double quotes"),
    ("[0x1F]", 1, "Unexpected '0x1F'", "put text that is no number in double quotes"),
    ("[1_000]", 1, "Unexpected '1_000'", "put text that is no number in double quotes"),
    ("[1.2.3]", 1, "Unexpected '1.2.3'", "a number has digits before and after its point, and in its exponent"),
    ("[1, 1e999]", 4, "Number beyond the range of a double (1.8e308)", "write it as a string, or leave it out"),
    ('["a', 1, "The text ends inside a string", "close the string"),
    ('["a\\', 1, "The text ends inside a string", "close the string"),
    ('{"a": 1, "b', 9, "The text ends inside a string", "close the string"),
    ('["a\nb"]', 3, "Raw line break in a string", "close the string, or write \\n"),
    ('{"a\r\n": 1}', 3, "Raw line break in a string", "close the string, or write \\n"),
    ('["\t"]', 2, "Raw tab in a string", "write \\t"),
    ('["a\x01"]', 3, "Raw U+0001 in a string", "write it as \\u and four hexadecimal digits"),
    ('["a\\x41"]', 3, "Bad escape \\x in a string", "write \\\\ for a backslash"),
    ('["C:\\{0}"]', 4, "Bad escape \\{ in a string", "write \\\\ for a backslash"),
    ('["\\\n"]', 2, "Bad escape U+000A in a string", "write \\\\ for a backslash"),
    ('["\\u12G4"]', 2, "Bad escape \\u12 in a string", "four hexadecimal digits follow \\u"),
    ('["\\ud800"]', 2, "Lone surrogate \\ud800 in a string", "a pair of surrogates stands for one character"),
    ('["\\uDC00\\uD800"]', 2, "Lone surrogate \\uDC00 in a string", "a pair of surrogates stands for one character"),
    ('["\\ud83d\\u0041"]', 2, "Lone surrogate \\ud83d in a string", "a pair of surrogates stands for one character"),
    ("// a\n1", 0, "Unexpected '//'", "JSON has no comments"),
    ("[1, # a\n2]", 4, "Unexpected '#'", "JSON has no comments"),
    ("[1 /* a */, 2]", 3, "Unexpected '/*'", "JSON has no comments"),
    ('{"a": 1, // b\n"c": 2}', 9, "Unexpected '//'", "JSON has no comments"),
    ('{"a": 1} // b', 9, "Text after the end of the value", "JSON has no comments"),
    (
        "{} {}",
        3,
        "Text after the end of the value",
        "several items make a list, [{…}, {…}], or a .jsonl file with one in each line",
    ),
    ("1,", 1, "Text after the end of the value", "remove the comma"),
    ("[]]", 2, "Text after the end of the value", "remove it, it closes nothing"),
    ('["a" "b"]', 5, "Unexpected '\"b\"'", "a comma is missing before it"),
    ('{"a":1, "b" 2}', 12, "Unexpected '2'", "write a colon behind the key"),
    ('[{"a":1}{"b":2}]', 8, "Unexpected '{'", "a comma is missing before it"),
    ('["a\\"", "b', 8, "The text ends inside a string", "close the string"),
    ("[1,,2]", 3, "Unexpected ','", "remove the comma, or write the value before it"),
    ('["a":1]', 4, "Unexpected ':'", "keys and their colons stand in an object, { and }"),
    ('{"x": "a"b"}', 9, "Unexpected 'b'", 'write \\" for a quote inside a string'),
    ("{\"x\": 'it'}", 6, 'Unexpected "\'"', "write strings and keys in double quotes"),
    ("{} // c", 3, "Text after the end of the value", "JSON has no comments"),
    (
        '{"a":1}\n,\n{"b":2}',
        8,
        "Text after the end of the value",
        "several items make a list, [{…}, {…}], or a .jsonl file with one in each line",
    ),
    ('{"a": 1;}', 7, "Unexpected ';'", "separate elements and members with commas"),
    ("[1, 2\n3]", 6, "Unexpected '3'", "a comma is missing before it"),
    (
        "[0777]",
        1,
        "Unexpected '0777'",
        "no number begins with 0; put an id or a code in double quotes",
    ),
    ("[1,\n", 3, "The text ends before the value is complete", None),
    (
        "<html>",
        0,
        "Unexpected '<'",
        "this looks like a page in HTML or XML, such as the answer of a server to something else",
    ),
    ("[«a»]", 1, "Unexpected '«'", "write strings and keys in straight double quotes"),
    ('{"a": nan}', 6, "Unexpected 'nan'", "write null, or leave the key out; JSON has no NaN"),
    ('{"a": -inf}', 6, "Unexpected '-inf'", "write null, or leave the key out; JSON has no infinity"),
    ("[\u2028]", 1, "Unexpected U+2028", None),
    ("INPUT:image\thttps://a", 0, "Unexpected 'INPUT'", "this looks like a table, which .tsv or .csv files hold"),
    ("[12:30]", 3, "Unexpected ':'", "keys and their colons stand in an object, { and }"),
    ('{"a": [1, 2}', 11, "Unexpected '}'", "[ is not closed"),
    ('{"a": 1]', 7, "Unexpected ']'", "{ is not closed"),
    ('{"when": 2022-06-01}', 9, "Unexpected '2022-06-01'", "put text that is no number in double quotes"),
    ("[$1]", 1, "Unexpected '$'", None),
    ("[@]", 1, "Unexpected '@'", None),
    ('{"a"=1}', 4, "Unexpected '='", "write a colon behind the key"),
    ('{"a":1,\n # note\n"b":2}', 9, "Unexpected '#'", "JSON has no comments"),
    ('["\\\'"]', 2, "Bad escape \\' in a string", "write \\\\ for a backslash"),
    ('["\\u{1F600}"]', 2, "Bad escape \\u in a string", "four hexadecimal digits follow \\u"),
    ('"a" "b"', 4, "Text after the end of the value", None),
    ("[1e400]", 1, "Number beyond the range of a double (1.8e308)", "write it as a string, or leave it out"),
    ('{"a":.1}', 5, "Unexpected '.1'", "a number has digits before and after its point, and in its exponent"),
    ('{"a": }\n', 6, "Unexpected '}'", "write the value before it"),
    ('{"a": "b"\n "c": 1}', 11, "Unexpected '\"c\"'", "a comma is missing before it"),
    ("[" * 2_000, 1_024, "Nested deeper than 1,024 levels", None),
    ('{"a":' * 2_000, 5_120, "Nested deeper than 1,024 levels", None),
    ("-" + "9" * 400, 0, "Number beyond the range of a double (1.8e308)", "write it as a string, or leave it out"),
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


@pytest.mark.parametrize(("text", "offset", "message", "hint"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_at_its_place_with_a_hint(text: str, offset: int, message: str, hint: str | None) -> None:
    found = mistake(text)

    assert found
    assert found[:3] == (message, offset, hint)
    assert found.is_cut == ("ends" in message)


def test_a_mistake_reads_as_one_line() -> None:
    assert str(mistake("[None]")) == "Unexpected 'None' (write null)"
    assert str(mistake("[@]")) == "Unexpected '@'"


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
def test_json_has_no_mistake(text: str) -> None:
    assert mistake(text) is None
    assert orjson_accepts(text)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join))
@example("1.7976931348623159e308")
def test_law_any_text_has_a_mistake_when_orjson_refuses_it(text: str) -> None:
    found = mistake(text)
    assert (found is None) == orjson_accepts(text)
    assert found is None or 0 <= found.offset <= len(text)


@settings(max_examples=300)
@given(VALUES, st.sampled_from(["compact", "ascii", "indented"]), st.data())
def test_law_text_that_is_cut_is_said_to_be(value: object, layout: str, data: st.DataObject) -> None:
    text = json.dumps([value], ensure_ascii=layout == "ascii", indent=1 if layout == "indented" else None)
    assume(mistake(text) is None)
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    found = mistake(cut)
    assert found
    # A literal, a number or an escape that is cut is no whole one.
    assert found.is_cut or found.offset >= len(cut) - 25


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_law_nothing_is_wrong_before_the_mistake_but_that_the_text_ends(text: str) -> None:
    found = mistake(text)
    before = mistake(text[: found.offset]) if found else None
    assert before is None or before.is_cut or "string" in before.message


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
def test_a_large_text_has_its_mistake_too(text: str) -> None:
    found = mistake(text)

    assert isinstance(found, Mistake)
    assert 0 <= found.offset <= len(text)
