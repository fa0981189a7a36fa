"""An array cell of a table written as JSON or Python would write it, or with semicolons.

## What it finds
A cell of a TSV, CSV or Excel file in a column of an `array_` field that has brackets around it, as `["a","b"]` or
`['a']`, or semicolons where commas separate elements. In a column of `array_json` only square brackets count: objects
have braces of their own.

## Why it matters
The web interface takes an array as elements with commas between them, and nothing else. The brackets become a part of
the first and the last element, and text with semicolons is one element. Tolokers then see `["a` and `b"]`.

## Example
```json project
{"input_spec": {"tags": {"type": "array_string"}}, "output_spec": {"ok": {"type": "boolean"}}}
```
```tsv
INPUT:tags\tTASK:overlap
["cat","dog"]\t3
```

## Use instead
```tsv
INPUT:tags\tTASK:overlap
cat,dog\t3
```
"""  # noqa: D301 - tabs must be tabs

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL905", "bracketed-array", "warning", __doc__, needs=("text",))
