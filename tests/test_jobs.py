"""Several processes find what one finds: to the byte, in the same order, whatever becomes of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import toloka_lint
from examples import limited
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from runs import eager, told

from validator.cli.jobs import Sharing, processes
from validator.cli.workers import Workers, hiring
from validator.context import Context
from validator.contracts import load
from validator.inputs import CannotReadError
from validator.linter import Linter
from validator.model import Batch, Look, Vouched
from validator.pieces import Answer, Pieces, Team, read_pieces, unpacked
from validator.run import Run

# Newer Pythons warn of a fork where there are threads, as in the processes of pytest-xdist; the command has none.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

COMMAND = [sys.executable, "-m", "validator", "check", "--isolated", "--kind", "tasks"]


def task(number: int | str, **others: object) -> bytes:
    values = {"image": f"https://example.com/{number}.png"}
    return json.dumps({"pool_id": "1", "input_values": values, "overlap": 3} | others).encode()


GOOD = [task(n) for n in range(60)]
#: Lines of which something is to be said, or that are no items.
ODD = [
    b"",
    b" \r",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff",
    b"\xef\xbb\xbf{}",
    task("a", overlap=0),
    task("b", overlap=10**30),
    task("c", input_values={}),
    task("d", input_values=None),
    task("e", unknown="é" * 300),
    task("f").replace(b'"overlap"', b'"overlap": 1, "overlap"'),
    task("g").replace(b":", b"\\u003a", 1),
    task("h", message_on_unknown_solution="No.", known_solutions=[]) + b"\r",
    b'{"pool_id": "1", "tasks": [{"input_values": {"a": 1}}], "overlap": 1}',
]


class Case(NamedTuple):
    """Lines of a file, and how it begins and ends."""

    lines: Sequence[bytes]
    head: bytes = b""
    tail: bytes = b"\n"
    line_break: bytes = b"\n"

    @property
    def text(self) -> bytes:
        return self.head + self.line_break.join(self.lines) + self.tail


# Mostly good lines, so that pieces are vouched for. Stretches of them overlap, and so there are repeats.
STRETCHES = st.tuples(st.integers(0, 50), st.integers(0, 60), st.sampled_from([None, *ODD])).map(
    lambda drawn: [*GOOD[drawn[0] : drawn[1]], *([] if drawn[2] is None else [drawn[2]])]
)
FILES = st.builds(
    Case,
    st.lists(STRETCHES, min_size=1, max_size=6).map(lambda found: [line for each in found for line in each]),
    st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"\n\n"]),
    st.sampled_from([b"\n", b"", b"\n\n", b"\r\n"]),
    st.sampled_from([b"\n", b"\n", b"\r\n"]),
)

unhurried = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def run_of(kind: str = "tasks") -> Run:
    return Run(Linter(Context(load("2022-06"), kind)))


@contextmanager
def pieces_of(file: Path, size: int = 300) -> Iterator[Pieces]:
    with file.open("rb") as stream:
        yield Pieces(str(file), stream.fileno(), size, file.stat().st_size)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "tasks.jsonl"
    file.write_bytes(b"".join(task(n) + b"\n" for n in range(400)))
    return file


def test_the_option_gives_their_number() -> None:
    assert [processes(1), processes(3)] == [1, 3]
    assert 1 <= processes("auto") <= 8


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", ""])
def test_what_is_no_number_is_refused(jobs: str, tmp_path: Path) -> None:
    said = f"Error: --jobs takes a number of processes, 1 or more, or auto; not {jobs}\n"

    assert toloka_lint(["check", "--jobs", jobs, "tasks.jsonl"], tmp_path).stderr.endswith(said)


def children(process: int) -> list[int]:
    return list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


class TestSameness:
    @given(st.lists(FILES, min_size=1, max_size=2), st.sampled_from([70, 300, 1000]))
    @example([Case(GOOD), Case([*reversed(GOOD)])], 300)  # each repeats one in another file, in another piece
    @example([Case([*GOOD, *GOOD, *GOOD])], 70)  # more repeats than are looked up one by one
    @example([Case([*GOOD[:30], ODD[8], *GOOD[30:], ODD[13], *GOOD])], 1000)  # noted, in pieces that are vouched for
    @example([Case([b"{", *GOOD]), Case([b"[", *GOOD])], 70)  # no items, or perhaps one
    @example([Case([*GOOD[:9], *[b""] * 900, *GOOD[9:], b"[", *GOOD[:9]])], 300)
    @example([Case([*GOOD[:9], task("x" * 5000), *GOOD[9:]], b"", b"")], 300)  # a line longer than pieces
    @unhurried
    def test_as_many_processes_as_may_be_find_the_same(self, cases: list[Case], size: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / f"{n}.jsonl" for n in range(len(cases))]
            for file, case in zip(files, cases, strict=True):
                file.write_bytes(case.text)

            alone = told(files)
            assert told(files, Sharing(2, 0, size).read) == alone
            with eager():
                assert told(files, Sharing(3, 0, size).read) == alone

    @pytest.mark.parametrize("said", [{"contract": "2023-06"}, {"kind": "task-suites"}, {"kind": "error"}])
    def test_whatever_the_lines_are(self, file: Path, said: dict[str, str]) -> None:
        suites = (
            {"pool_id": "1", "tasks": [{"input_values": {"image": f"https://example.com/{n % 90}.png"}}], "overlap": 1}
            for n in range(200)
        )
        with file.open("ab") as stream:
            stream.write("".join(json.dumps(each) + "\n" for each in suites).encode())

        assert told([file], Sharing(2, 0, 2000).read, None, **said) == told([file], None, None, **said)

    def test_where_it_begins_with_blank_lines(self, tmp_path: Path) -> None:
        file = tmp_path / "tasks.jsonl"
        orders = (("image", "n"), ("n", "image"))
        tasks = [
            {"pool_id": "1", "input_values": dict.fromkeys(order, f"https://example.com/{n}.png"), "overlap": 1}
            for tens in range(0, 200, 10)
            for order in orders
            for n in range(tens, tens + 10)
        ]
        file.write_bytes(b"\n" * 3000 + b"\n".join(json.dumps(each).encode() for each in tasks))

        alone = told([file])

        assert alone.tally.warnings == 200
        assert told([file], Sharing(2, 0, 1000).read) == alone

    def test_by_the_command_in_large_files(self, tmp_path: Path) -> None:
        lines = [task(n) for n in range(90_000)]
        lines[40_000:40_000] = ODD
        file = tmp_path / "large.jsonl"
        file.write_bytes(b"\r\n".join([*lines, *lines[10:20]]))

        def done(jobs: str) -> tuple[int, str, str]:
            command = [*COMMAND, "--jobs", jobs, str(file)]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            return run.returncode, run.stdout, run.stderr

        alone = done("1")
        assert "Same input_values as item 10\n" in alone[1]
        assert [done("2"), done("auto")] == [alone, alone]


class TestPieces:
    def test_all_but_the_first_are_vouched_for_where_nothing_is_wrong(self, file: Path) -> None:
        with pieces_of(file) as pieces:
            read = list(read_pieces(pieces, run_of().lookout, hiring(2)))

        assert isinstance(read[0], Batch)
        vouched = [each for each in read[1:] if isinstance(each, Vouched)]
        assert len(vouched) == len(read) - 1
        assert len(read[0].items) + sum(each.look.total for each in vouched) == 400

    def test_where_most_have_findings_nobody_is_asked_any_more(self, file: Path) -> None:
        asked: list[int] = []

        class Silent:
            def ask(self, number: int, last: int) -> bytes:
                asked.append(number)
                assert number < last
                return b""

        @contextmanager
        def hire(_: object) -> Iterator[Team]:
            yield Silent()

        file.write_bytes((task("x", overlap=0) + b"\n") * 150)
        with pieces_of(file) as pieces:
            read = list(read_pieces(pieces, run_of().lookout, hire))

        assert asked == [1, 2, 3, 4, 5, 6, 7, 8]
        assert sum(len(each.items) for each in read if isinstance(each, Batch)) == 150

    def test_what_is_said_at_the_end_of_a_file_stands_at_its_last_item(self, file: Path) -> None:
        contract = limited(load("2022-06"), "tasks", {"items_per_day": 399})
        run = Run(Linter(Context(contract, "tasks")))
        with pieces_of(file) as pieces:
            found = list(run.findings(read_pieces(pieces, run.lookout, hiring(2)), is_one_request=False))

        assert [(each.code, each.index, each.span and each.span.line) for each in found] == [("TL505", 399, 400)]

    def test_an_answer_about_other_lines_is_not_taken(self, file: Path) -> None:
        class Confused:
            def ask(self, number: int, last: int) -> bytes:  # noqa: ARG002
                return Answer(number * 300 - 1, (number + 1) * 300, Look(50, [], [[], []])).packed()

        @contextmanager
        def hire(_: object) -> Iterator[Team]:
            yield Confused()

        with pieces_of(file) as pieces:
            read = list(read_pieces(pieces, run_of().lookout, hire))

        assert {type(each) for each in read} == {Batch}

    def test_the_others_say_what_must_be_looked_at(self, file: Path) -> None:
        odd = task("x", overlap=0)
        file.write_bytes(b"\n".join([*GOOD[:20], odd, *GOOD[20:40]]))
        with pieces_of(file, 1000) as pieces:
            answers = [pieces.answer(number, run_of().lookout) for number in range(1, pieces.last + 1)]
            noted = [
                pieces.lines(each.begin, each.end - each.begin).split(b"\n")[n]
                for each in answers
                if each
                for n in each.look.noted
            ]

        assert noted == [odd]

    def test_an_answer_is_the_same_when_it_is_unpacked(self) -> None:
        answer = Answer(1, 2, Look(3, [4], [[], [-(2**63), 2**63 - 1], [0]]))

        assert unpacked(answer.packed()) == answer

    def test_a_noted_item_that_is_no_longer_there_is_said(self, file: Path) -> None:
        with pieces_of(file) as pieces:
            [*_, vouched] = read_pieces(pieces, run_of().lookout, hiring(2))
            os.truncate(file, 0)
            assert isinstance(vouched, Vouched)
            with pytest.raises(CannotReadError) as parsed:
                vouched.one(0)
            with pytest.raises(CannotReadError) as read:
                vouched.text(1)

        said = f"{file}: was changed while it was read; check it again"
        assert [str(parsed.value), str(read.value)] == [said, said]

    def test_a_file_that_is_cut_meanwhile_ends_there(self, file: Path) -> None:
        with pieces_of(file) as pieces:
            read = read_pieces(pieces, run_of().lookout, hiring(2))
            first = [next(read) for _ in range(10)]
            os.truncate(file, 0)
            rest = list(read)

        assert len(first) + len(rest) < pieces.last

    def test_lines_that_are_added_meanwhile_are_read(self, file: Path) -> None:
        run = run_of()
        with pieces_of(file) as pieces:
            read = read_pieces(pieces, run.lookout, hiring(2))
            first = next(read)
            with file.open("ab") as stream:
                stream.write(b"".join(task(f"new{n}") + b"\n" for n in range(10)))
            found = list(run.findings(chain([first], read), is_one_request=False))

        assert (found, run.tally.items) == ([], 410)

    def test_progress_is_told_of_every_byte(self, file: Path) -> None:
        sizes: list[int] = []
        with pieces_of(file) as pieces:
            list(read_pieces(pieces, run_of().lookout, hiring(2), sizes.append))

        assert sum(sizes) == file.stat().st_size


class TestWorkers:
    def test_one_that_is_killed_changes_nothing(self, file: Path) -> None:
        @contextmanager
        def hire(answer: Callable[[int], bytes]) -> Iterator[Team]:
            workers = Workers(2, answer)
            yield Killing(workers)
            workers.dismiss()

        with pieces_of(file) as pieces:
            run = run_of()
            found = list(run.findings(read_pieces(pieces, run.lookout, hire), is_one_request=False))

        assert (found, run.tally.items, children(os.getpid())) == ([], 400, [])

    def test_one_that_fails_leaves_its_work_to_the_first_process(self) -> None:
        def answer(number: int) -> bytes:
            return b"%d" % (1 // (number - 3))

        with hiring(2)(answer) as team:
            answers = [team.ask(number, 9) for number in range(1, 10)]

        assert answers[2:] == [b"", *answers[3:]]
        assert children(os.getpid()) == []

    def test_they_are_gone_when_the_reading_is_given_up(self, file: Path) -> None:
        with pieces_of(file) as pieces:
            read = read_pieces(pieces, run_of().lookout, hiring(3))
            at_work = [len(children(os.getpid())) for _ in zip(range(8), read, strict=False)]
            read.close()  # type: ignore[attr-defined]

        assert (max(at_work), children(os.getpid())) == (3, [])

    def test_an_interrupt_and_a_closed_pipe_end_them_all(self, tmp_path: Path) -> None:
        file = tmp_path / "many.jsonl"
        lines = [task(n, overlap=n % 50) for n in range(100_000)]
        file.write_bytes(b"\n".join(lines))

        for end in (signal.SIGINT, signal.SIGPIPE):
            with subprocess.Popen(
                [*COMMAND, "--jobs", "2", file, "--output-format", "jsonl"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            ) as running:
                assert running.stdout
                assert running.stderr
                running.stdout.read(1)
                workers = children(running.pid)
                if end == signal.SIGINT:
                    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
                    _, errors = running.communicate()
                else:
                    running.stdout.close()
                    errors = running.stderr.read()

            said = "toloka-lint: interrupted" if end == signal.SIGINT else ""
            assert (len(workers), errors.strip()) == (2, said)
            assert not [each for each in workers if Path(f"/proc/{each}").exists()]


class Killing:
    """A team of which one is killed amid work."""

    def __init__(self, team: Workers) -> None:
        self.team = team

    def ask(self, number: int, last: int) -> bytes:
        if number == 20:
            os.kill(self.team.processes[0], signal.SIGKILL)
        return self.team.ask(number, last)
