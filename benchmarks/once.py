"""Run one command and write what it cost: wall and CPU seconds, peak KiB, exit status.

Linux counts the memory of the process that starts another as the other's own, so this one is as small as Python can be:
it is run with `-I -S`, and imports nothing that is not built in.
"""

import posix
import sys
import time


def main(report: str, command: list[str]) -> None:
    """Run the command with the streams of this process, and write to `report`, the number of a file descriptor."""
    begin = time.perf_counter()
    child = posix.posix_spawn(command[0], command, posix.environ)
    _, status, used = posix.wait4(child, 0)
    wall = time.perf_counter() - begin
    cost = f"{wall} {used.ru_utime + used.ru_stime} {used.ru_maxrss} {posix.waitstatus_to_exitcode(status)}"
    posix.write(int(report), cost.encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
