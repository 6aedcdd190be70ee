"""Each web process keeps to a core of its own, so that its threads do not pass the interpreter lock between cores."""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

claimed_files: list[IO[bytes]] = []
"""The files whose locks this process holds until it ends."""


def pin_to_core(lock_file: Path, worker_count: int) -> int | None:
    """Pin this process to a core that no other worker has; returns the core.

    None where the process stays free: the system cannot pin, or there are not as many workers as cores, so that a
    worker may use more than one of them. The core is one of those that the process was allowed before.
    """
    if not hasattr(os, "sched_setaffinity"):
        return None
    cores = sorted(os.sched_getaffinity(0))
    if worker_count < len(cores) or len(cores) == 1:
        return None
    core = claim_core(lock_file, cores)
    if core is not None:
        os.sched_setaffinity(0, {core})
    return core


def claim_core(lock_file: Path, cores: Iterable[int]) -> int | None:
    """The first core that no other process has claimed with this file; the claim ends with the process."""
    file = lock_file.open("ab")
    for core in cores:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, core)
        except OSError:
            continue
        claimed_files.append(file)
        return core
    file.close()
    return None
