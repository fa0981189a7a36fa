"""`check --show-settings`: the settings of one file, and where each comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from validator.cli.config import Config
from validator.cli.options import given
from validator.cli.parameters import Format
from validator.inputs.settings import FileSettings
from validator.wording import clean

_DEFAULTS = {
    **{name: value for name, value in FileSettings()._asdict().items() if value not in (None, ())},
    "output_format": (Format("text"),),
    "fail_on": "error",
    "color": "auto",
}


def shown(file: str, configuration: Config, options: Mapping[str, Any]) -> str:
    """The settings as TOML that the configuration could have, with the place that each comes from behind it."""
    return "".join(f"{clean(line)}\n" for line in (f"# {file}", *_lines(file, configuration, options)))


def _lines(file: str, configuration: Config, options: Mapping[str, Any]) -> Iterator[str]:
    by_hand = given(**options)
    of_files = {name: value for name, value in by_hand.items() if name in FileSettings._fields}
    layers = [
        ("default", _DEFAULTS),
        (configuration.name, configuration.options),
        *configuration.layers(file, of_files),
        ("command line", by_hand),
    ]
    found: dict[str, tuple[Any, str]] = {}
    for origin, settings in layers:
        for name, value in _by_key(settings):
            found[name] = (value, origin)
    for name, (value, origin) in found.items():
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}  # {origin}"


def _by_key(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Keys of the configuration and values as TOML and JSON have them."""
    for name, value in settings.items():
        key = name.replace("_", "-")
        if name == "severity":
            yield from ((f"severity.{code}", level) for code, level in value)
        elif name == "output_format":
            yield key, [each.name if each.file is None else f"{each.name}={each.file}" for each in value]
        elif name != "engine":
            yield key, value
