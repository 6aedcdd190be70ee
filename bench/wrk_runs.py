"""Runs of wrk that are told how many connections they have, alone or beside another one."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bench.goals import NotMeasured
from bench.ground import Ground
from bench.wrk import CORE_OF_WRK, HEADERS, Load, Target, read

TIMEOUT_S = 30
WITHIN_S = 300


def start_wrk(
    ground: Ground, target: Target, path: str, *, connections: int, seconds: float
) -> "subprocess.Popen[str]":
    """A run that has begun; a path that ends with .lua is a script."""
    url = f"http://127.0.0.1:{target.port}"
    asked = ["-s", path, url] if path.endswith(".lua") else [url + path]
    options = ["-t1", f"-c{connections}", f"-d{seconds:.0f}s", f"--timeout={TIMEOUT_S}s", "--latency"]
    headers = [part for header in HEADERS for part in ("-H", header)]
    command: Sequence[object] = ["taskset", "-c", CORE_OF_WRK, ground.wrk, *options, *headers, *asked]
    return subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)


def run_wrk(ground: Ground, target: Target, path: str, *, connections: int) -> Load:
    """The figures of a run.

    Raises:
        NotMeasured: nothing was answered, or something with an error.
    """
    return finish(start_wrk(ground, target, path, connections=connections, seconds=ground.seconds))


def finish(run: "subprocess.Popen[str]") -> Load:
    """The figures of a run that ends by itself."""
    said, _ = run.communicate(timeout=WITHIN_S)
    load = read(said, cpu_s=0)
    if load is None or load.refused or re.search(r"Socket errors", said):
        raise NotMeasured("a request was not answered, or with an error")
    return load


@contextmanager
def beside(ground: Ground, target: Target, path: str, *, connections: int) -> Iterator[None]:
    """Ask for something else for as long as the block takes."""
    with start_wrk(ground, target, path, connections=connections, seconds=WITHIN_S) as run:
        try:
            yield
        finally:
            run.terminate()
