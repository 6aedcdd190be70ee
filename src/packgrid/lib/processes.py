"""Work spread over the cores of this machine, and work that gives way."""

import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

MOST = 4
AHEAD = 3
LATER = 5

type Step = Callable[[], object]


def in_order[J, R](
    work: Callable[[J], R], jobs: Iterable[J], *, first: Sequence[Step] = (), count: int | None = None
) -> Iterator[R]:
    """What `work` gives for each job, in their order, done by other processes where there is more than one core.

    Each process takes the steps of `first` before its first job. A few jobs wait for each, so that no core does.
    """
    count = min(MOST, cores()) if count is None else count
    if count < 2:  # noqa: PLR2004 another process would only take our core
        yield from map(work, jobs)
        return
    # A fork would copy locks that other threads hold.
    steps = tuple(pickle.dumps(step) for step in first)
    with ProcessPoolExecutor(count, get_context("spawn"), initializer=begin, initargs=steps) as pool:
        waiting: deque[Future[R]] = deque()
        for job in jobs:
            waiting.append(pool.submit(work, job))
            if len(waiting) > AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def begin(*steps: bytes) -> None:
    """Take the steps; each may only be unpickled once the one before it was taken."""
    for step in steps:
        pickle.loads(step)()  # noqa: S301 our own


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def give_way() -> None:
    """Let others go first where they want the same core: Linux has a priority for each thread and what it starts."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LATER)
