"""A thin layer before Django: replays from memory the public answers that Django made (docs/decisions/0014)."""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from types import TracebackType
from typing import Protocol

import attrs
from django.conf import settings

from packgrid.config.access_log import CACHE_STATUS
from packgrid.config.keys import Environ, key_of
from packgrid.config.store import Kept, Store
from packgrid.httpcache.conditional_requests import is_fresh, staying
from packgrid.httpcache.invalidation_log import Follower, News, Unknown
from packgrid.httpcache.policy import POLICY, CachePolicy

logger = logging.getLogger(__name__)

type Headers = list[tuple[str, str]]
type ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
type Write = Callable[[bytes], object]

PATIENCE_S = 0.5
ANEW = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
"""How an answer is asked for that nobody waits for."""
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
KNOWN_VARIANTS = {"accept", "accept-encoding", "cookie", "hx-request"}
"""What the key holds, and cookies, which never get here; an answer that varies by anything else is not kept.

Accept-Language is not among them: pages are English. One that is translated varies by it, and is not kept until the
key holds the language, too.
"""


class StartResponse(Protocol):
    """The callable that a WSGI server hands over."""

    def __call__(self, status: str, headers: Headers, exc_info: ExcInfo = None, /) -> Write: ...


type Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Newsreader(Protocol):
    """Whoever knows what was written since the last call (see httpcache/invalidation_log.py)."""

    def news(self) -> News: ...


def before(django: Application) -> Application:
    """Django behind a memory of this process's own, if it is on; one thread more makes answers anew."""
    if not settings.FRONT:
        return django
    return Front(django, Store(settings.FRONT_BYTES), Follower(), ThreadPoolExecutor(1, "renewing").submit)


@attrs.frozen
class Front:
    """Answers what it has in memory and hands everything else to Django.

    What was touched is shown for less than a second more, while `later` makes it anew: readers do not wait for that.
    """

    django: Application
    store: Store
    follower: Newsreader
    later: Callable[[Callable[[], None]], object]
    now: Callable[[], float] = time.monotonic
    making: dict[Hashable, threading.Event] = attrs.field(factory=dict)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        key = key_of(environ)
        if key is None or not self.is_current():
            return self.django(environ, start_response)
        kept, now = self.kept(key), self.now()
        if kept is None:
            environ[CACHE_STATUS] = "miss"
            return self.make(key, environ, start_response)
        environ[CACHE_STATUS] = "hit" if kept.until >= now else "stale"
        if kept.until < now and self.store.begin(key, now):
            self.later(partial(self.renew, key, environ | ANEW))
        return replay(kept, environ, start_response)

    def kept(self, key: Hashable) -> Kept | None:
        """What is in memory, or will be in a moment because somebody makes it; not for ever, as it may not be kept."""
        kept = self.store.get(key, self.now())
        if kept is None and (made := self.making.get(key)):
            made.wait(PATIENCE_S)
            kept = self.store.get(key, self.now())
        return kept

    def renew(self, key: Hashable, environ: Environ) -> None:
        """Make an answer anew while the old one is shown; if it is not shown any more, whoever asks for it makes it."""
        now = self.now()
        kept = self.store.get(key, now)
        if kept is None or kept.until >= now:
            return
        try:
            read(self.make(key, environ, ignore))
        except Exception:
            logger.exception("%s could not be made anew", environ["PATH_INFO"])

    def make(self, key: Hashable, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer while others wait for the same answer, if it was worth keeping before."""
        if not self.store.has_kept(key):
            return self.ask(key, environ, start_response)
        made = self.making.setdefault(key, threading.Event())
        try:
            return self.ask(key, environ, start_response)
        finally:
            self.making.pop(key, None)
            made.set()

    def is_current(self) -> bool:
        """Hear what was touched; False if nobody can tell what that is."""
        try:
            news = self.follower.news()
        except Unknown:
            return False
        if news.is_lost:
            self.store.clear()
        elif news.tags:
            self.store.touch(news.tags, since=news.since)
        return True

    def ask(self, key: Hashable, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer, and keep the answer if it is marked. Conditions are left to us, so that it is whole."""
        since, made_at = self.store.clock, self.now()
        whole = {name: value for name, value in environ.items() if name not in CONDITIONS}
        began: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: ExcInfo = None, /) -> Write:
            began.append((status, headers))
            return start_response(status, headers, exc_info) if POLICY not in whole else discard

        body = self.django(whole, start)
        policy: CachePolicy | None = whole.get(POLICY)
        if policy is None:
            return body
        kept = kept_of(began[-1], read(body), policy, made_at=made_at)
        if environ["REQUEST_METHOD"] == "GET" and is_keepable(kept):
            self.store.put(key, kept, since=since)
        return replay(kept, environ, start_response)


def ignore(_status: str, _headers: Headers, _exc_info: ExcInfo = None, /) -> Write:
    """Nobody waits for this answer."""
    return discard


def discard(_data: bytes) -> None:
    """Nothing writes in this way any more."""


def read(body: Iterable[bytes]) -> bytes:
    """All of a body."""
    try:
        return b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()


def kept_of(began: tuple[str, Headers], body: bytes, policy: CachePolicy, *, made_at: float) -> Kept:
    """An answer as it is kept."""
    status, headers = began
    named: Mapping[str, str] = {name.lower(): value for name, value in headers}
    until = float("inf") if policy.fresh_for_s is None else made_at + policy.fresh_for_s
    etag, last_modified = named.get("etag", ""), named.get("last-modified", "")
    return Kept(status, tuple(headers), body, policy.tags, made_at, until, etag, last_modified)


def is_keepable(answer: Kept) -> bool:
    """Whether an answer depends on nothing but its key, and sets nothing."""
    named = {name.lower(): value for name, value in answer.headers}
    variants = {name.strip().lower() for name in named.get("vary", "").split(",")} - {""}
    return answer.status == "200 OK" and variants <= KNOWN_VARIANTS and "set-cookie" not in named


def replay(kept: Kept, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The answer once more, or 304, or its head."""
    asked = (environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    if any(asked) and kept.etag and is_fresh(kept.etag, kept.last_modified, *asked):
        start_response("304 Not Modified", staying(kept.headers))
        return []
    start_response(kept.status, list(kept.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]
