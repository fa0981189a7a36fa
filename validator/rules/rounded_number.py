"""An integer in a table that a spreadsheet has rounded.

## What it finds
A cell of a TSV, CSV or Excel file in a column of an `integer` or `array_integer` field, or in `TASK:overlap`, that is
written with an exponent, as `1.2E+11`, or has more than 15 digits of which the last are zeros.

## Why it matters
A spreadsheet shows long numbers so and keeps 15 digits of them. When it saves the file, the digits are lost: an id of a
picture or a user becomes that of another, or of none.

## Example
```json project
{"input_spec": {"photo": {"type": "integer"}}, "output_spec": {"ok": {"type": "boolean"}}}
```
```tsv
INPUT:photo\tTASK:overlap
1.2E+11\t3
```

## Use instead
```tsv
INPUT:photo\tTASK:overlap
120034567891\t3
```
"""  # noqa: D301 - tabs must be tabs

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL906", "rounded-number", "warning", __doc__, needs=("text",))
