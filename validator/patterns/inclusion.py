"""Whether one pattern of a contract matches more than another: decided by walking the machines of both."""

from __future__ import annotations

import re
from typing import Literal

from validator.patterns.automaton import Machine
from validator.patterns.parse import InvalidPatternError, UnsupportedPatternError, parse
from validator.patterns.portable import END

#: How the second of two patterns stands to the first.
Order = Literal["same", "wider", "narrower", "crossing", "unknown"]
_ORDERS: dict[tuple[bool | None, bool | None], Order] = {
    (True, True): "same",
    (True, False): "wider",
    (False, True): "narrower",
    (False, False): "crossing",
}


def order_of(old: str, new: str) -> Order:
    """How the texts that the new pattern matches stand to those of the old one."""
    before, after = _machine(old), _machine(new)
    if before is None or after is None:
        return "unknown"
    return _ORDERS.get((after.includes(before), before.includes(after)), "unknown")


def _machine(pattern: str) -> Machine | None:
    """A machine for the texts in which the pattern is found; None for what only an engine can tell.

    A contract's patterns are looked for anywhere in a text; the machine, like a project's patterns, reads all of it.
    """
    if _is_choice(pattern):  # an anchor may belong to one side alone
        return None
    before = "" if pattern.startswith("^") else r"[\s\S]*"
    after = "" if pattern.endswith(END) else r"[\s\S]*"
    try:
        return Machine(parse(f"{before}{pattern.removeprefix('^').removesuffix(END)}{after}").tree)
    except (InvalidPatternError, UnsupportedPatternError):
        return None


def _is_choice(pattern: str) -> bool:
    """Whether a `|` stands outside all groups."""
    bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
    while "(" in bare and (inner := re.sub(r"\([^()]*\)", "", bare)) != bare:
        bare = inner
    return "|" in bare
