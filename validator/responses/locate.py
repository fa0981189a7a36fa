"""The locator: leads each error of a response back to the item of the file, and the line, that it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from validator.contract.codes import NULL_BODY, name_of
from validator.model import JSON, ROOT, Batch, Fault, Finding, Path, Problem, Source, Tally
from validator.responses.server_errors import Claim, content
from validator.rules import RULES

_DIGITS = 18


class Sent(NamedTuple):
    """What one response says, and where in the file its request began."""

    claims: Sequence[Claim]
    first: int = 0
    #: How many items the request had, at most; None where that was not said.
    size: int | None = None
    #: Whether the request was one object, so that its response names no position.
    is_alone: bool = False


class _Place(NamedTuple):
    """One item of the file, or what stands there instead."""

    index: int | None  # type: ignore[assignment] # as in Finding
    item: JSON
    #: Gives the source: to make one takes time, and few are asked for.
    source: Callable[[], Source] | None
    fault: Fault | None = None


def _identity(source: Source) -> Source:
    return source


@dataclass
class Locator:
    """Findings in a file, from what the server said of the requests it was sent in.

    Args:
        file: The name of the file.
        kind: What it holds.
        sent: The responses.
        tally: Counts the items.
    """

    file: str
    kind: str
    sent: Sequence[Sent]
    tally: Tally = field(default_factory=Tally)

    def findings(self, read: Iterable[Batch | Fault]) -> Iterator[Finding]:
        """Every error: first those that have a place, in the order of the file, then those that have none."""
        if any(claim.item is not None for each in self.sent for claim in each.claims):
            read = list(read)
            self.sent = [_matched(each, read) for each in self.sent]
        claims, others = _by_position(self.sent)
        only: _Place | None = None
        for place in self._places(read):
            only = only or place
            if isinstance(place.fault, Fault) and place.fault.problem != NULL_BODY:
                yield self._of_fault(place.fault)
            if place.index in claims:
                self.tally.invalid += place.fault is None
                yield from self._found(claims.pop(place.index), place)
        about = [each for each in others if not each.is_of_request]
        if only and self.tally.items == 1 and about:
            self.tally.invalid = 1
            others = [each for each in others if each.is_of_request]
            yield from self._found(about, only)
        yield from self._nowhere(claims, others)

    def _places(self, read: Iterable[Batch | Fault]) -> Iterator[_Place]:
        """Every place of the file that an error can be about, and counts them."""
        for each in read:
            if isinstance(each, Fault):
                self.tally.fault(each)
                yield _Place(each.index, None, partial(_identity, each.source), each)
                continue
            self.tally.items += len(each.items)
            for n, item in enumerate(each.items):
                yield _Place(each.first + n, item, partial(each.source, n) if each.source else None)

    def _found(self, claims: Iterable[Claim], place: _Place) -> Iterator[Finding]:
        source = place.source() if place.source else None
        found = [self._finding(claim, path_in(place.item, claim.path), place.index, source) for claim in claims]
        yield from sorted(found, key=lambda each: (each.span[:2] if each.span else (), each.code, str(each.path)))

    def _nowhere(self, claims: dict[int, list[Claim]], others: Iterable[Claim]) -> Iterator[Finding]:
        """What has no place in the file is said all the same."""
        has = f"{self.tally.items:,} item{'' if self.tally.items == 1 else 's'}"
        for index in sorted(claims):
            for claim in claims[index]:
                why = f"{claim.message} (of item {index}, and the file has {has})"
                yield self._finding(claim._replace(message=why), path_in(None, claim.path), index, None)
        for claim in others:
            why = claim.message if claim.is_of_request else f"{claim.message} (of which item, is not known)"
            yield self._finding(claim._replace(message=why), path_in(None, claim.path), None, None)

    def _finding(self, claim: Claim, path: Path, index: int | None, source: Source | None) -> Finding:
        problem = Problem(claim.code, path, claim.message, claim.params)
        return Finding(problem, "error", name_of(claim.code), self.kind, index, self.file, source)

    def _of_fault(self, fault: Fault) -> Finding:
        rule = RULES.get(fault.problem.code)
        severity, name = (rule.severity, rule.name) if rule else ("error", name_of(fault.problem.code))
        return Finding(fault.problem, severity, name, self.kind, fault.index, self.file, fault.source)


def _by_position(sent: Iterable[Sent]) -> tuple[dict[int, list[Claim]], list[Claim]]:
    """The claims by their position in the file, and those for which there is none."""
    claims: dict[int, list[Claim]] = defaultdict(list)
    others: list[Claim] = []
    for number, each in enumerate(sent, 1):
        for claim in each.claims:
            position = 0 if claim.position is None and each.is_alone else claim.position
            if claim.is_of_request or position is None:
                others.append(claim)
            elif each.size is not None and position >= each.size:
                why = f"{claim.message} (of position {position} in request {number}, which has {each.size:,})"
                others.append(claim._replace(message=why, is_of_request=True))
            else:
                claims[each.first + position].append(claim)
    return dict(claims), others


def _matched(sent: Sent, read: Iterable[Batch | Fault]) -> Sent:
    """The same, where entries of a log that have no position of their own are found by what their item holds."""
    orders: dict[bytes, set[int]] = defaultdict(set)
    for claim in sent.claims:
        if claim.item is not None and claim.position is not None:
            orders[claim.item].add(claim.position)
    places: dict[bytes, list[int]] = defaultdict(list)
    for position, item in _items(read, sent):
        if (key := content(item)) in orders:
            places[key].append(position)
    # Of equal items, the n-th in the log is the n-th in the file; what is not in the file stays where it was.
    found = {
        (key, order): place for key in orders for order, place in zip(sorted(orders[key]), places[key], strict=False)
    }
    claims = [
        each._replace(position=found.get((each.item or b"", each.position or 0), each.position)) for each in sent.claims
    ]
    return sent._replace(claims=claims)


def _items(read: Iterable[Batch | Fault], sent: Sent) -> Iterator[tuple[int, JSON]]:
    """The items of one request, each with its position there."""
    for batch in read:
        if isinstance(batch, Batch):
            for position, item in enumerate(batch.items, batch.first - sent.first):
                if position >= 0 and (sent.size is None or position < sent.size):
                    yield position, item


def path_in(item: JSON, dotted: str) -> Path:
    """The path that dots stand for in this item: a number is a position only in a list, and a key may hold dots."""
    path, value, steps = ROOT, item, dotted.split(".") if dotted else []
    while steps:
        if isinstance(value, list) and steps[0].isascii() and steps[0].isdecimal() and len(steps[0]) <= _DIGITS:
            step: str | int = int(steps[0])
            value = value[int(steps[0])] if int(steps[0]) < len(value) else None
            taken = 1
        else:
            taken = _longest_key(value, steps)
            step = ".".join(steps[:taken])
            value = value.get(step) if isinstance(value, dict) else None
        path, steps = path / step, steps[taken:]
    return path


def _longest_key(value: JSON, steps: Sequence[str]) -> int:
    """How many steps make up the key that the object has; one where it has none of them."""
    if isinstance(value, dict):
        for count in range(len(steps), 1, -1):
            if ".".join(steps[:count]) in value:
                return count
    return 1
