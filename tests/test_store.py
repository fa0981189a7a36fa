"""The store of the sandbox: what is kept is found again, by conditions and in order, and a failure leaves nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.sandbox.store import CannotStoreError, Condition, Store, Stored, StoredOperation

BY_ID = [("id", False)]


def stored(
    id_: str, *, kind: str = "tasks", pool: str = "1", overlap: int | None = 1, tasks: tuple[str, ...] = ()
) -> Stored:
    return Stored(kind, id_, pool, f"2022-01-01T00:00:0{len(id_)}.000000", overlap, id_.encode(), tasks)


@pytest.fixture(name="store")
def _store() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


class TestItems:
    def test_an_item_is_found_by_its_kind_and_id(self, store: Store) -> None:
        store.add([stored("a"), stored("a", kind="task-suites")])

        assert store.item("tasks", "a") == b"a"
        assert store.item("tasks", "b") is None

    def test_an_id_is_taken_once_for_each_kind(self, store: Store) -> None:
        store.add([stored("a")])

        with pytest.raises(sqlite3.IntegrityError):
            store.add([stored("a")])

    def test_a_pool_has_items_once_one_was_added(self, store: Store) -> None:
        store.add([stored("a", pool="1")])

        assert (store.has_items("1"), store.has_items("2")) == (True, False)

    @pytest.mark.parametrize(
        ("conditions", "expected"),
        [
            ([], "a bb ccc"),
            ([Condition("pool_id", "=", "1")], "a bb"),
            ([Condition("overlap", ">=", 2)], "bb"),
            ([Condition("overlap", "<", 2), Condition("id", ">", "a")], ""),
            ([Condition("id", "<=", "bb")], "a bb"),
            ([Condition("created", ">", "2022-01-01T00:00:01.000000")], "bb ccc"),
        ],
    )
    def test_items_must_meet_all_conditions(self, store: Store, conditions: list[Condition], expected: str) -> None:
        store.add(
            [
                stored("ccc", pool="2", overlap=None),
                stored("a"),
                stored("bb", overlap=2),
                stored("d", kind="task-suites"),
            ]
        )

        assert b" ".join(store.find("tasks", conditions, BY_ID, 10)).decode() == expected

    def test_items_come_in_the_order_of_columns_up_to_a_limit(self, store: Store) -> None:
        store.add([stored("a", overlap=1), stored("b", overlap=2), stored("c", overlap=2)])

        assert store.find("tasks", [], [("overlap", True), ("id", False)], 2) == [b"b", b"c"]
        assert store.find("tasks", [], [("overlap", False), ("id", True)], 2) == [b"a", b"c"]
        assert store.find("tasks", [], BY_ID, 0) == []

    def test_a_suite_is_found_by_a_task_inside(self, store: Store) -> None:
        store.add([stored("s", kind="task-suites", tasks=("x", "y")), stored("t", kind="task-suites", tasks=("z",))])

        assert store.find("task-suites", [Condition("task_id", "=", "y")], BY_ID, 10) == [b"s"]
        assert store.find("task-suites", [Condition("task_id", "=", "s")], BY_ID, 10) == []

    def test_a_value_is_never_sql(self, store: Store) -> None:
        store.add([stored("a")])

        assert store.find("tasks", [Condition("pool_id", "=", "' OR '1'='1")], BY_ID, 10) == []


class TestOperations:
    NEW = StoredOperation("0b7c9b3c-0000-4000-8000-000000000000", "tasks", "{}", b"[]", "2022-01-01T00:00:00")

    def test_an_operation_goes_from_submitted_to_finished_and_lets_go_of_its_request(self, store: Store) -> None:
        store.add_operation(self.NEW)
        assert store.operation(self.NEW.id) == self.NEW

        store.start_operation(self.NEW.id, "2022-01-01T00:00:01")
        assert store.operation(self.NEW.id) == self.NEW._replace(started="2022-01-01T00:00:01")

        store.finish_operation(self.NEW.id, "2022-01-01T00:00:02", (3, 1), b"log")
        assert store.operation(self.NEW.id) == self.NEW._replace(
            started="2022-01-01T00:00:01", finished="2022-01-01T00:00:02", body=None, total=3, not_valid=1, log=b"log"
        )

    def test_an_id_is_the_same_in_capitals(self, store: Store) -> None:
        store.add_operation(self.NEW)

        assert store.operation(self.NEW.id.upper()) == self.NEW
        with pytest.raises(sqlite3.IntegrityError):
            store.add_operation(self.NEW._replace(id=self.NEW.id.upper()))

    def test_there_may_be_none(self, store: Store) -> None:
        assert store.operation(self.NEW.id) is None

    def test_what_has_not_ended_comes_oldest_first(self, store: Store) -> None:
        for id_, second in (("b", 1), ("d", 0), ("c", 0), ("a", 1)):
            store.add_operation(self.NEW._replace(id=id_, submitted=f"2022-01-01T00:00:0{second}"))
        store.finish_operation("d", "2022-01-01T00:00:02", (0, 0), b"")

        assert store.unfinished() == ["c", "b", "a"]


def test_a_pool_is_open_from_the_last_time_it_was_opened(store: Store) -> None:
    assert store.opened("1") is None

    store.open_pool("1", "2022-01-01T00:00:00")
    store.open_pool("1", "2022-01-01T00:00:01")

    assert store.opened("1") == "2022-01-01T00:00:01"


def test_all_of_a_transaction_is_written_or_nothing(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.add([stored("a"), stored("a")])

    assert store.item("tasks", "a") is None
    with store.transaction():
        store.add([stored("a")])
    assert store.item("tasks", "a") == b"a"


class TestFiles:
    def test_what_was_kept_is_there_when_the_file_is_opened_again(self, tmp_path: Path) -> None:
        for id_ in ("a", "b"):
            store = Store(str(tmp_path / "s.db"))
            store.add([stored(id_)])
            found = store.find("tasks", [], BY_ID, 10)
            store.close()

        assert found == [b"a", b"b"]

    @pytest.mark.parametrize("pragma", ["application_id = 1", "user_version = 99"])
    def test_a_database_of_something_else_or_of_another_version_is_refused(self, tmp_path: Path, pragma: str) -> None:
        file = tmp_path / "s.db"
        Store(str(file)).close()
        with sqlite3.connect(file) as db:
            db.execute(f"PRAGMA {pragma}")
        db.close()

        with pytest.raises(CannotStoreError) as caught:
            Store(str(file))

        why = "is a database of something else, or of another version"
        assert str(caught.value) == f"{file}: {why}; give --database a file of its own"
