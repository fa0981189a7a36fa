"""Load on the sandbox: many connections on loopback, single and batch requests, and whether anything is lost.

    python benchmarks/load.py [--seconds 30] [--connections 64] [--memory]

The sandbox runs as a process of its own with its database in a file (--memory: in memory). One connection in eight
sends batches, the others single tasks. Every id that was answered is compared with every id that is stored. Then
batches of 5,000 follow, one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = {"task_spec": {"input_spec": {"image": {"type": "url"}}, "output_spec": {"result": {"type": "string"}}}}
POOL = {"id": "21", "defaults": {"default_overlap_for_new_tasks": 3}}
TASK = {"pool_id": "21", "input_values": {"image": "https://example.com/images/0001.png"}, "overlap": 3}
BATCH, LARGE_BATCH, LARGE_BATCHES = 100, 5_000, 20
CREATED = 201
HEADERS = "Host: sandbox\r\nAuthorization: OAuth load\r\n"


@dataclass
class Seen:
    """What the clients were answered."""

    requests: int = 0
    failures: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


class Connection:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a request: the status and the body of its answer."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index] # each answer has one
        return int(head[9:12]), await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def connect(port: int) -> Connection:
    """A new connection."""
    return Connection(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 28))


def post(value: object) -> bytes:
    """A request that uploads tasks."""
    body = json.dumps(value).encode()
    head = (
        f"POST /api/v1/tasks HTTP/1.1\r\n{HEADERS}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def upload(port: int, request: bytes, until: float, seen: Seen) -> None:
    """Send the same request again and again."""
    connection = await connect(port)
    while time.monotonic() < until:
        status, body = await connection.send(request)
        seen.requests += 1
        if status != CREATED:
            seen.failures.append(f"{status} {body[:200]!r}")
            continue
        made = json.loads(body)
        seen.ids.update(each["id"] for each in made.get("items", {"0": made}).values())
    connection.close()


async def stored(port: int) -> set[str]:
    """The ids of all tasks that are there."""
    connection, ids, last = await connect(port), set[str](), ""
    while True:
        query = f"limit=20000&sort=id&id_gt={last}"
        _, body = await connection.send(f"GET /api/v1/tasks?{query} HTTP/1.1\r\n{HEADERS}\r\n".encode())
        page = json.loads(body)
        ids.update(each["id"] for each in page["items"])
        if not page["has_more"]:
            connection.close()
            return ids
        last = page["items"][-1]["id"]


@contextmanager
def serving(folder: Path, *, in_memory: bool) -> Iterator[tuple[int, int]]:
    """A sandbox of its own: its port and process."""
    for name, value in (("project", PROJECT), ("pool", POOL)):
        (folder / f"{name}.json").write_text(json.dumps(value))
    command = [sys.executable, "-m", "validator", "serve", "--port", "0", "--quota-scale", "10000"]
    command += ["--project", str(folder / "project.json"), "--pool", str(folder / "pool.json")]
    command += [] if in_memory else ["--database", str(folder / "tasks.sqlite")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        line = process.stderr.readline() if process.stderr else ""
        url = re.search(r"http://[0-9.]+:(\d+)", line)
        if url is None:
            raise SystemExit(f"the sandbox did not start: {line}")
        try:
            yield int(url[1]), process.pid
        finally:
            process.terminate()


def megabytes(process: int) -> float:
    """The memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index] # Linux has the line


async def watch(process: int, until: float, sizes: list[float]) -> None:
    """Note the memory of a process, a few times."""
    while time.monotonic() < until:
        sizes.append(megabytes(process))
        await asyncio.sleep(max(0.5, (until - time.monotonic()) / 5))
    sizes.append(megabytes(process))


async def measure(port: int, process: int, connections: int, seconds: float) -> bool:
    """Put the load on, and print what came of it. Whether nothing failed and nothing was lost."""
    seen, sizes = Seen(), [megabytes(process)]
    one, many = post(TASK), post([TASK] * BATCH)
    until = time.monotonic() + seconds
    clients = (upload(port, many if n % 8 == 0 else one, until, seen) for n in range(connections))
    await asyncio.gather(watch(process, until, sizes), *clients)
    there = await stored(port)
    print(
        f"{connections} connections, {seconds:g} s: {seen.requests / seconds:,.0f} requests/s, "
        f"{len(seen.ids) / seconds:,.0f} tasks/s"
    )
    print(
        f"answered {len(seen.ids):,} tasks, stored {len(there):,}, the same: {there == seen.ids}; "
        f"failures: {len(seen.failures)} {seen.failures[:1]}"
    )
    print("memory, MB:", " ".join(f"{each:.0f}" for each in sizes))
    await large(port)
    return there == seen.ids and not seen.failures


async def large(port: int) -> None:
    """Print the speed of batches of the largest size that is allowed."""
    connection, request = await connect(port), post([TASK] * LARGE_BATCH)
    begin = time.perf_counter()
    statuses = {(await connection.send(request))[0] for _ in range(LARGE_BATCHES)}
    took = time.perf_counter() - begin
    connection.close()
    print(f"batches of {LARGE_BATCH:,}: {LARGE_BATCH * LARGE_BATCHES / took:,.0f} tasks/s, statuses {statuses}")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), in_memory=options.memory) as (port, process):
        is_whole = asyncio.run(measure(port, process, options.connections, options.seconds))
    sys.exit(0 if is_whole else 1)


if __name__ == "__main__":
    main()
