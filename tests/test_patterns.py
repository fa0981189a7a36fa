"""Patterns: what they match, how they are written, what is refused; and that all engines agree."""

from __future__ import annotations

import re
from time import perf_counter

import fastjsonschema
import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from validator.patterns.parse import InvalidPatternError, Pattern, UnsupportedPatternError, parse
from validator.patterns.portable import END

LONG = 100_000

READ = [
    # pattern, its portable body, strings it accepts, strings it rejects
    ("", "", [""], ["a", "\n"]),
    ("a", "a", ["a"], ["", "b", "aa", "a\n", "\na"]),
    ("a|bc|", "a|bc|", ["a", "bc", ""], ["b", "abc"]),
    ("^(a|b)c$", "(?:a|b)c", ["ac", "bc"], ["a", "abc", "ac\n"]),
    ("^a|b$", "a|b", ["a", "b"], ["ab"]),
    (r"\Aa\z|b\Z", "a|b", ["a", "b"], ["ab"]),
    ("(?=^a)^(?:^)*(^a$)?$", "(?=a)a?", ["a"], ["", "aa"]),
    ("(?:a)(b)(?<n>c)(?P<m>d)", "abcd", ["abcd"], ["abc"]),
    ("a*?b+?c??d{2}e{1,}f{0,2}", "a*b+c?d{2}e+f{0,2}", ["bdde", "aabbcddeeff"], ["bde", "bddefff"]),
    ("a{1}b{0}c{0,1}(?:){3}(ab){2,3}", "ac?(?:ab){2,3}", ["aabab", "acababab"], ["aab"]),
    ("(a*)*", "(?:a*)*", ["", "aaa"], ["b"]),
    (".", r"[^\x0a\x0d\u2028\u2029]", ["a", "\x85", "😀", "\ud800"], ["\n", "\r", "\u2028", "\u2029", ""]),
    (r"[\s\S]", r"[\s\S]", ["a", "\n", "😀"], [""]),
    (r"[^\s\S]", r"[^\s\S]", [], ["", "a", "\n"]),
    (r"\d\D", r"[0-9][^0-9]", ["1a", "1٣"], ["٣a", "11"]),
    (r"\w\W", r"[0-9A-Z\x5fa-z][^0-9A-Z\x5fa-z]", ["_é", "a-"], ["éa", "aa"]),
    (r"\s\S", r"[\x09-\x0d\x20][^\x09-\x0d\x20]", ["\x0b\xa0", " a"], ["\xa0a", "  "]),
    (r"\p{Alpha}\p{Digit}\p{Alnum}", "[A-Za-z][0-9][0-9A-Za-z]", ["a1Z"], ["é11", "a٣a"]),
    (r"\p{Upper}\p{Lower}\P{Lower}", "[A-Z][a-z][^a-z]", ["Aaé"], ["aaA"]),
    (r"\p{Punct}\p{Space}", r"[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e][\x09-\x0d\x20]", ["~\n", "$ "], ["a "]),
    (r"\t\n\r\f\a\e", r"\x09\x0a\x0d\x0c\x07\x1b", ["\t\n\r\f\a\x1b"], [""]),
    (r"\x41\u0042\x{43}\x{1F600}\0101", "ABC😀A", ["ABC😀A"], ["ABC"]),
    (r"\uD83D\uDE00+", "😀+", ["😀", "😀😀"], ["\ud83d\ude00"]),
    (r"\$\\\.\-\/\_\é", r"\x24\x5c\.-/_\u00e9", ["$\\.-/_é"], [""]),
    (r"]}-,/~", r"\]\}-,/~", ["]}-,/~"], [""]),
    (r"\Q$1.\\E[\Q^]a-c\E]\Qx", r"\x241\.\x5c[\x2d\x5d\x5eac]x", ["$1.\\^x", "$1.\\-x"], ["$1.\\bx"]),
    (r"a\Q\E*", "a*", ["", "aa"], ["b"]),
    ("[]a][^]a]", r"[\x5da][^\x5da]", ["]b", "ab"], ["]]", "b]"]),
    (r"[a-c\d_.$&-]", r"[\x24\x26\x2d\x2e0-9\x5fa-c]", ["b", "-", "$", "."], ["d", "\\"]),
    (r"[\w-.]", r"[\x2d\x2e0-9A-Z\x5fa-z]", ["-", "."], [","]),
    (r"[--/]", r"[\x2d-\x2f]", ["."], [","]),
    ("[ab][aa]", "[ab]a", ["aa", "ba"], ["ab"]),
    ("[\u0430-яё]+", r"[\u0430-\u044f\u0451]+", ["ёж"], ["Ёж"]),
    (r"[\x00-\uFFFF]", "[^𐀀-\U0010ffff]", ["a"], ["😀"]),
    (r"[^\x{10000}-\x{10FFFF}a]", "[^a𐀀-\U0010ffff]", ["b"], ["😀", "a"]),
    ("[😀-😂]", "[😀-😂]", ["😁"], ["😃"]),
    ("(?i)aé[^b-c]", r"[Aa]\u00e9[^BCbc]", ["Aéa"], ["AÉa", "aéB"]),
    ("(?!a)(?=.b)..", r"(?!a)(?=[^\x0a\x0d\u2028\u2029]b)" + r"[^\x0a\x0d\u2028\u2029]" * 2, ["cb"], ["ab", "cc"]),
    (r"(?!\s*$)(a| )*", rf"(?![\x09-\x0d\x20]*{END})(?:a|\x20)*".replace(r"|\x20", "| "), ["a", " a "], ["", "  "]),
    ("(?:(?!--)[a-])*", r"(?:(?!--)[\x2da])*", ["-a-", ""], ["a--"]),
    ("(?=(?!b)(?=a|c$)).*", rf"(?=(?!b)(?=a|c{END}))" + r"[^\x0a\x0d\u2028\u2029]*", ["ab", "c"], ["cb", "b", ""]),
    ("(?=a)+(?!b)*a", "(?=a)a", ["a"], ["b"]),
    ("a(?!)", "a(?!)", [], ["a", ""]),
]

