"""Items without an overlap, and nothing that is known to supply one.

## What it finds
Tasks or suites that have neither `overlap` nor `infinite_overlap: true`, where it is not known whether they are
uploaded with `allow_defaults`. Said once a file, with their number and the first. A training needs no overlap.

## Why it matters
The API refuses such an item, unless `allow_defaults=true` has it take the pool's default. Say which it is with
`--allow-defaults` or `--no-allow-defaults`: this becomes a clear yes, or the error `VALUE_REQUIRED`.

## Example
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}}
```

## Use instead
```json
{"pool_id": "1", "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## See also
`TL203` finds a pool without the default that `allow_defaults` relies on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from validator.model import ROOT, Problem
from validator.rules.base import Count, Fact, Rule, Said, Scope, Totals
from validator.rules.overlaps import LACKING, lacks_overlap
from validator.rules.parts import how_many, noun


def fact(scope: Scope) -> Fact | None:
    """How many items have no overlap, where nothing is known."""
    what = noun(scope.context)

    def conclude(counts: Mapping[Hashable, Count], _: Totals) -> Iterable[Said]:
        if not (lacking := counts.get(LACKING)):
            return ()
        refused = "it is refused" if lacking.number == 1 else "they are refused"
        hint = f"{refused} unless you upload with allow_defaults=true"
        return [
            (Problem("TL202", ROOT / "overlap", f"{how_many(lacking, what, 'has')} no overlap", lacking, hint), lacking)
        ]

    return Fact(conclude, lacks_overlap, LACKING) if scope.context.overlap == "undecided" else None


RULE = Rule("TL202", "overlap-undecided", "warning", __doc__, keys=("overlap", "infinite_overlap"), fact=fact)
