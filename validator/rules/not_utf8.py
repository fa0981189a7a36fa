"""Bytes that are not UTF-8.

## What it finds
A file, or a line of one, with a byte that UTF-8 does not have: most often text in another encoding, such as that of a
spreadsheet saved on Windows. In a file with one item a line, the other lines are checked all the same.

## Why it matters
JSON is UTF-8. The request is refused, or the letters are replaced by others and Tolokers see those.

## Example
The file is saved in Latin-1, where é is one byte.
```jsonl latin-1
{"pool_id": "1", "input_values": {"word": "café"}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"word": "café"}, "overlap": 3}
```
"""

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL902", "not-utf8", "error", __doc__, kinds=(), needs=("text",))
