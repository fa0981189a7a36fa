"""A place that is not on the map.

## What it finds
A latitude beyond ±90 or a longitude beyond ±180 in a `coordinates` or `array_coordinates` field, in inputs and in
solutions. When the two would be right the other way round, the message says so.

## Why it matters
The API takes it, and the map shows nothing, or another place. Latitude comes first here; many programs and formats
put longitude first.

## Example
```json
{"pool_id": "1", "input_values": {"place": "129.675476,62.027833"}, "overlap": 3}
```
```json project
{"input_spec": {"place": {"type": "coordinates"}}, "output_spec": {"result": {"type": "string"}}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"place": "62.027833,129.675476"}, "overlap": 3}
```
"""

from __future__ import annotations

from validator.rules.base import Rule, Text
from validator.wording import quoted

_LATITUDE, _LONGITUDE = 90, 180


def judge(text: str) -> tuple[str, str | None] | None:
    """Coordinates that are out of range."""
    first, _, second = text.partition(",")
    try:
        latitude, longitude = float(first), float(second)
    except ValueError:  # not of that form, which is an error of the API
        return None
    if -_LATITUDE <= latitude <= _LATITUDE and -_LONGITUDE <= longitude <= _LONGITUDE:
        return None
    hint = "swap the two: latitude comes first" if _are_right(longitude, latitude) else None
    return f"{_beyond(latitude, longitude)} in {quoted(text)}", hint


def _are_right(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= _LATITUDE and abs(longitude) <= _LONGITUDE


def _beyond(latitude: float, longitude: float) -> str:
    faults = []
    if abs(latitude) > _LATITUDE:
        faults.append(f"Latitude beyond ±{_LATITUDE}")
    if abs(longitude) > _LONGITUDE:
        faults.append(f"{'longitude' if faults else 'Longitude'} beyond ±{_LONGITUDE}")
    return " and ".join(faults)


RULE = Rule(
    "TL702", "coordinates-out-of-range", "warning", __doc__, needs=("project",), texts=(Text("coordinates", judge),)
)
