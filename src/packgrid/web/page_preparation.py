"""Makes the pages of packages and grids before anybody asks, in the spare time of a web process."""

import fcntl
import logging
import threading
import time
from collections import deque
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import attrs
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import InterfaceError, OperationalError, connection
from django.urls import reverse

from packgrid.catalogue.queries import list_best_known_slugs
from packgrid.comparison.queries import list_largest_grid_slugs
from packgrid.httpcache.page_fingerprint import fingerprint_pages
from packgrid.httpcache.policy import cache_policy_of
from packgrid.httpcache.prepared_page_middleware import IS_PREPARING, ORIGIN, ORIGIN_HOST, take_missed_paths
from packgrid.httpcache.prepared_pages import (
    PreparedContent,
    begin_preparation,
    delete_outdated_pages,
    list_ready_paths,
    read_last_invalidation,
    store_prepared_pages,
)
from packgrid.lib.processes import lower_priority

if TYPE_CHECKING:
    from django.http import HttpResponse

logger = logging.getLogger(__name__)

BATCH = 10
IDLE_S = 2.0
SHARE = 0.2
"""The part of one core that making pages may take."""
SWEEP_EVERY_S = 60.0
OUTER_HEADERS = {"etag", "cache-control", "vary", "content-length", "content-security-policy", "last-modified"}
"""Headers that the middleware around PreparedPageMiddleware sets anew."""


def start_page_preparation(handler: WSGIHandler) -> None:
    """Compile templates, then prepare pages in a thread: those that readers miss; one process does all others."""
    preparer = PagePreparer(handler, settings.PAGE_PREPARATION_LOCK)

    def run() -> None:
        warm_up(handler)
        if settings.PREPARED_PAGES:
            preparer.run()

    threading.Thread(target=run, name="page preparation", daemon=True).start()


def warm_up(handler: WSGIHandler) -> None:
    """Make a few pages that nobody asked for: the first ones take long, because modules and templates are loaded.

    A worker that has answered from stored pages so far would do that while a reader waits for a page that changed.
    """
    try:
        for path in (*map(reverse, ("home", "packages", "grids", "search")), "/api/v4/categories/"):
            make_page(handler, path)
    except Exception:
        logger.exception("Pages could not be made at the start")
    finally:
        connection.close()


@attrs.define
class PagePreparer:
    """Prepares pages through a handler, a few at a time.

    `waiting` are the paths that the last sweep found missing; a sweep is made once they are done and something changed.
    """

    handler: WSGIHandler
    lock_file: Path
    lock: IO[bytes] | None = None
    waiting: deque[str] = attrs.field(factory=deque)
    swept_place: int = -1
    swept_at_s: float = float("-inf")

    def run(self) -> None:
        """Prepare pages until the process ends; wait while the database does not answer."""
        lower_priority()
        while True:
            began_s, count = time.thread_time(), 0
            try:
                count = self.prepare_some()
            except (OperationalError, InterfaceError) as error:
                logger.info("No page was prepared, because the database did not answer: %s", error)
                connection.close()
            except Exception:
                logger.exception("No page was prepared")
            used_s = time.thread_time() - began_s
            time.sleep(used_s * (1 - SHARE) / SHARE if count else IDLE_S)

    def prepare_some(self) -> int:
        """Prepare the next few pages; returns how many were tried."""
        paths = self.take_paths()
        begun_at = begin_preparation() if paths else None
        if begun_at is not None:
            made = [make_page(self.handler, path) for path in paths]
            store_prepared_pages(list(filter(None, made)), fingerprint_pages(), begun_at=begun_at)
        return len(paths)

    def take_paths(self) -> list[str]:
        """The next few paths: those that readers missed first."""
        missed = take_missed_paths(BATCH)
        if missed:
            ready = list_ready_paths()
            return [path for path in missed if path not in ready] if len(ready) < settings.PREPARED_PAGES else []
        if not self.waiting and self.holds_lock():
            self.sweep(time.time())
        return [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]

    def holds_lock(self) -> bool:
        """True for one process of this machine at a time; another one gets the lock once that process has ended."""
        if self.lock is None:
            lock = self.lock_file.open("ab")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                return False
            self.lock = lock
        return True

    def sweep(self, now_s: float) -> None:
        """Find what is missing, if anything was invalidated since the last time, or time has passed."""
        place = read_last_invalidation()
        if place == self.swept_place and now_s < self.swept_at_s + SWEEP_EVERY_S:
            return
        self.swept_place, self.swept_at_s = place, now_s
        delete_outdated_pages(fingerprint_pages(), now_s)
        ready = list_ready_paths()
        self.waiting.extend(path for path in list_wanted_paths(settings.PREPARED_PAGES) if path not in ready)


def list_wanted_paths(count: int) -> list[str]:
    """The paths of home and the lists, of all grids, the largest first, and of the best known packages."""
    lists = [reverse(name) for name in ("home", "packages", "grids")]
    grids = [reverse("grid", args=[slug]) for slug in list_largest_grid_slugs(count)]
    packages = [reverse("package", args=[slug]) for slug in list_best_known_slugs(max(0, count - len(grids)))]
    return [*lists, *grids, *packages][:count]


def make_page(handler: WSGIHandler, path: str) -> PreparedContent | None:
    """The page under a path as somebody sees it who is not signed in; None where it is not for everybody."""
    request = WSGIRequest(ENVIRON | {"PATH_INFO": path.encode().decode("latin-1"), "wsgi.input": BytesIO()})
    made_s = time.time()
    response = cast("HttpResponse", handler.get_response(request))
    policy = cache_policy_of(response)
    content = response.content if policy and response.status_code == HTTPStatus.OK else b""
    if policy is None or response.cookies or ORIGIN_HOST.encode() in content.replace(ORIGIN, b""):
        return None
    headers = {name: value for name, value in response.items() if name.lower() not in OUTER_HEADERS}
    expires_s = None if policy.fresh_for_s is None else made_s + policy.fresh_for_s
    return PreparedContent(path, content, headers, frozenset(policy.tags), expires_s)


ENVIRON = {
    "REQUEST_METHOD": "GET",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_HOST": ORIGIN_HOST,
    "wsgi.url_scheme": "http",
    IS_PREPARING: True,
}
