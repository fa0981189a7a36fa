"""The limits of one request: a watch that adds up what its items hold, for the rules that hold it to a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from validator.model import JSON, ROOT, Problem


class RequestWatch:
    """Says once, at the first item too many, that a request holds more than its limit.

    Args:
        code: The code of the rule.
        limit: The limit, if there is one.
        amount: What one item adds.
        message: What to say of the total and the limit.
    """

    def __init__(
        self, code: str, limit: int | None, amount: Callable[[JSON], int], message: Callable[[int, int], str]
    ) -> None:
        self.code, self.limit, self.amount, self.message = code, limit, amount, message
        self._is_one_request = False

    def begin(self, file: str | None, *, is_one_request: bool) -> None:  # noqa: ARG002 - the protocol's signature
        """The next items are a request, or part of a data set that will be sent in several."""
        self._is_one_request = is_one_request

    def take(self, first: int, items: Sequence[JSON]) -> Iterator[tuple[int, Problem]]:
        """The item with which the limit is passed."""
        if self.limit is None or not self._is_one_request:
            return
        sums = list(accumulate(map(self.amount, items)))
        if sums and sums[-1] > self.limit:
            index = next(n for n, each in enumerate(sums, first) if each > self.limit)
            yield index, Problem(self.code, ROOT, self.message(sums[-1], self.limit))

    def end(self) -> Iterator[Problem]:
        """Nothing is left to say."""
        yield from ()
