"""A WSGI layer that answers from memory what Django answered before (docs/decisions/0014-reads.md)."""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import attrs
from django.conf import settings

from packgrid.httpcache.conditional_requests import headers_of_304, is_not_modified
from packgrid.httpcache.invalidation_log import InvalidationListener, Invalidations, LogUnreachable
from packgrid.httpcache.key import NormalizeAccept, cache_key
from packgrid.httpcache.page_fingerprint import fingerprint_pages
from packgrid.httpcache.page_store import PageStore
from packgrid.httpcache.policy import POLICY, CachePolicy
from packgrid.httpcache.store import CachedResponse, ResponseStore
from packgrid.httpcache.stored_responses import StoredResponses

logger = logging.getLogger(__name__)

type Headers = list[tuple[str, str]]

CACHE_STATUS = "packgrid.cache_status"
"""The key of "hit", "stale" or "miss" in the WSGI environment, for the access log; other requests have none."""
WAIT_S = 0.5
"""How long a request waits for another request that makes the same response."""
REVALIDATION = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
"""The values that differ in a request that only revalidates."""
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
KEY_HEADERS = {"accept", "accept-encoding", "cookie", "hx-request"}
"""The headers that a stored response may vary by: those in the key, and Cookie, because no request with one gets here.

Accept-Language is missing, because pages are English. A translated page varies by it, and is not stored until the key
holds the language.
"""


def with_response_cache(django: WSGIApplication, normalize_accept: NormalizeAccept) -> WSGIApplication:
    """Django behind the cache of this process, if PACKGRID_RESPONSE_CACHE is on; one thread revalidates."""
    if not settings.RESPONSE_CACHE:
        return django
    listener = InvalidationListener()
    has_disk = settings.RESPONSE_CACHE_DISK_BYTES and not settings.DEBUG
    return ResponseCache(
        django,
        normalize_accept,
        ResponseStore(settings.RESPONSE_CACHE_BYTES),
        poll_invalidations=listener.poll,
        run_later=ThreadPoolExecutor(1, "revalidation").submit,
        stored=StoredResponses(open_page_store()) if has_disk else None,
        read_log_id=lambda: listener.last_id,
    )


def open_page_store() -> PageStore:
    """The pages on disk that this version of the program may read."""
    return PageStore(settings.PAGE_STORE_FILE, settings.RESPONSE_CACHE_DISK_BYTES, fingerprint_pages())