INVALID = [
    ("*a", 0, "there is nothing for '*' to repeat"),
    ("a**", 2, "there is nothing for '*' to repeat"),
    ("a|+", 2, "there is nothing for '+' to repeat"),
    ("(?z)", 0, "there is no such kind of group"),
    ("(?P=n)", 0, "there is no such kind of group"),
    ("(?<n", 0, "there is no such kind of group"),
    ("(?<n>a)(?<n>b)", 7, "another group is named 'n'"),
    ("a)", 1, "this parenthesis closes no group"),
    ("a(b", 1, "this group is not closed"),
    ("a[b", 1, "this class is not closed"),
    ("[]", 0, "this class is not closed"),
    ("[b-", 0, "this class is not closed"),
    ("[b-a]", 1, "the range ends before it starts"),
    (r"[a-\d]", 1, "a range cannot end in a class"),
    ("{a}", 0, r"'{' starts no repetition here; write '\{' for the character"),
    ("a{,2}", 1, r"'{' starts no repetition here; write '\{' for the character"),
    ("a{2,1}", 1, "the repetition ends before it starts"),
    ("a{2147483648}", 1, "the number is too large"),
    ("a{" + "9" * 5000 + "}", 1, "the number is too large"),
    ("a\\", 1, "nothing follows the backslash"),
    ("[\\", 1, "nothing follows the backslash"),
    (r"a\i", 1, "there is no such escape"),
    (r"\E", 0, "there is no such escape"),
    (r"\Qa\E\x1", 5, "there is no such escape"),
    (r"\0", 0, "there is no such escape"),
    (r"[\b]", 1, "there is no such escape"),
    (r"\x4\Q1\E", 0, "there is no such escape"),
    (r"\x{110000}", 0, "there is no such character"),
    (r"\p{}", 0, "this is no property of characters"),
    (r"\p", 0, "this is no property of characters"),
]

UNSUPPORTED = [
    ("(?<=a)b", 0, "a lookbehind"),
    ("a(?<!a)b", 1, "a lookbehind"),
    ("(?>a)", 0, "an atomic group"),
    ("a++", 1, "a possessive quantifier"),
    ("a{2}{3}", 4, "a repetition of nothing"),
    ("{2}", 0, "a repetition of nothing"),
    (r"(a)\1", 3, "a backreference"),
    (r"(?<n>a)\k<n>", 7, "a backreference"),
    ("a(?i)b", 1, "an inline flag"),
    ("(?s:.)", 0, "an inline flag"),
    ("(?)", 0, "an inline flag"),
    (r"\bword", 0, "a word boundary"),
    (r"[\h]", 1, "a class of horizontal spaces"),
    (r"\v", 0, "a class of vertical spaces"),
    (r"\G", 0, "an anchor at the last match"),
    (r"\R", 0, "a line break of any kind"),
    (r"\X", 0, "a grapheme cluster"),
    (r"\N{SPACE}", 0, "a named character"),
    (r"\cA", 0, "a control character by letter"),
    (r"\p{L}", 0, "a Unicode property"),
    (r"\pL", 0, "a Unicode property"),
    (r"(?i)\p{Upper}", 4, "a property that ignores case"),
    ("[a[b]]", 2, "a class in a class"),
    ("[a-[b]]", 3, "a class in a class"),
    ("[a&&b]", 2, "an intersection of classes"),
    (r"\uD83D", 0, "half of a surrogate pair"),
    ("\ud83d", 0, "half of a surrogate pair"),
    (r"[a-\x{D800}]", 1, "half of a surrogate pair"),
    ("a^", 1, "a start anchor behind something else"),
    ("(^a)*", 1, "a start anchor behind something else"),
    ("(?=a^)", 4, "a start anchor behind something else"),
    ("a$b", 1, "an end anchor before something else"),
    ("(a|b$)?c", 4, "an end anchor before something else"),
    ("(?=$a)", 3, "an end anchor before something else"),
    ("a{12000}", 1, "too large a repetition"),
    (".{6000}", 1, "too large a repetition"),
    ("(a{100}){120}", 8, "too large a repetition"),
    ("a{8000}b{8000}", 0, "too many parts"),
]


