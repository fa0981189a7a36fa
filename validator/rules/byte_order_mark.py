"""A byte order mark before the text.

## What it finds
A file that begins with the bytes EF BB BF, as some editors and spreadsheets write them before UTF-8. The text behind
them is checked like any other. The file of a project is looked at too.

## Why it matters
JSON must not begin with a mark, and many of its readers refuse one or take it for a part of the first name. The server
is known to skip it; the program that sends the file, or the next one that reads it, may not.

## Example
```jsonl utf-8-sig
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```
"""

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL908", "byte-order-mark", "warning", __doc__, kinds=(), needs=("text",))