@attrs.frozen
class ResponseCache:
    """Answers from its store where it can, and leaves everything else to Django.

    A stale response is sent for less than a second more, while `run_later` has it made again: readers do not wait.
    """

    django: WSGIApplication
    normalize_accept: NormalizeAccept
    store: ResponseStore
    poll_invalidations: Callable[[], Invalidations]
    run_later: Callable[[Callable[[], None]], object]
    now: Callable[[], float] = time.monotonic
    in_progress: dict[Hashable, threading.Event] = attrs.field(factory=dict)
    stored: StoredResponses | None = None
    read_log_id: Callable[[], int | None] = lambda: None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        key = cache_key(environ, self.normalize_accept)
        if key is None or not self.apply_invalidations():
            return self.django(environ, start_response)
        cached, now = self.find_response(key), self.now()
        if cached is None:
            return self.make_response(key, environ, start_response)
        environ[CACHE_STATUS] = "hit" if cached.fresh_until >= now else "stale"
        if cached.fresh_until < now and self.store.begin_revalidation(key, now):
            self.run_later(partial(self.revalidate, key, environ | REVALIDATION))
        return send_cached(cached, environ, start_response)

    def apply_invalidations(self) -> bool:
        """Make stale what was invalidated since the last request; False if the log cannot be read."""
        try:
            new = self.poll_invalidations()
        except LogUnreachable:
            return False
        # The disk first: what another thread reads from it before that is stale once the memory is invalidated.
        if new.is_incomplete:
            if self.stored:
                self.stored.catch_up(self.read_log_id())
            self.store.clear()
        elif new.tags:
            if self.stored:
                self.stored.invalidate(new.tags, self.read_log_id())
            self.store.invalidate(new.tags, since=new.since)
        return True

    def find_response(self, key: Hashable) -> CachedResponse | None:
        """The stored response, from memory or from disk.

        One that is being made is waited for, but not for long, because it may not be stored.
        """
        cached = self.store.get(key, self.now())
        if cached is None and (made := self.in_progress.get(key)):
            made.wait(WAIT_S)
            cached = self.store.get(key, self.now())
        if cached is None and self.stored:
            since = self.store.clock
            cached = self.stored.read(key, self.now())
            if cached:
                self.store.put(key, cached, since=since)
        return cached

    def revalidate(self, key: Hashable, environ: WSGIEnvironment) -> None:
        """Make a stale response again; if it is not sent any more, the next request makes it."""
        now = self.now()
        cached = self.store.get(key, now)
        if cached is None or cached.fresh_until >= now:
            return
        try:
            read_body(self.make_response(key, environ, discard_start))
        except Exception:
            logger.exception("%s could not be revalidated", environ["PATH_INFO"])

    def make_response(self, key: Hashable, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer; if the response was stored before, other requests for it wait meanwhile."""
        if not self.store.was_stored(key):
            return self.ask_django(key, environ, start_response)
        made = self.in_progress.setdefault(key, threading.Event())
        try:
            return self.ask_django(key, environ, start_response)
        finally:
            self.in_progress.pop(key, None)
            made.set()

    def ask_django(self, key: Hashable, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer without conditions, so that the response is complete, and store it if it is cacheable."""
        since, made_at = self.store.clock, self.now()
        begun_at = self.stored.begin() if self.stored else None
        unconditional = {name: value for name, value in environ.items() if name not in CONDITIONS}
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, *exc_info: Any) -> Callable[[bytes], object]:  # noqa: ANN401 as given
            started.append((status, headers))
            return start_response(status, headers, *exc_info) if POLICY not in unconditional else discard_data

        body = self.django(unconditional, start)
        policy: CachePolicy | None = unconditional.get(POLICY)
        if policy is None:
            return body
        environ[CACHE_STATUS] = "miss"
        cached = build_cached_response(started[-1], read_body(body), policy, made_at=made_at)
        if environ["REQUEST_METHOD"] == "GET" and is_storable(cached):
            self.store.put(key, cached, since=since)
            if self.stored:
                self.stored.write(key, cached, begun_at, self.now())
        return send_cached(cached, environ, start_response)


def discard_start(_status: str, _headers: Headers, *_exc_info: object) -> Callable[[bytes], object]:
    """The `start_response` of a request whose answer nobody waits for."""
    return discard_data


def discard_data(_data: bytes) -> None:
    """The `write` of PEP 3333, which Django does not use."""


def read_body(body: Iterable[bytes]) -> bytes:
    """All bytes of a body, which is closed then."""
    try:
        return b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()


def build_cached_response(
    started: tuple[str, Headers], body: bytes, policy: CachePolicy, *, made_at: float
) -> CachedResponse:
    """The response of Django as it is stored."""
    status, headers = started
    named: Mapping[str, str] = {name.lower(): value for name, value in headers}
    fresh_until = float("inf") if policy.fresh_for_s is None else made_at + policy.fresh_for_s
    etag, last_modified = named.get("etag", ""), named.get("last-modified", "")
    return CachedResponse(status, tuple(headers), body, policy.tags, made_at, fresh_until, etag, last_modified)


def is_storable(response: CachedResponse) -> bool:
    """True if a response depends only on its key, and sets no cookie."""
    named = {name.lower(): value for name, value in response.headers}
    varies_by = {name.strip().lower() for name in named.get("vary", "").split(",")} - {""}
    return response.status == "200 OK" and varies_by <= KEY_HEADERS and "set-cookie" not in named


def send_cached(cached: CachedResponse, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The response as this request wants it: complete, without a body for HEAD, or 304."""
    conditions = (environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    if any(conditions) and cached.etag and is_not_modified(cached.etag, cached.last_modified, *conditions):
        start_response("304 Not Modified", headers_of_304(cached.headers))
        return []
    start_response(cached.status, list(cached.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [cached.body]