def portable(pattern: str) -> str:
    return parse(pattern).portable


def rust(pattern: str, text: str) -> bool:
    return jsonschema_rs.Draft7Validator({"pattern": pattern}).is_valid(text)


def fast(pattern: str, text: str) -> bool:
    try:
        fastjsonschema.compile({"pattern": pattern})(text)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


def verdicts(pattern: str, text: str) -> set[bool]:
    """What our machine and the three engines say."""
    found = parse(pattern)
    searched = bool(re.search(found.portable, text))
    return {found.matches(text), searched, rust(found.portable, text), fast(found.portable, text)}


@pytest.mark.parametrize(("pattern", "body", "accepted", "rejected"), READ)
def test_a_pattern_is_read_and_written(pattern: str, body: str, accepted: list[str], rejected: list[str]) -> None:
    assert portable(pattern) == f"^(?:{body}){END}"
    assert [text for text in accepted + rejected if parse(pattern).matches(text)] == accepted


@pytest.mark.parametrize(("pattern", "position", "why"), INVALID)
def test_what_no_server_compiles_is_invalid(pattern: str, position: int, why: str) -> None:
    with pytest.raises(InvalidPatternError) as caught:
        parse(pattern)
    assert (caught.value.pattern, caught.value.position, caught.value.why) == (pattern, position, why)


@pytest.mark.parametrize(("pattern", "position", "construct"), UNSUPPORTED)
def test_what_engines_read_differently_is_unsupported(pattern: str, position: int, construct: str) -> None:
    with pytest.raises(UnsupportedPatternError) as caught:
        parse(pattern)
    assert (caught.value.pattern, caught.value.position, caught.value.construct) == (pattern, position, construct)


def test_an_error_says_what_and_where() -> None:
    assert str(InvalidPatternError("a**", 2, "why")) == "the pattern 'a**' is broken at position 2: why"
    unsupported = UnsupportedPatternError("(?>a)", 0, "an atomic group")
    assert str(unsupported) == "the pattern '(?>a)' has an atomic group at position 0, which is not supported"


def test_an_error_shows_the_start_of_a_long_pattern() -> None:
    assert str(InvalidPatternError("a" * 81, 0, "why")) == f"the pattern '{'a' * 80}…' is broken at position 0: why"


@pytest.mark.parametrize("pattern", ["(" * 5000 + ")" * 5000, "(?:" * 5000, "(?=" * 41])
def test_deep_nesting_is_refused_and_no_recursion_error(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError, match=r"too deep a nesting at position (40|120)"):
        parse(pattern)


@pytest.mark.parametrize("unit", ["(?:a|b{})*", "(a{})?", "(?=a{})a*", "(?!(?:ba{})b)a*"])
def test_the_deepest_nesting_is_read_by_every_engine(unit: str) -> None:
    opening, closing = unit.split("{}")
    levels = 40 // opening.count("(")
    pattern, text = opening * levels + closing * levels, "a" * 40
    assert verdicts(pattern, text) == {True}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("a{11000}", "a" * 11000),
        (".{5500}", "😀" * 5500),
        (r"[^a\x{100}-\x{1000}]{5500}", "b" * 5500),
        ("[" + "".join(chr(code) for code in range(0x10001, 0x1FFFF, 0x200)) + "]{150}", "\U00010001" * 150),
        ("[^" + "".join(chr(code) for code in range(0x101, 0xD7FF, 0x400)) + "]{350}", "a" * 350),
    ],
)
def test_the_largest_repetition_is_read_by_every_engine(pattern: str, text: str) -> None:
    assert verdicts(pattern, text) == {True}


