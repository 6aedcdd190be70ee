"""Renders READMEs in a child process (readme_worker.py), which is ended when one takes too much time or memory."""

import atexit
import json
import logging
import os
import selectors
import signal
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Lock, Thread
from typing import BinaryIO, cast

import attrs

from packgrid.lib.readme_html import MAX_SOURCE_CHARACTERS, render_as_text

logger = logging.getLogger(__name__)

KEPT_ENVIRONMENT = {"DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH", "PYTHONHOME"}
START_S = 30  # a busy machine takes long to import the renderers
FAILED = "it could not be formatted"
# What ends the child because of the text; whatever else ends it may be the fault of the machine.
FINAL_SIGNALS = {signal.SIGXCPU, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL}


@attrs.frozen
class ReadmeLimits:
    """Limits for one README: processor time, elapsed time, and the memory of its process."""

    cpu_s: int = 5
    wall_s: int = 30
    memory_bytes: int = 512_000_000
    idle_s: int = 30


@attrs.frozen
class RenderedReadme:
    """A README as safe HTML. One that is not final may come out better another time: the machine was at fault."""

    html: str
    is_final: bool = True


class ReadmeProcess:
    """A child process that renders one README at a time. It starts when it is needed, also after a README ended it."""

    def __init__(self, limits: ReadmeLimits | None = None) -> None:
        self.limits = limits or ReadmeLimits()
        self.lock = Lock()
        self.child: Popen[bytes] | None = None
        self.parent_id = 0

    def render(self, text: str, content_type: str | None) -> RenderedReadme:
        """Safe HTML of a README; as plain text, with the reason, where it takes too much."""
        question = json.dumps([text[: MAX_SOURCE_CHARACTERS + 1], content_type]).encode() + b"\n"
        with self.lock:
            answer, status = self.ask(question)
            if not answer and not status:  # it had just ended because nothing was asked
                answer, status = self.ask(question)
        if answer:
            html, reason = json.loads(answer)
            return RenderedReadme(html if reason is None else render_as_text(text, reason))
        logger.warning("the process that renders READMEs ended with status %d", status)
        return RenderedReadme(render_as_text(text, self.explain(status)), is_final=-status in FINAL_SIGNALS)

    def ask(self, question: bytes) -> tuple[bytes, int]:
        """The child's answer and 0; where it ended, nothing and its exit status (a signal is negative)."""
        child = self.start()
        questions, answers = pipes_of(child)
        with suppress(BrokenPipeError):
            questions.write(question)
            questions.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            if not selector.select(START_S + self.limits.wall_s):
                child.kill()
        answer = answers.readline()
        return (answer, 0) if answer.endswith(b"\n") else (b"", child.wait())

    def start(self) -> Popen[bytes]:
        """The running child; a new one where it ended, or where a fork copied it from another process."""
        if self.child and self.parent_id == os.getpid() and self.child.poll() is None:
            return self.child
        self.close()
        limits = (str(limit) for limit in attrs.astuple(self.limits))
        command = [sys.executable, "-P", "-m", "packgrid.lib.readme_worker", *limits]
        environment = {name: value for name, value in os.environ.items() if name in KEPT_ENVIRONMENT}
        environment["PYTHONPATH"] = os.pathsep.join(str(Path(path).absolute()) for path in sys.path)
        self.child = Popen(command, stdin=PIPE, stdout=PIPE, cwd="/", env=environment)  # noqa: S603 our own program
        self.parent_id = os.getpid()
        Thread(target=self.child.wait, daemon=True).start()  # so that it leaves no zombie when it ends by itself
        return self.child

    def explain(self, status: int) -> str:
        """The reason to show for a child that ended with this status."""
        times = {-signal.SIGXCPU: self.limits.cpu_s, -signal.SIGALRM: self.limits.wall_s}
        return f"formatting it takes longer than {times[status]} s" if status in times else FAILED

    def close(self) -> None:
        """End the child, if there is one."""
        if self.child is None:
            return
        if self.parent_id == os.getpid():
            self.child.kill()
            self.child.wait()
        for pipe in pipes_of(self.child):
            with suppress(BrokenPipeError):
                pipe.close()
        self.child = None


def pipes_of(child: Popen[bytes]) -> tuple[BinaryIO, BinaryIO]:
    """The ends of the pipes to and from a child that was started with both."""
    return cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)


shared_process = ReadmeProcess()
atexit.register(shared_process.close)
