"""A column that no task has.

## What it finds
A header of a TSV file that stands for no part of a task. Known are `INPUT:` and `GOLDEN:` with the name of a field,
`HINT:text`, `TASK:overlap`, and the place on the map. A column of a download (`OUTPUT:`, `ASSIGNMENT:`, `ACCEPT:`,
`CONFIDENCE:`) is a warning.

## Why it matters
The values of the column are dropped. A misspelt prefix makes a required field missing from every row.

## Example
```tsv
INPUT:image\tINPUTS:title\tTASK:overlap
https://example.com/1.png\tA cat\t3
```

## Use instead
```tsv
INPUT:image\tINPUT:title\tTASK:overlap
https://example.com/1.png\tA cat\t3
```
"""  # noqa: D301 - tabs must be tabs

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL904", "unknown-column", "error", __doc__, kinds=(), needs=("text",))
