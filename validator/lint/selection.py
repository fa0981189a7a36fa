"""Which codes speak, and how loud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from validator.contract.codes import API_CODES, name_of
from validator.errors import UnknownNameError
from validator.model import Severity
from validator.rules import RULES

#: Text that cannot be read is not clean, whatever is selected.
ALWAYS = ("TL901", "TL902", "TL903")


@dataclass(frozen=True)
class Selection:
    """Which codes speak, and how loud. `select` and `ignore` hold codes, prefixes of codes (`TL2`) and names.

    Raises:
        UnknownNameError: an entry that covers no code.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = all_codes()
        for each in (*self.select, *self.ignore, *self.severities):
            if not any(_covers(each, code) for code in known):
                raise UnknownNameError("rule or code", each, (*known, *known.values()), "toloka-lint rule")

    def covers(self, code: str) -> bool:
        """Whether this code speaks: the longest entry that covers it decides, `ignore` wins a draw."""
        if code in ALWAYS:
            return True
        chosen = max((len(each) for each in self.select if _covers(each, code)), default=-1 if self.select else 0)
        ignored = max((len(each) for each in self.ignore if _covers(each, code)), default=-1)
        return chosen > ignored

    def severity(self, code: str, own: Severity | None = None) -> Severity:
        """The severity of a code: the configured one, that of the problem itself, or that of the code."""
        configured = [each for each in self.severities if _covers(each, code)]
        if code in ALWAYS:
            return "error"
        if configured:
            return self.severities[max(configured, key=len)]
        return own or (RULES[code].severity if code in RULES else "error")

    def idle(self) -> list[str]:
        """The entries that would silence or soften only what always is an error, so that they do nothing."""
        lower = [each for each, severity in self.severities.items() if severity != "error"]
        known = all_codes()
        return [
            each for each in (*self.ignore, *lower) if {code for code in known if _covers(each, code)}.issubset(ALWAYS)
        ]

    def stamp(self, code: str, own: Severity | None = None) -> tuple[Severity, str] | None:
        """The severity and name of a code; None when it is not selected."""
        return (self.severity(code, own), name_of_code(code)) if self.covers(code) else None


def all_codes() -> dict[str, str]:
    """Every code there is, with its name."""
    return {code: name_of_code(code) for code in (*API_CODES, *RULES)}


def name_of_code(code: str) -> str:
    """The name of an API code or of a lint rule."""
    return RULES[code].name if code in RULES else name_of(code)


def _covers(entry: str, code: str) -> bool:
    is_prefix = entry.startswith("TL") and code.startswith(entry)
    return is_prefix or entry in (code, name_of_code(code)) or entry == "ALL"
