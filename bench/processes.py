"""What a program and those that it started use, as Linux counts it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import attrs

TICKS_A_S = os.sysconf("SC_CLK_TCK")


@attrs.frozen
class Stat:
    """A line of /proc/PID/stat: the parent, and the time of the processor."""

    pid: int
    parent: int
    cpu_s: float


def tree(pid: int) -> set[int]:
    """A process and all that come from it."""
    children: dict[int, set[int]] = {}
    for stat in stats():
        children.setdefault(stat.parent, set()).add(stat.pid)
    found, waiting = set(), {pid}
    while waiting:
        found |= waiting
        waiting = {child for one in waiting for child in children.get(one, ())}
    return found


def stats() -> Iterator[Stat]:
    """Every process."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended
            before, after = path.read_text().rsplit(")", 1)
            fields = after.split()
            yield Stat(int(before.split()[0]), int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS_A_S)


def cpu_s(pid: int) -> float:
    """The time of the processor that a process and its children have had, in seconds."""
    meant = tree(pid)
    return sum(stat.cpu_s for stat in stats() if stat.pid in meant)


def memory_mb(pid: int) -> float:
    """The memory of a process and its children in megabytes; what several share is divided among them (PSS)."""
    return sum(map(pss_kib, tree(pid))) * 1024 / 1_000_000


def pss_kib(pid: int) -> int:
    """The proportional share of one process in KiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
