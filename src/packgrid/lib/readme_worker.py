"""The program that renders READMEs for readme_process.py, within limits that the kernel enforces.

It reads a line of JSON for each README (text, content type) and writes one (HTML, or null and the reason why there is
none). It ends when nothing is asked for a while, and when its parent is gone, also one that was killed.
"""

import json
import math
import os
import resource
import select
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from packgrid.lib.markup import NotRendered, render_readme

FAILED = "it could not be formatted"
TOO_MUCH_MEMORY = "formatting it takes too much memory"


def serve(questions: BinaryIO, answers: BinaryIO, *, cpu_s: int, wall_s: int, idle_s: int) -> None:
    """Answer until there are no more questions, or none for a while. A README that takes too long ends the process."""
    while select.select([questions], [], [], idle_s)[0] and (line := questions.readline()):
        signal.alarm(wall_s)
        used = sum(os.times()[:2])
        lower_limit(resource.RLIMIT_CPU, math.ceil(used) + cpu_s)
        html, reason = render(*json.loads(line))
        answers.write(json.dumps([html, reason]).encode() + b"\n")
        answers.flush()
        signal.alarm(0)
        if reason in {FAILED, TOO_MUCH_MEMORY}:  # what state it left is not known
            return


def render(text: str, content_type: str | None) -> tuple[str | None, str | None]:
    """The HTML, or the reason why there is none."""
    try:
        return render_readme(text, content_type), None
    except NotRendered as error:
        return None, str(error)
    except MemoryError:
        return None, TOO_MUCH_MEMORY
    except BaseException as error:  # noqa: BLE001 a panic in Rust is no Exception
        print(f"rendering a README: {error!r:.500}", file=sys.stderr)  # noqa: T201 to the log of the parent
        return None, FAILED


def reset_signals() -> None:
    """End by the signals of limits, whatever the parent did with them, and leave Ctrl-C to the parent."""
    for limit in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(limit, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM, signal.SIGXCPU})


def lower_limit(which: int, value: int) -> None:
    """Set the soft limit, no higher than the hard one; macOS has none for memory."""
    hard = resource.getrlimit(which)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(which, (soft, hard))


if __name__ == "__main__":
    cpu_seconds, wall_seconds, memory_bytes, idle_seconds = map(int, sys.argv[1:])
    reset_signals()
    lower_limit(resource.RLIMIT_CORE, 0)
    lower_limit(resource.RLIMIT_AS, memory_bytes)
    serve(sys.stdin.buffer, sys.stdout.buffer, cpu_s=cpu_seconds, wall_s=wall_seconds, idle_s=idle_seconds)
