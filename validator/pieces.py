"""Large files of lines, in pieces: other processes look at pieces ahead, and only what they note is looked at here."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from validator.inputs import CannotReadError, read_to_end
from validator.lookout import Lookout
from validator.model import Batch, Fault, Look, Read, Skimmed, Vouched
from validator.readers import PIECE, LineReader

#: A piece is not worth vouching for when more than one in so many of its items must be looked at all the same.
_ONE_IN = 8
#: After so many pieces it shows whether asking is worth it: if most got no answer, nobody is asked any more.
_TRIALS = 8


_Known = TypeVar("_Known")


class Team(Protocol):
    """Processes that are asked about pieces by their number."""

    def ask(self, number: int, last: int) -> bytes:
        """The answer about a piece; empty where there is none. The next ones, up to the last, may be begun with."""


#: Starts processes which answer by this function.
Hire = Callable[[Callable[[int], bytes]], AbstractContextManager[Team]]


class Answer(NamedTuple):
    """What is vouched for: the offsets of a piece's lines, and what is known of them."""

    begin: int
    end: int
    look: Look

    def packed(self) -> bytes:
        """The answer as bytes."""
        total, noted, digests = self.look
        words = array("q", (self.begin, self.end, total))
        for each in (noted, *digests):
            words.append(len(each))
            words.extend(array("q", each))
        return words.tobytes()


def unpacked(data: bytes) -> Answer | None:
    """The answer that was packed; None where there was none."""
    if not data:
        return None
    words = array("q", data).tolist()
    lists, at = [], 3
    while at < len(words):
        after = at + 1 + words[at]
        lists.append(words[at + 1 : after])
        at = after
    begin, end, total = words[:3]
    return Answer(begin, end, Look(total, lists[0], lists[1:]))


@dataclass(frozen=True)
class Pieces:
    """An open file in pieces of `size` bytes. A line belongs to the piece in which it begins."""

    name: str
    handle: int
    size: int
    #: Bytes of the file, as it was when it was opened.
    length: int

    @property
    def last(self) -> int:
        """The number of the last piece."""
        return max(self.length - 1, 0) // self.size

    def lines(self, begin: int, size: int) -> bytes:
        """So many bytes, and what is missing of the last line; less at the end of the file."""
        parts = [os.pread(self.handle, size, begin)]
        while parts[-1] and not parts[-1].endswith(b"\n"):
            begin += len(parts[-1])
            more = os.pread(self.handle, PIECE, begin)
            parts.append(more[: more.find(b"\n") + 1] or more)
        return b"".join(parts)

    def answer(self, number: int, lookout: Lookout) -> Answer | None:
        """What can be vouched for in a piece; None where a line is no item, too long, or too much must be looked at."""
        before = number * self.size - 1
        text = os.pread(self.handle, self.size + 1, before)
        begin = before + text.find(b"\n") + 1
        end = before + len(text)
        if begin in (before, end):  # no line begins here
            return None
        text = text[begin - before :]
        if not text.endswith(b"\n"):
            rest = os.pread(self.handle, self.size, end)
            rest = rest[: rest.find(b"\n") + 1] or rest
            if len(rest) == self.size and not rest.endswith(b"\n"):
                return None
            text += rest
        skimmed = lookout.skim(text, 1)  # what is told here goes no further: no line is numbered by it
        look = skimmed.look if skimmed else _look(text, begin, lookout)
        return Answer(begin, begin + len(text), look) if look and len(look.noted) * _ONE_IN <= look.total else None


def _look(text: bytes, begin: int, lookout: Lookout) -> Look | None:
    """What is known of whole lines; None where one of them is no item."""
    read = list(LineReader(index=1, begin=begin).read(text))
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    if len(read) != 1 or not isinstance(read[0], Batch) or len(read[0].items) < lines:
        return None
    return lookout.look(read[0])


def read_pieces(
    pieces: Pieces, lookout: Lookout, hire: Hire, on_read: Callable[[int], None] | None = None
) -> Iterator[Read]:
    """All of a file, in order: what is vouched for, and what is read here because nobody vouches for it.

    Raises:
        CannotReadError: the file cannot be read to its end, or was changed meanwhile.
    """
    on_read = on_read or (lambda _: None)
    with read_to_end(pieces.name):
        reader = LineReader()
        # Up to the first items it is read here: by them, all that the others need is compiled, and settled by the
        # watches, before they are started.
        first, has_items = 0, False
        while not has_items and first <= pieces.last:
            first += 1
            for each in _read(pieces, reader, first * pieces.size, on_read):
                yield each
                has_items |= isinstance(each, Batch)
        with hire(lambda number: _packed(pieces.answer(number, lookout))) as team:
            unanswered = 0
            for number in range(first, pieces.last + 1):
                answer = unpacked(team.ask(number, pieces.last))
                if answer and answer.begin == reader.begin:
                    yield _vouched(pieces, reader, answer)
                    reader.skip(answer.look.total, answer.end - answer.begin)
                    on_read(answer.end - answer.begin)
                    continue
                yield from _read(pieces, reader, (number + 1) * pieces.size, on_read)
                unanswered += 1
                if unanswered >= _TRIALS and unanswered * 2 > number:
                    break
        yield from _read(pieces, reader, None, on_read)


def _read(
    pieces: Pieces, reader: LineReader, end: int | None, on_read: Callable[[int], None]
) -> Iterator[Batch | Fault]:
    """The lines that begin before the end, read here."""
    while not reader.is_over and (end is None or reader.begin < end):
        block = pieces.lines(reader.begin, PIECE if end is None else min(PIECE, end - reader.begin))
        if not block:
            return
        on_read(len(block))
        yield from reader.read(block)


def _packed(answer: Answer | None) -> bytes:
    return answer.packed() if answer else b""


def _vouched(pieces: Pieces, reader: LineReader, answer: Answer) -> Vouched:
    begin, end, look = answer
    vouched = reader.vouched(Skimmed(look, {}, {}), lambda: os.pread(pieces.handle, end - begin, begin))

    def sure(read: Callable[[int], _Known]) -> Callable[[int], _Known]:
        def surely(n: int) -> _Known:
            try:
                return read(n)
            except (IndexError, ValueError):  # no such line, no UTF-8, no JSON
                raise CannotReadError(pieces.name, "was changed while it was read; check it again") from None

        return surely

    return vouched._replace(one=sure(vouched.one), text=sure(vouched.text))
