"""Several stencils in one expression take what each of them takes, and remember the same of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from validator.merging import merged
from validator.stencils import Stencil, Token

WORDS = ["".join(letters) for length in range(5) for letters in product("abc", repeat=length)]
_plain = st.sampled_from([Token("a"), Token("b"), Token("[bc]"), Token("(?:a|ab)")])
_groups = st.sampled_from([Token("[ab]", is_group=True), Token("", is_group=True), Token("c?", is_group=True)])


def _with_a_difference(tokens: list[Token]) -> list[Token]:
    """The tokens, and at their end a group that differs from the one before it, if there is one."""
    has_group = any(each.is_group for each in tokens)
    return [*tokens, Token("[abc]", is_group=True, differs=(1,))] if has_group else tokens


_some = st.lists(_plain | _groups, min_size=1, max_size=4)
stencils = st.lists((_some | _some.map(_with_a_difference)).map(tuple), min_size=1, max_size=4, unique=True).map(
    lambda some: [Stencil(tokens, (), ()) for tokens in some]
)


def found(expression: str, numbers: Sequence[int], word: str) -> list[str] | None:
    match = re.fullmatch(expression, word)
    return [match[number] for number in numbers] if match else None


@given(stencils)
def test_what_is_found_together_is_found_by_one_alone(several: list[Stencil]) -> None:
    alone = [merged([each]) for each in several]
    expression, numbers = merged(several)

    for word in WORDS:
        match = re.fullmatch(expression, word)
        wanted = [each for one, (its,) in alone if (each := found(one, its, word)) is not None]
        if not match:
            assert not wanted
        else:
            assert any([match[number] for number in its] in wanted for its in numbers)


def test_what_stencils_begin_with_alike_is_written_once() -> None:
    both = [
        Stencil((Token("a"), Token("b", is_group=True), Token("c")), (), ()),
        Stencil((Token("a"), Token("b", is_group=True), Token("d")), (), ()),
        Stencil((Token("a"),), (), ()),
    ]

    assert merged(both) == ("a(?:(?P<g1>b)(?:c|d)|)", [[1], [1], []])
