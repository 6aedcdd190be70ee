"""Asks at moments that are fixed beforehand, whether or not answers have come back, as many readers do.

A closed loop waits for a slow answer and asks less meanwhile, so that it hides what those would have met who came then.
"""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import attrs

from bench.goals import NotMeasured
from bench.wrk import HEADERS, Target

THREADS = 64
LEAST = 100
TIMEOUT_S = 30


@attrs.frozen
class Waits:
    """How long requests took since they were meant to be sent, in ms, sorted; and how many failed."""

    waits_ms: Sequence[float]
    failed: int

    def quantile(self, part: float) -> float:
        """The wait that this part of all requests did not exceed."""
        return self.waits_ms[min(len(self.waits_ms) - 1, int(len(self.waits_ms) * part))]


def ask_openly(target: Target, paths: Sequence[str], *, rate: float, seconds: float) -> Waits:
    """Ask for these paths in turns, so many times a second; each thread has its own moments and a connection.

    Raises:
        NotMeasured: fewer than 100 were answered.
    """
    count = int(rate * seconds)
    began_s = time.perf_counter() + 0.2

    def ask(thread: int) -> list[float | None]:
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=TIMEOUT_S)
        mine = range(thread, count, THREADS)
        return [ask_at(connection, paths[number % len(paths)], began_s + number / rate) for number in mine]

    with ThreadPoolExecutor(THREADS) as pool:
        found = [wait for waits in pool.map(ask, range(THREADS)) for wait in waits]
    waits_ms = sorted(wait for wait in found if wait is not None)
    if len(waits_ms) < LEAST:
        raise NotMeasured(f"only {len(waits_ms)} requests were answered")
    return Waits(waits_ms, len(found) - len(waits_ms))


def ask_at(connection: http.client.HTTPConnection, path: str, due_s: float) -> float | None:
    """Send a request at a moment, or at once if that has passed; ms since then, None if unanswered."""
    time.sleep(max(0.0, due_s - time.perf_counter()))
    try:
        connection.request("GET", path, headers=dict(header.split(": ") for header in HEADERS))
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return None
    return 1000 * (time.perf_counter() - due_s) if answer.status == http.HTTPStatus.OK else None
