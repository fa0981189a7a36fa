"""JSON text that every parser takes: no lone surrogates, and no character that breaks a line or steers a terminal."""

from __future__ import annotations

import math
import re

import orjson

_UNFIT = "[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]"


def dumps(value: object, *, indent: bool = False) -> str:
    """The value as JSON, indented by two spaces if asked for."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else None).decode()
    except TypeError:  # a lone surrogate, an integer of more than 64 bits, or a value that JSON does not have
        text = _slow(_plain(value), indent=indent)
    return text if text.isprintable() else re.sub(_UNFIT, _escape, text)


def _slow(value: object, *, indent: bool) -> str:
    import json  # seldom needed, and start-up time counts

    separators = (",", ": ") if indent else (",", ":")
    return json.dumps(value, ensure_ascii=False, separators=separators, indent=2 if indent else None)


def _plain(value: object) -> object:
    """The nearest value that JSON has. A lone surrogate becomes the text of its escape."""
    if isinstance(value, dict):
        return {_plain(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, int):
        return value
    return str(value).encode(errors="backslashreplace").decode()


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
