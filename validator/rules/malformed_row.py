"""A row that does not fit its table.

## What it finds
A row of a TSV file with more or fewer cells than the header, or with a quote that is never closed. The other rows are
checked all the same, as far as the open quote lets them be read.

## Why it matters
The upload of the whole file fails, or each value of the row lands in the wrong field. Tabs and quotes in a text must
stand in quotes, and the quotes among them twice.

## Example
```tsv
INPUT:image\tINPUT:title\tTASK:overlap
https://example.com/1.png\tA cat\t3
https://example.com/2.png\tA\tdog\t3
```

## Use instead
```tsv
INPUT:image\tINPUT:title\tTASK:overlap
https://example.com/1.png\tA cat\t3
https://example.com/2.png\t"A\tdog"\t3
```
"""  # noqa: D301 - tabs must be tabs

from __future__ import annotations

from validator.rules.base import Rule

RULE = Rule("TL903", "malformed-row", "error", __doc__, kinds=(), needs=("text",))
