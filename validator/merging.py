"""Several stencils in one regular expression: what they begin with alike is read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from validator.stencils import Stencil, Token


def merged(stencils: Sequence[Stencil], first: int = 1) -> tuple[str, list[list[int]]]:
    """One expression for all of them, and for each the numbers that its groups have there.

    Args:
        stencils: Different from each other.
        first: The number of the first group.
    """
    merging = _Merging(stencils, count(first))
    return merging.expression(list(range(len(stencils))), 0), merging.numbers


class _Merging:
    """The expression in the making."""

    def __init__(self, stencils: Sequence[Stencil], free: Iterator[int]) -> None:
        self.numbers: list[list[int]] = [[] for _ in stencils]
        self._stencils = stencils
        self._free = free

    def expression(self, which: Sequence[int], at: int) -> str:
        """That of some of them, from a token on, up to which they are the same."""
        written: list[str] = []
        while len(ways := self._ways(which, at)) == 1:
            (token,) = ways
            if token is None:
                return "".join(written)
            written.append(self._token(token, which))
            at += 1
        return f"{''.join(written)}(?:{'|'.join(self.expression(each, at) for each in ways.values())})"

    def _ways(self, which: Sequence[int], at: int) -> dict[Token | None, list[int]]:
        """The tokens with which they go on, None where one ends, and which of them go there."""
        ways: dict[Token | None, list[int]] = {}
        for n in which:
            tokens = self._stencils[n].tokens
            ways.setdefault(tokens[at] if at < len(tokens) else None, []).append(n)
        return ways

    def _token(self, token: Token, which: Sequence[int]) -> str:
        if not token.is_group:
            return token.expression
        number = next(self._free)
        others = "|".join(f"(?P=g{self.numbers[which[0]][-each]})" for each in token.differs)
        for n in which:
            self.numbers[n].append(number)
        return f"(?P<g{number}>{f'(?!{others})' if others else ''}{token.expression})"
