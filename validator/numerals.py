"""Numerals between two bounds, as a regular expression.

The numerals are those that JSON writers make of doubles, less those with an exponent: without needless zeros. Exact are
those of at most 15 significant digits: so few come back from a double as they were (IEEE 754, the standard's DBL_DIG),
and compare as the numbers do. More digits may be rounded to a bound, but not beyond it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache, partial

#: Behind a repetition that need not be tried again with less: no numeral goes on behind its digits, and no string
#: behind its quote. Older Pythons cannot say so.
AT_ONCE = "+" if sys.version_info >= (3, 11) else ""
#: The largest integer, and the first with too many digits to stand before a decimal point.
_LARGEST = 999_999_999_999_999
_LIMIT = 1_000_000
#: How many digits may stand behind a decimal point: of an exact numeral, after zero and after more; of others.
_AFTER_ZERO, _AFTER_MORE, _LONG = 15, 9, 25
#: Writers turn to an exponent below this: 0.0001 is written so, and 0.00001 as 1e-05.
_SMALL = "(?!0000)"
_NOTHING = "(?!)"
_ANY = "[0-9]+"


@dataclass(frozen=True)
class Between:
    """The numbers between two bounds; None is no bound. A bound belongs to them unless it is open."""

    least: Decimal | None = None
    most: Decimal | None = None
    least_is_open: bool = False
    most_is_open: bool = False

    def holds(self, number: Decimal) -> bool:
        """Whether the number is one of them."""
        mirrored = -self
        return not _is_below(number, self.least, is_open=self.least_is_open) and not _is_below(
            -number, mirrored.least, is_open=mirrored.least_is_open
        )

    def above(self, bound: Decimal, *, is_open: bool) -> Between:
        """Those of them that are not below a bound."""
        if self.least is not None and (self.least, self.least_is_open) >= (bound, is_open):
            return self
        return replace(self, least=bound, least_is_open=is_open)

    def below(self, bound: Decimal, *, is_open: bool) -> Between:
        """Those of them that are not above a bound."""
        return -(-self).above(-bound, is_open=is_open)

    def __neg__(self) -> Between:
        least, most = (None if each is None else -each for each in (self.least, self.most))
        return Between(most, least, self.most_is_open, self.least_is_open)


def _is_below(number: Decimal, bound: Decimal | None, *, is_open: bool) -> bool:
    if bound is None:
        return False
    return number <= bound if is_open else number < bound


@lru_cache
def integers(between: Between) -> str:
    """The expression of the integers there."""
    least, most = _first(between), -_first(-between)
    return _any([_naturals(max(0, least), most), *_negative(_naturals(max(1, -most), -least))])


@lru_cache
def numbers(between: Between, *, is_exact: bool = True, are_mostly_integers: bool = False) -> str:
    """The expression of all numbers there, integers and those with a decimal point.

    Args:
        between: The bounds.
        is_exact: Whether it is of exact numerals alone.
        are_mostly_integers: Which of the two are tried first.
    """
    # What is rounded to a bound that is out would be out itself, but nothing is rounded to zero.
    is_safe = all(
        bound in (None, 0) or not is_open
        for bound, is_open in ((between.least, between.least_is_open), (between.most, between.most_is_open))
    )
    whole, others = integers(between), _decimals(between, is_exact=is_exact or not is_safe)
    if are_mostly_integers:
        return _any([whole, others, rf"(?:{whole})\.0"])
    return _any([others, rf"(?:{whole})(?:\.0)?"])


@lru_cache
def decimals(between: Between) -> str:
    """The expression of the numbers there that are no integers; exact ones, because others may be rounded to one."""
    return _decimals(between, is_exact=True)


def _decimals(between: Between, *, is_exact: bool) -> str:
    unsigned, negative = (_unsigned(each, is_exact=is_exact) for each in (between, -between))
    return _any([unsigned, *_negative(negative)])


def _any(parts: list[str]) -> str:
    return "|".join(each for each in parts if _NOTHING not in each) or _NOTHING


def _negative(expression: str) -> list[str]:
    return [] if expression == _NOTHING else [f"-(?:{expression})"]


def _first(between: Between) -> int:
    """The least integer there of those that have not too many digits."""
    if between.least is None or between.least < -_LARGEST:
        return -_LARGEST
    first = int(between.least.to_integral_value(ROUND_CEILING))
    return first + (between.least_is_open and first == between.least)


def _naturals(least: int, most: int) -> str:
    """Those from 0 up, with their bounds, in as few alternatives as there are lengths that need their own."""
    if least > most:
        return _NOTHING
    if least == 0 < most:
        return f"{_naturals(1, most)}|0"
    first, last = str(least), str(most)
    parts: list[str] = []
    whole: list[int] = []  # lengths of which all numerals count
    for length in range(len(first), len(last) + 1):
        low = first if length == len(first) else "1" + "0" * (length - 1)
        high = last if length == len(last) else "9" * length
        if low == "1" + "0" * (length - 1) and high == "9" * length:
            whole.append(length - 1)
        else:
            parts.append(_same_length(low, high))
    if whole:
        parts.insert(0, f"[1-9][0-9]{{{whole[0]},{whole[-1]}}}{AT_ONCE if len(whole) > 1 else ''}")
    return "|".join(parts)


def _same_length(low: str, high: str) -> str:
    """The strings of digits from one to another of the same length."""
    if not low:
        return ""
    first, last, rest = int(low[0]), int(high[0]), len(low) - 1
    if first == last:
        return f"{first}{_group(_same_length(low[1:], high[1:]))}"
    parts: list[str] = []
    if low[1:].strip("0"):
        parts.append(f"{first}{_group(_same_length(low[1:], '9' * rest))}")
        first += 1
    upper: list[str] = []
    if high[1:].strip("9"):
        upper.append(f"{last}{_group(_same_length('0' * rest, high[1:]))}")
        last -= 1
    if first <= last:
        parts.append(f"{_digit(first, last)}{_count(rest, rest)}")
    return "|".join([*parts, *upper])


def _group(expression: str) -> str:
    return f"(?:{expression})" if "|" in expression else expression


def _digit(first: int, last: int) -> str:
    return str(first) if first == last else f"[{first}-{last}]"


def _count(least: int, most: int) -> str:
    return f"[0-9]{{{least},{most}}}" if most else ""


def _unsigned(between: Between, *, is_exact: bool) -> str:
    """Those without a sign that have a decimal point, and behind it digits of which the last is no zero."""
    nonnegative = between.above(Decimal(0), is_open=False)
    low, high = nonnegative.least or Decimal(0), nonnegative.most
    whole_low, after_low = _apart(low)
    whole_high, after_high = (_LIMIT, "") if high is None else _apart(high)
    most = min(whole_high, _LIMIT) - 1
    if (high is not None and high < low) or whole_low >= _LIMIT:
        return _NOTHING
    above = _above(after_low, is_open=nonnegative.least_is_open)
    below = _below(after_high, is_open=nonnegative.most_is_open)
    pair = partial(_pair, is_exact=is_exact)
    if whole_low == whole_high:
        return _any([pair(whole_low, above, below)])
    parts = [pair(whole_low, above)] if whole_low <= most else []
    if whole_low + 1 <= most:
        parts.append(pair(_group(_naturals(whole_low + 1, most))))
    if whole_high < _LIMIT:
        parts.append(pair(whole_high, below))
    return _any(parts)


def _pair(whole: int | str, *after: str, is_exact: bool) -> str:
    """The numerals of these integers with digits behind the point that fit all expressions, and end with no zero."""
    if _NOTHING in after:
        return _NOTHING
    small = _SMALL if is_exact and whole == 0 else ""
    looks = [f"(?=(?:{each})(?![0-9]))" for each in after if each != _ANY]
    digits = (_AFTER_ZERO if whole == 0 else _AFTER_MORE) if is_exact else _LONG
    return rf"{whole}\.{small}{''.join(looks)}[0-9]{{0,{digits - 1}}}[1-9]"


def _apart(number: Decimal) -> tuple[int, str]:
    """The integer part, rounded down, and the digits behind the decimal point, without zeros at their end."""
    whole = int(number.to_integral_value(ROUND_FLOOR))
    return whole, f"{number - whole:f}".partition(".")[2].rstrip("0")


def _above(digits: str, *, is_open: bool) -> str:
    """The fractions above one; digits compare like words."""
    if not digits:
        return _ANY  # the last digit is no zero
    parts = [f"{digits[:n]}{_digit(int(each) + 1, 9)}[0-9]*" for n, each in enumerate(digits) if each != "9"]
    more = [f"{digits}[0-9]+"] if is_open else [f"{digits}[0-9]*"]
    return "|".join([*parts, *more])


def _below(digits: str, *, is_open: bool) -> str:
    """The fractions below one."""
    parts = [f"{digits[:n]}{_digit(0, int(each) - 1)}[0-9]*" for n, each in enumerate(digits) if each != "0"]
    parts += [digits[:n] for n in range(1, len(digits))]
    if digits and not is_open:
        parts.append(digits)
    return "|".join(parts) or _NOTHING
