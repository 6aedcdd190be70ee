import os
import subprocess
import sys

import pytest

from packgrid.config.worker_cores import pin_to_core

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system cannot pin")
PIN = """
import os, sys
from pathlib import Path
from packgrid.config.worker_cores import pin_to_core
pin_to_core(Path(sys.argv[1]), int(sys.argv[2]))
print(*sorted(os.sched_getaffinity(0)), flush=True)
sys.stdin.read()
"""


def start_worker(lock_file, count):
    return subprocess.Popen(
        [sys.executable, "-c", PIN, str(lock_file), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def read_cores(worker) -> list[int]:
    return [int(core) for core in worker.stdout.readline().split()]


def end(worker) -> None:
    worker.communicate("")


def test_each_worker_gets_a_core_and_a_new_one_the_core_of_the_one_that_ended(tmp_path):
    allowed = sorted(os.sched_getaffinity(0))
    workers = [start_worker(tmp_path / "lock", len(allowed)) for _ in allowed]
    cores = [read_cores(worker) for worker in workers]
    last = start_worker(tmp_path / "lock", len(allowed))
    assert read_cores(last) == allowed  # none is left, so that it stays free
    end(workers[0])
    again = start_worker(tmp_path / "lock", len(allowed))
    assert read_cores(again) == cores[0]
    for worker in [*workers[1:], last, again]:
        end(worker)
    assert sorted(cores) == ([[core] for core in allowed] if len(allowed) > 1 else [allowed])


def test_a_worker_stays_free_where_there_are_fewer_than_cores(tmp_path):
    allowed = os.sched_getaffinity(0)
    assert pin_to_core(tmp_path / "lock", len(allowed) - 1) is None
    assert os.sched_getaffinity(0) == allowed
