"""A key that one object has twice.

## What it finds
A JSON object, at any depth, that says the same key more than once. The finding is at the later key and names the
place of the first. Keys count as the same when they stand for the same text, however they are escaped.

## Why it matters
Of two values, parsers keep the last one without a word. What stood first is lost: an overlap, or half of the input
values when two objects were merged by hand.

## Example
```jsonl
{"pool_id": "1", "overlap": 5, "input_values": {"image": "https://example.com/1.png"}, "overlap": 3}
```

## Use instead
```jsonl
{"pool_id": "1", "overlap": 5, "input_values": {"image": "https://example.com/1.png"}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from validator.contract.loader import DOCUMENTS
from validator.json_text.compact import compact
from validator.model import JSON, Batch, Path, Problem, Source, Span
from validator.rules.base import Rule
from validator.wording import quoted

if TYPE_CHECKING:
    from validator.json_text.places import JSONSource

# An escaped colon: with it in the text, counting colons proves nothing.
_ESCAPED = "\\u003"


def scan(batch: Batch) -> Iterator[tuple[int, Problem, Source]]:
    """Repeated keys, looked for only where there are more colons in the text than in what was parsed from it."""
    if batch.source is None or _has_all(batch.texts, batch.items):
        return
    for n, item in enumerate(batch.items):
        for problem, place in _in_text(batch.source(n), item):
            yield n, problem, place


def _has_all(texts: Sequence[bytes], items: list[JSON]) -> bool:
    """Whether no key can have been lost on the way from the texts to the items."""
    text = b"".join(texts)  # most often there is but one, which is not copied
    parsed = compact(items)
    lines = text.removesuffix(b"\n")
    # Compact lines are, but for what stands between them, what was parsed: the quickest way to know.
    if len(lines) + 2 == len(parsed) and b"[" + lines.replace(b"\n", b",") + b"]" == parsed:
        return True
    if b"\\" in text and _ESCAPED.encode() in text:
        return False
    return text.count(b":") == parsed.count(b":")


def _in_text(source: Source, item: JSON) -> Iterator[tuple[Problem, Source]]:
    from validator.json_text.places import JSONSource, SliceSource, duplicate_keys

    if isinstance(source, SliceSource):
        whole, start, end = source
    elif isinstance(source, JSONSource):
        whole, start, end = source, 0, len(source.text)
    else:
        return
    text = whole.text
    if text.count(":", start, end) == compact(item).count(b":") and text.find(_ESCAPED, start, end) < 0:
        return
    for each in duplicate_keys(text, start):
        (line, column), (again, _) = whole.place(each.first[0]), whole.place(each.again[0])
        first = f"column {column:,} of this line" if line == again else f"line {line:,}, column {column:,}"
        message = f"Duplicate key {quoted(each.path[-1])}, first at {first}"
        problem = Problem(RULE.code, each.path, message, hint="only the last value is used")
        yield problem, _KeySource(whole, *each.again)


class _KeySource(NamedTuple):
    """The place of a key, where other sources know that of its value."""

    whole: JSONSource
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text of the key."""
        return self.whole.text[self.start : self.end]

    def span(self, path: Path) -> Span:  # noqa: ARG002 - there is but one place
        """Where the key stands."""
        return Span(*self.whole.place(self.start), *self.whole.place(self.end))

    def excerpt(self, line: int, begin: int = 0, end: int | None = None) -> str:
        """A line of the text around it."""
        return self.whole.excerpt(line, begin, end)


RULE = Rule("TL103", "duplicate-key", "warning", __doc__, kinds=tuple(DOCUMENTS), needs=("text",), scan=scan)
