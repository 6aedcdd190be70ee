"""Waits that end: each raises a sentence about what it waited for, instead of hanging."""

import select
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bench.goals import NotMeasured

ANSWERS_WITHIN_S, ENDS_WITHIN_S = 60, 15
POLL_S = 0.02
NO_HEADERS: Mapping[str, str] = {}


def wait_until(
    is_so: Callable[[], object],
    what: str,
    *,
    within_s: float,
    program: "subprocess.Popen[str] | subprocess.Popen[bytes] | None" = None,
    log: Path | None = None,
) -> None:
    """Wait until it is so; `what` completes "waited until ..." and `log` is where `program` explains itself.

    Raises:
        NotMeasured: it took too long, or the program that should bring it about has ended.
    """
    deadline = time.monotonic() + within_s
    while not is_so():
        if program and program.poll() is not None:
            raise NotMeasured(
                f"waited until {what}, but the program ended with exit code {program.poll()}{quote_end(log)}"
            )
        if time.monotonic() >= deadline:
            raise NotMeasured(f"waited {within_s:.0f} s until {what}, in vain{quote_end(log)}")
        time.sleep(POLL_S)


def quote_end(log: Path | None) -> str:
    """The last line of a log, to end a sentence with."""
    lines = log.read_text(errors="replace").split("\n") if log else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f"; its last line: {last}" if last else ""


def read_line(program: "subprocess.Popen[str]", what: str, *, within_s: float = ANSWERS_WITHIN_S) -> str:
    """The next line that a program prints; `what` completes "waited until ...". Nothing may be left of earlier ones.

    Raises:
        NotMeasured: it printed none, or has ended.
    """
    assert program.stdout is not None
    if not select.select([program.stdout], [], [], within_s)[0]:
        raise NotMeasured(f"waited {within_s:.0f} s until {what}, in vain")
    if line := program.stdout.readline():
        return line
    raise NotMeasured(f"waited until {what}, but the program ended without a word")


def fetch(
    url: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] = NO_HEADERS
) -> bytes:
    """The body of the answer to a request on loopback.

    Raises:
        NotMeasured: it was not answered in time. OSError: it was refused.
    """
    request = Request(url, body, dict(headers), method=method)  # noqa: S310 on loopback
    try:
        with urlopen(request, timeout=ANSWERS_WITHIN_S) as answer:  # noqa: S310 on loopback
            said: bytes = answer.read()
            return said
    except TimeoutError:
        raise NotMeasured(f"waited {ANSWERS_WITHIN_S} s for an answer to {method} {url}, in vain") from None


def is_answered(url: str) -> bool:
    """True if a server answers anything at all at this address."""
    try:
        fetch(url)
    except HTTPError:
        return True
    except OSError:
        return False
    return True


def end(program: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Ask a program to end, and kill it where it does not."""
    program.terminate()
    try:
        program.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        program.kill()