@pytest.mark.parametrize(
    ("pattern", "simple", "looks"),
    [
        ("abc", True, False),
        ("[a-z]*x", True, False),
        ("(ab)+|c*", True, False),
        ("a{0,5000}", True, False),
        ("(a?b){2}", True, False),
        ("a*b*", False, False),
        ("a*b{0,9}", False, False),
        ("(a|b)*", False, False),
        ("(a+)+", False, False),
        ("(a*){2}", False, False),
        ("(a?){9}", False, False),
        ("(a|b){4000}", False, False),
        ("(?=a)a", False, True),
        ("(b(?!a))?", False, True),
    ],
)
def test_simple_patterns_are_known(pattern: str, *, simple: bool, looks: bool) -> None:
    assert (parse(pattern).is_simple, parse(pattern).has_lookahead) == (simple, looks)


@pytest.mark.parametrize(
    ("pattern", "text", "verdict"),
    [
        ("(a+)+$", "a" * LONG + "b", False),
        ("(a+)+$", "b" + "a" * LONG, False),
        ("(a|a)*", "a" * LONG, True),
        ("(.*)*x", "a" * LONG, False),
        ("x(.*)*", "a" * LONG, False),
        ("(x+x+)+", "x" * LONG, True),
        ("(a?){25}a{25}", "a" * LONG, False),
        ("a?" * 25 + "a" * 25, "a" * 25, True),
        ("(a|b){12}a(a|b)*", "abbabaa" * (LONG // 7), True),
        (".*a.{0,5000}", "ab" * LONG, True),
        (".{0,2000}a.*", "ab" * (LONG // 2), True),
        ("((?!ab).)*", "ba" * (LONG // 2), False),
        ("(?=(a*)*b)(?!.*x)[ab]*", "a" * LONG + "b", True),
    ],
)
def test_no_pattern_takes_long(pattern: str, text: str, *, verdict: bool) -> None:
    start = perf_counter()
    assert parse(pattern).matches(text) is verdict
    assert perf_counter() - start < 3


def test_a_pattern_is_a_value() -> None:
    assert parse("a") is parse("a")
    assert parse("(a)") != parse("a")
    assert repr(parse("a")) == (r"Pattern(source='a', portable='^(?:a)$(?!\\n)', has_lookahead=False, is_simple=True)")


CHARS = "ab1$-\\ \n\u2028٣😀"
CLASSES = st.builds(
    "[{}{}]".format,
    st.sampled_from(["", "^", "]", "^]"]),
    st.lists(st.sampled_from([*"a1$-&{٣😀\u2028", "b-c", r"\s", r"\W", r"\D", r"\-", r"\\", r"\n"]), min_size=1).map(
        "".join
    ),
)
ESCAPES = [r"\d", r"\s", r"\W", r"\S", r"\$", r"\\", r"\n", r"\u2028", r"\Q$.\E"]
ATOMS = CLASSES | st.sampled_from([*"ab1.٣😀-]}^$", "()", *ESCAPES])


def longer(patterns: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["*", "+", "?", "*?", "{2}", "{0,2}", "{2,3}", "{1,}"])
    return (
        st.builds("{}{}".format, patterns, patterns)
        | st.builds("({}|{})".format, patterns, patterns)
        | st.builds("(?:{}){}".format, patterns, counts)
        | st.builds("(?{}{}){}".format, st.sampled_from("=!"), patterns, patterns)
    )


def understood(pattern: str) -> Pattern | None:
    try:
        return parse(pattern)
    except (InvalidPatternError, UnsupportedPatternError):
        return None


@settings(deadline=None, max_examples=300)
@given(st.recursive(ATOMS, longer, max_leaves=8).map(understood).filter(bool), st.lists(st.text(CHARS, max_size=6)))
@example(parse("a"), ["a\n", "a"])
@example(parse("(?:|a){2}"), ["a", "aa", "aaa"])
@example(parse("(?:(?=a)|b)+"), ["", "b", "ab"])
@example(parse(r"(?!\s*$).*"), ["", " ", " \n", "a"])
def test_all_engines_agree(pattern: Pattern, texts: list[str]) -> None:
    for text in texts:
        assert len(verdicts(pattern.source, text)) == 1


@settings(deadline=None)
@given(st.recursive(ATOMS, longer, max_leaves=8).map(understood).filter(bool), st.text(CHARS, max_size=6))
def test_the_portable_form_is_a_pattern_of_the_same_meaning(pattern: Pattern, text: str) -> None:
    body = pattern.portable[: -len(END)]
    again = understood(body)
    assert again is None or again.matches(text) is pattern.matches(text)


PIECES = [*"ab01()[]{}^$.|*+?\\-&,:=!<>PQEpi\n\ud800é", "(?", "[^", "\\x", "\\u", "{2}", "\\p{", "(?<a>", "&&", "\\Q"]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read_or_refused(pattern: str) -> None:
    found = understood(pattern)
    assert found is None or found.matches("a") in (True, False)
