"""What a reporter is: it takes findings one at a time, in order, and writes them as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from validator.model import Finding, Tally

Write = Callable[[str], object]


class Options(NamedTuple):
    """What a reporter may need to know beside the findings."""

    #: Names of all files of the run, in order.
    files: Sequence[str] = ()
    #: Whether to colour the text.
    color: bool = False
    #: Whether to add the count of findings by code.
    statistics: bool = False
    version: str = ""


class Reporter:
    """One output format. Nothing is kept that need not be: a run can have millions of findings."""

    #: How many findings are not in the output, where a format shows only what the API itself would say.
    left_out: int = 0

    def __init__(self, write: Write, options: Options) -> None:
        self._write = write
        self._options = options

    def begin(self) -> None:
        """Write what stands before the first finding."""

    def finding(self, finding: Finding) -> None:
        """Write one finding, or remember what is needed of it."""
        raise NotImplementedError

    def end(self, tally: Tally) -> None:
        """Write the rest. The output is complete and valid also when there was no finding."""
