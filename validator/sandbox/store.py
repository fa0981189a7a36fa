"""The sandbox's memory: items, operations and opened pools in SQLite, in memory or in a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from validator.errors import CannotCheckError

#: Marks a database as ours, with the version of its tables.
_APPLICATION_ID = 0x544C4E54
_VERSION = 1

_TABLES = """
CREATE TABLE items (
    kind TEXT, id TEXT, pool_id TEXT, created TEXT, overlap INTEGER, body BLOB, PRIMARY KEY (kind, id)
);
CREATE INDEX items_of_pools ON items (kind, pool_id, id);
CREATE TABLE suites_of_tasks (task_id TEXT PRIMARY KEY, suite_id TEXT) WITHOUT ROWID;
CREATE TABLE operations (
    id TEXT PRIMARY KEY COLLATE NOCASE, kind TEXT, query TEXT, body BLOB,
    submitted TEXT, started TEXT, finished TEXT, total INTEGER, not_valid INTEGER, log BLOB
);
CREATE INDEX operations_to_finish ON operations (id) WHERE finished IS NULL;
CREATE TABLE opened_pools (pool_id TEXT PRIMARY KEY, time TEXT) WITHOUT ROWID;
"""


class CannotStoreError(CannotCheckError):
    """A database that cannot be used."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(file, why)

    def __str__(self) -> str:
        return f"{self.file}: {self.why}; give --database a file of its own"


class Stored(NamedTuple):
    """An item as it is kept. `body` is the JSON that the API answers with; `tasks` has the ids inside a suite."""

    kind: str
    id: str
    pool_id: str
    created: str
    overlap: int | None
    body: bytes
    tasks: Sequence[str] = ()


class StoredOperation(NamedTuple):
    """An operation as it is kept. `body` is the request, until the operation has ended."""

    id: str
    kind: str
    query: str
    body: bytes | None
    submitted: str
    started: str | None = None
    finished: str | None = None
    total: int = 0
    not_valid: int = 0
    log: bytes | None = None


class Condition(NamedTuple):
    """A comparison that found items must meet: a column, an operator of SQL, a value."""

    column: str
    operator: str
    value: str | int


class Store:
    """What was created. Only one thread may use it at a time.

    A write that was committed outlives the process however it ends: the log of a database in a file is written before
    `transaction` returns, and the system keeps what a killed process wrote. It is not forced to the disk each time,
    so a power cut may take the last moments, but never leaves a broken database.

    Args:
        file: The database, made if it is not there; without one it is in memory.

    Raises:
        CannotStoreError: the file is no database of ours, or another process has it.
    """

    def __init__(self, file: str | None = None) -> None:
        try:
            self._db = sqlite3.connect(file or ":memory:", timeout=1, isolation_level=None, check_same_thread=False)
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
                self._db.execute(f"PRAGMA {pragma}")
            with self.transaction():
                is_ours = self._prepare()
        except sqlite3.Error as error:
            raise CannotStoreError(file or ":memory:", _reason(error)) from None
        if not is_ours:
            self.close()
            raise CannotStoreError(file or ":memory:", "is a database of something else, or of another version")

    def _prepare(self) -> bool:
        if not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
        marks = [self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        return marks == [_APPLICATION_ID, _VERSION]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is written, or nothing is."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- items ---------------------------------------------------------------------------------------------------

    def add(self, items: Iterable[Stored]) -> None:
        """Keep items."""
        rows = list(items)
        self._db.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?)", [each[:6] for each in rows])
        tasks = [(task, each.id) for each in rows for task in each.tasks]
        self._db.executemany("INSERT INTO suites_of_tasks VALUES (?, ?)", tasks)

    def item(self, kind: str, id_: str) -> bytes | None:
        """The body of an item; None where there is none."""
        row = self._db.execute("SELECT body FROM items WHERE kind = ? AND id = ?", (kind, id_)).fetchone()
        return row[0] if row else None

    def has_items(self, pool_id: str) -> bool:
        """Whether a pool has tasks or suites."""
        asked = "SELECT EXISTS (SELECT 1 FROM items WHERE kind IN ('tasks', 'task-suites') AND pool_id = ?)"
        return bool(self._db.execute(asked, (pool_id,)).fetchone()[0])

    def find(
        self, kind: str, conditions: Sequence[Condition], order: Sequence[tuple[str, bool]], limit: int
    ) -> list[bytes]:
        """The bodies of the first items that meet all conditions, ordered by columns (True is downwards).

        The column `task_id` stands for the ids of the tasks inside a suite.
        """
        where, values = ["kind = ?"], [kind]
        for column, operator, value in conditions:
            if column == "task_id":
                where.append("id IN (SELECT suite_id FROM suites_of_tasks WHERE task_id = ?)")
            else:
                where.append(f"{column} {operator} ?")
            values.append(value)  # type: ignore[arg-type] # a column of numbers takes numbers
        by = ", ".join(f"{column} {'DESC' if is_down else 'ASC'}" for column, is_down in order)
        asked = f"SELECT body FROM items WHERE {' AND '.join(where)} ORDER BY {by} LIMIT ?"  # noqa: S608 - our own names
        return [row[0] for row in self._db.execute(asked, (*values, limit))]

    # --- operations ----------------------------------------------------------------------------------------------

    def add_operation(self, operation: StoredOperation) -> None:
        """Keep a new operation."""
        self._db.execute("INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", operation)

    def operation(self, id_: str) -> StoredOperation | None:
        """An operation; None where there is none."""
        row = self._db.execute("SELECT * FROM operations WHERE id = ?", (id_,)).fetchone()
        return StoredOperation(*row) if row else None

    def unfinished(self) -> list[str]:
        """The ids of the operations that have not ended, the oldest first."""
        rows = self._db.execute("SELECT id FROM operations WHERE finished IS NULL ORDER BY submitted, rowid")
        return [row[0] for row in rows]

    def start_operation(self, id_: str, time: str) -> None:
        """Note that an operation runs."""
        self._db.execute("UPDATE operations SET started = ? WHERE id = ?", (time, id_))

    def finish_operation(self, id_: str, time: str, counts: tuple[int, int], log: bytes) -> None:
        """Note how an operation ended, and let go of its request."""
        self._db.execute(
            "UPDATE operations SET finished = ?, total = ?, not_valid = ?, log = ?, body = NULL WHERE id = ?",
            (time, *counts, log, id_),
        )

    # --- pools ---------------------------------------------------------------------------------------------------

    def open_pool(self, pool_id: str, time: str) -> None:
        """Note that a pool is open."""
        self._db.execute("INSERT OR REPLACE INTO opened_pools VALUES (?, ?)", (pool_id, time))

    def opened(self, pool_id: str) -> str | None:
        """When a pool was opened here; None if it never was."""
        row = self._db.execute("SELECT time FROM opened_pools WHERE pool_id = ?", (pool_id,)).fetchone()
        return row[0] if row else None


def _reason(error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return "another process has this database open"
    return str(error)
