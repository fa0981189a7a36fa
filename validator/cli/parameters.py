"""The types of options: each says what it takes when given something else, and completes its values in a shell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from validator.lint.selection import all_codes
from validator.model import SEVERITIES
from validator.reporters import REPORTERS
from validator.wording import did_you_mean, quoted

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _Choice = click.Choice[str]
    _Type = click.ParamType[Any]
else:  # those of click 8.1 take no parameter
    _Choice = click.Choice
    _Type = click.ParamType

#: Where codes are listed, which are too many to name.
LISTED = "`toloka-lint rule` lists them all"


def advice(name: object, known: Sequence[str], others: str = "") -> str:
    """Which of the known names was meant, and which there are."""
    question = did_you_mean(str(name), known) or did_you_mean(str(name).replace("_", "-"), known)
    others = others or f"known: {', '.join(known)}"
    return f"{question} {others}" if question else others


def advice_on_code(name: object) -> str:
    """The same of a rule or code."""
    codes = all_codes()
    return advice(name, (*codes, *codes.values()), LISTED)


@cache
def code_entries() -> tuple[str, ...]:
    """What `--select` and its like take: codes, names, the beginnings of our own codes (`TL2`), and `ALL`."""
    codes = all_codes()
    beginnings = {code[:size] for code in codes if code.startswith("TL") for size in range(2, len(code))}
    return ("ALL", *sorted({*beginnings, *codes}), *codes.values())


class Choice(_Choice):
    """One of some names; `what` says what they are names of."""

    def __init__(self, what: str, names: Iterable[str]) -> None:
        super().__init__(list(names))
        self._what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, if it is one of them."""
        if value not in self.choices:
            self.fail(f"unknown {self._what} {quoted(value)}; {advice(value, list(self.choices))}", param, ctx)
        return str(value)

    def get_missing_message(self, *_: Any, **__: Any) -> str:
        """Nothing: help lists the names."""
        return ""


class Number(_Type):
    """A number, whole unless `kind` is float, from `least` to `most`."""

    name = "number"

    def __init__(self, least: int = 0, most: int | None = None, kind: type[int | float] = int) -> None:
        self._least, self._most, self._kind = least, most, kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, if it fits."""
        try:
            number = self._kind(value)
        except ValueError:
            self.fail(self._takes(value), param, ctx)
        if not self._least <= number <= (number if self._most is None else self._most):
            self.fail(self._takes(value), param, ctx)
        return number

    def _takes(self, value: object) -> str:
        bounds = f"{self._least} or more" if self._most is None else f"from {self._least} to {self._most}"
        return f"takes a {'whole ' if self._kind is int else ''}number, {bounds}; not {quoted(value)}"


class Size(_Type):
    """A number of bytes, as 512M or 2G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes."""
        match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]?)(?:i?B)?", str(value))
        if not match:
            self.fail(f"takes bytes, or a number with K, M or G behind it, as 512M; not {quoted(value)}", param, ctx)
        return int(float(match[1]) * 1024 ** " KMGT".index(match[2] or " "))


class Code(_Type):
    """A code or a name; the shell completes it, and who looks it up says whether there is one."""

    name = "code"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The codes and names."""
        codes = all_codes()
        return _completions(each for each in (*codes, *codes.values()) if each.startswith(incomplete))


class Codes(_Type):
    """Codes, names and beginnings of codes, between commas."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The entries."""
        entries = _split(value)
        if not entries:
            self.fail(f"is empty; name codes, as TL501,VALUE_REQUIRED; {LISTED}", param, ctx)
        for each in entries:
            if each not in code_entries():
                self.fail(f"unknown rule or code {quoted(each)}; {advice_on_code(each)}", param, ctx)
        return entries

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The entries that the last one may become."""
        before, comma, begun = incomplete.rpartition(",")
        return _completions(f"{before}{comma}{each}" for each in code_entries() if each.startswith(begun))


class Severities(_Type):
    """`CODE=LEVEL`, between commas."""

    name = "severities"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[tuple[str, str], ...]:
        """Each entry with its level."""
        pairs = [(code, level) for code, _, level in (each.partition("=") for each in _split(value))]
        for code, level in pairs or [("", "")]:
            if level not in SEVERITIES:
                known = ", ".join(SEVERITIES)
                self.fail(f"takes CODE=LEVEL, with a level of {known}; not {quoted(value)}", param, ctx)
            if code not in code_entries():
                self.fail(f"unknown rule or code {quoted(code)}; {advice_on_code(code)}", param, ctx)
        return tuple(pairs)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The codes that the last one may become, each with each level."""
        before, comma, begun = incomplete.rpartition(",")
        pairs = (f"{code}={level}" for code in code_entries() for level in SEVERITIES)
        return _completions(f"{before}{comma}{each}" for each in pairs if each.startswith(begun))


class Format(NamedTuple):
    """An output format, and the file that it goes to; None is the place of the output."""

    name: str
    file: str | None = None


class Formats(_Type):
    """`FORMAT` or `FORMAT=FILE`."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Format:
        """The format, and its file."""
        name, equals, file = str(value).partition("=")
        if name not in REPORTERS:
            self.fail(f"unknown output format {quoted(name)}; {advice(name, tuple(REPORTERS))}", param, ctx)
        if equals and not file:
            self.fail(f"names no file: write {name}=FILE, or {name} alone", param, ctx)
        return Format(name, file or None)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The formats."""
        return _completions(each for each in REPORTERS if each.startswith(incomplete))


def _completions(values: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(each) for each in values]


def _split(value: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in value.split(",") if each.strip())
