"""Public pages are made by one thread of a process, so that they do not take the processor from everything else.

Several threads that render pass Python's interpreter lock between the cores, and each of them takes longer than one
alone (docs/decisions/0032-one-rendering-thread.md).
"""

import re
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import attrs
from django.conf import settings

from packgrid.api.v4.fast_path import PATH as FAST_PATH
from packgrid.config.refusals import send_refusal
from packgrid.config.setting_parsers import SQLITE_ENGINE
from packgrid.config.shared_connection import SharedConnection
from packgrid.httpcache.prepared_page_middleware import PREPARED_PATH

WAIT_S = 20.0
"""How long a request waits until it is begun."""
MAX_WAITING = 48
"""How many requests wait or are being made; the other threads of the web server stay free for everything else."""
RETRY_AFTER_S = 5
BUSY = "The site is very busy. Try again in a few seconds."
UNGATED_PATH = re.compile(r"/(health/|login/|account/|admin/|readme-pictures/)")
"""Health checks, signing in, and pictures, which may have to be fetched from other sites."""


def with_render_gate(django: WSGIApplication) -> WSGIApplication:
    """Django behind the gate of this process."""
    count = count_rendering_threads(settings.DATABASES["default"]["ENGINE"])
    return RenderGate(django, ThreadPoolExecutor(count, "rendering"), SharedConnection())


def count_rendering_threads(database_engine: str) -> int:
    """One on SQLite; two where the database is another process, so that one renders while the other waits for it."""
    return 1 if database_engine == SQLITE_ENGINE else 2


@attrs.frozen
class RenderGate:
    """Has threads of its own make public pages, in the order of arrival; everything else is answered at once.

    What is usually answered by one query is answered in turn by the threads that received it, so that it neither waits
    for pages nor changes threads. `places` are those of the requests whose page waits or is being made.
    """

    application: WSGIApplication
    page_lane: Executor
    short_answers: SharedConnection
    wait_s: float = WAIT_S
    places: threading.Semaphore = attrs.field(factory=lambda: threading.Semaphore(MAX_WAITING))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not is_public(environ):
            return self.application(environ, start_response)
        return (
            self.answer_shortly(environ, start_response)
            if is_short(environ)
            else self.make_page(environ, start_response)
        )

    def answer_shortly(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer in this thread, when no other does."""
        with self.short_answers.hold(self.wait_s) as is_held:
            return (self.application if is_held else send_busy)(environ, start_response)

    def make_page(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Have the thread for pages answer."""
        if not self.places.acquire(blocking=False):
            return send_busy(environ, start_response)
        try:
            work = self.page_lane.submit(self.application, environ, start_response)
            return work.result() if is_begun(work, self.wait_s) else send_busy(environ, start_response)
        finally:
            self.places.release()


def is_public(environ: WSGIEnvironment) -> bool:
    """True if a request only reads, and its sender is not signed in: editors do not wait behind crawlers."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and not environ.get("HTTP_COOKIE")
        and not environ.get("HTTP_AUTHORIZATION")
        and not environ["PATH_INFO"].startswith(settings.STATIC_URL)
        and not UNGATED_PATH.match(environ["PATH_INFO"])
    )


def is_short(environ: WSGIEnvironment) -> bool:
    """True if the answer is probably stored: a document of the API, or a prepared page."""
    path = environ["PATH_INFO"]
    if FAST_PATH.fullmatch(path):
        return True
    return not environ.get("QUERY_STRING") and settings.PREPARED_PAGES > 0 and PREPARED_PATH.fullmatch(path) is not None


def is_begun(work: Future[Iterable[bytes]], wait_s: float) -> bool:
    """Wait for the work; False if it was not begun in this time and never will be."""
    try:
        work.exception(wait_s)
    except TimeoutError:
        return not work.cancel()
    return True


def send_busy(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer 503, and say when to come back."""
    start: Callable[..., Callable[[bytes], object]] = partial(start_busy, start_response)
    return send_refusal(environ, start, "503 Service Unavailable", BUSY)


def start_busy(start_response: StartResponse, status: str, headers: list[tuple[str, str]]) -> Callable[[bytes], object]:
    """Start a response that says when to come back."""
    return start_response(status, [*headers, ("Retry-After", str(RETRY_AFTER_S)), ("Cache-Control", "no-store")])
