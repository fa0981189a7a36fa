"""Several processes for one large file: forked, asked through pipes, and gone when they are no longer asked."""

from __future__ import annotations

import atexit
import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from validator.pieces import Hire

#: Pieces that are begun with ahead of the one that is asked for, for each process.
_AHEAD = 4
#: Bytes of a number in a pipe.
_NUMBER = 8


def hiring(count: int) -> Hire:
    """What starts so many processes."""

    @contextmanager
    def hire(answer: Callable[[int], bytes]) -> Iterator[Workers]:
        workers = Workers(count, answer)
        # An interrupt may leave this generator to be cleaned up by nobody.
        atexit.register(workers.dismiss)
        try:
            yield workers
        finally:
            atexit.unregister(workers.dismiss)
            workers.dismiss()

    return hire


class Workers:
    """Processes that take numbers from one pipe and give answers, each through a pipe of its own.

    If one dies, all are dismissed, and the file is read to its end without them.
    """

    def __init__(self, count: int, answer: Callable[[int], bytes]) -> None:
        self.processes: list[int] = []
        self._answer = answer
        self._answers: dict[int, bytes] = {}
        self._asked = 0
        self._numbers, self._questions = os.pipe()
        #: The reading ends of the pipes with answers.
        self._ends: list[int] = []
        self._ready = select.poll()
        # An interrupt is for the first process alone, which ends the others by closing their pipes.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(count):
                self._start()
        except OSError:  # no more processes to be had
            self.dismiss()
        finally:
            os.close(self._numbers)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _start(self) -> None:
        end, answers = os.pipe()
        self._ends.append(end)
        self._ready.register(end, select.POLLIN)
        try:
            process = os.fork()
            if not process:
                self._work(answers)
            self.processes.append(process)
        finally:
            os.close(answers)

    def _work(self, answers: int) -> None:
        """Answer until nobody asks. It never returns: what it has of the first process is not its own to clean up."""
        try:
            for each in (self._questions, *self._ends):
                os.close(each)
            with os.fdopen(answers, "wb") as stream:
                while number := os.read(self._numbers, _NUMBER):
                    data = self._answer(int.from_bytes(number, "big"))
                    stream.write(number + len(data).to_bytes(_NUMBER, "big") + data)
                    stream.flush()
        finally:
            os._exit(0)

    def ask(self, number: int, last: int) -> bytes:
        """The answer about a piece; empty where there is none. The next ones, up to the last, are begun with."""
        while self.processes and self._asked < min(number + _AHEAD * len(self.processes), last):
            self._asked += 1
            os.write(self._questions, self._asked.to_bytes(_NUMBER, "big"))
        while self.processes and number not in self._answers:
            self._receive(self._ready.poll()[0][0])
        return self._answers.pop(number, b"")

    def _receive(self, end: int) -> None:
        head = _exactly(2 * _NUMBER, end)
        size = int.from_bytes(head[_NUMBER:], "big")
        data = _exactly(size, end)
        if len(head) < 2 * _NUMBER or len(data) < size:
            self.dismiss()
        else:
            self._answers[int.from_bytes(head[:_NUMBER], "big")] = data

    def dismiss(self) -> None:
        """End all processes, and wait until they have ended."""
        ends, processes = [self._questions, *self._ends], self.processes
        self._questions, self._ends, self.processes = -1, [], []
        for each in ends:
            if each >= 0:
                os.close(each)
        for each in processes:
            with suppress(ChildProcessError):  # somebody else's parent may have told the system not to keep the dead
                os.waitpid(each, 0)


def _exactly(size: int, end: int) -> bytes:
    """So many bytes from a pipe; less where it was closed at the other side."""
    data = b""
    while len(data) < size and (more := os.read(end, size - len(data))):
        data += more
    return data
