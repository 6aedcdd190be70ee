"""Work spread over the cores of this machine, and work of lower priority."""

import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

MOST_PROCESSES = 4
JOBS_AHEAD = 3
LOWER_PRIORITY = 5

type Step = Callable[[], object]


def map_in_order[J, R](
    work: Callable[[J], R], jobs: Iterable[J], *, first: Sequence[Step] = (), count: int | None = None
) -> Iterator[R]:
    """The results of `work` for the jobs, in their order, computed by other processes if there is more than one core.

    Each process takes the steps of `first` before its first job. A few jobs wait for each, so that no core does.
    """
    count = min(MOST_PROCESSES, count_cores()) if count is None else count
    if count < 2:  # noqa: PLR2004 another process would only take our core
        yield from map(work, jobs)
        return
    # A fork would copy locks that other threads hold.
    steps = tuple(pickle.dumps(step) for step in first)
    with ProcessPoolExecutor(count, get_context("spawn"), initializer=run_first_steps, initargs=steps) as pool:
        waiting: deque[Future[R]] = deque()
        for job in jobs:
            waiting.append(pool.submit(work, job))
            if len(waiting) > JOBS_AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def run_first_steps(*steps: bytes) -> None:
    """Run the steps in order; each is unpickled after the one before it has run, because it may need it."""
    for step in steps:
        pickle.loads(step)()  # noqa: S301 our own


def count_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def lower_priority() -> None:
    """Give this thread, and what it starts, a lower priority for the processor; on Linux only."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWER_PRIORITY)
