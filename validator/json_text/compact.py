"""Compact JSON of any value: for comparing values, and for counting their bytes."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from validator.model import JSON


def compact(value: JSON, *, sort_keys: bool = False) -> bytes:
    """Compact JSON in UTF-8, also of what orjson refuses: huge integers and deep nesting."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None)
    except orjson.JSONEncodeError:
        return b"".join(_pieces(value, sort_keys=sort_keys))


def _pieces(value: JSON, *, sort_keys: bool) -> Iterator[bytes]:
    waiting: list[JSON | bytes] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, bytes):
            yield each
        elif isinstance(each, dict):
            members = sorted(each.items()) if sort_keys else list(each.items())
            inside: list[JSON | bytes] = [part for key, of in members for part in (b",", compact(key) + b":", of)]
            waiting += [b"}", *reversed(inside[1:]), b"{"]
        elif isinstance(each, list):
            inside = [part for element in each for part in (b",", element)]
            waiting += [b"]", *reversed(inside[1:]), b"["]
        elif isinstance(each, int) and not isinstance(each, bool):
            # Decimal digits of a huge number take quadratic time, and Python refuses to make them.
            yield b"%d" % each if each.bit_length() <= _LONGEST else b"%x" % each
        else:
            yield orjson.dumps(each)


_LONGEST = 4096
