"""`--jobs`: when the work on a file is shared among processes, and among how many."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from validator.inputs import LINES, Input
from validator.model import Read
from validator.run import Run

AUTO = "auto"
#: More are not started unless asked for: what is left to the first process takes it an eighth of the time of all.
_MOST = 8


def processes(jobs: int | str) -> int:
    """How many processes an option asks for; 1 where the system cannot copy a process safely."""
    # On macOS a copied process may not use what the system's own libraries have begun.
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    return min(_cores(), _MOST) if jobs == AUTO else int(jobs)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Sharing(NamedTuple):
    """How the work on large files is shared.

    Args:
        processes: How many look at pieces ahead.
        least: Bytes that a file must have. To start the processes takes as long as to check some 7 MB.
        size: Bytes of a piece.
    """

    processes: int
    least: int = 1 << 23
    size: int = 1 << 18

    def read(
        self, source: Input, stream: BinaryIO, run: Run, on_read: Callable[[int], None] | None
    ) -> Iterator[Read] | None:
        """All of a file, from its beginning; None where the work cannot be shared, or is too little."""
        if self.processes == 1 or source.type not in LINES or source.is_stdin or source.is_compressed:
            return None
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size < self.least:
            return None
        from validator.cli.workers import hiring
        from validator.pieces import Pieces, read_pieces

        pieces = Pieces(source.name, stream.fileno(), self.size, status.st_size)
        return read_pieces(pieces, run.lookout, hiring(self.processes), on_read)
