"""A thin layer before Django: replays from memory the public answers that Django made (docs/decisions/0014)."""

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from types import TracebackType
from typing import Protocol

import attrs
from django.conf import settings

from packgrid.config.keys import Environ, key_of
from packgrid.config.store import Kept, Store
from packgrid.publishing import local
from packgrid.publishing.conditions import is_fresh, staying
from packgrid.publishing.following import Follower, News, Unknown
from packgrid.publishing.public import ENVIRON, Public

type Headers = list[tuple[str, str]]
type ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
type Write = Callable[[bytes], object]

PATIENCE_S = 0.5
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
KNOWN_VARIANTS = {"accept", "accept-encoding", "cookie", "hx-request"}
"""What the key holds, and cookies, which never get here; an answer that varies by anything else is not kept.

Accept-Language is not among them: pages are English. One that is translated varies by it, and is not kept until the
key holds the language, too.
"""


class StartResponse(Protocol):
    """The callable that a WSGI server hands over."""

    def __call__(self, status: str, headers: Headers, exc_info: ExcInfo = None, /) -> Write: ...  # noqa: D102 as PEP 3333


type Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Newsreader(Protocol):
    """Whoever knows what was written since the last call (see publishing/following.py)."""

    def news(self) -> News: ...  # noqa: D102 as there


def before(django: Application) -> Application:
    """Django behind a memory of this process's own, which hears of this process's writes at once; if it is on."""
    if not settings.FRONT:
        return django
    store = Store(settings.FRONT_BYTES)
    local.LISTENERS.append(store.drop)
    return Front(django, store, Follower())


@attrs.frozen
class Front:
    """Answers what it has in memory and hands everything else to Django."""

    django: Application
    store: Store
    follower: Newsreader
    making: dict[Hashable, threading.Event] = attrs.field(factory=dict)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        key = key_of(environ)
        if key is None or not self.is_current():
            return self.django(environ, start_response)
        kept = self.store.get(key, time.monotonic())
        if kept is None and key in self.making:  # somebody makes it already; not for ever, as it may not be kept
            self.making[key].wait(PATIENCE_S)
            kept = self.store.get(key, time.monotonic())
        if kept is None:
            return self.make(key, environ, start_response)
        return replay(kept, environ, start_response)

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
        """Drop what was touched; False if nobody can tell what that is."""
        try:
            news = self.follower.news()
        except Unknown:
            return False
        if news.is_lost:
            self.store.clear()
        elif news.tags:
            self.store.drop(news.tags)
        return True

    def ask(self, key: Hashable, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer, and keep the answer if it is marked. Conditions are left to us, so that it is whole."""
        since = self.store.clock
        whole = {name: value for name, value in environ.items() if name not in CONDITIONS}
        began: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: ExcInfo = None, /) -> Write:
            began.append((status, headers))
            return start_response(status, headers, exc_info) if ENVIRON not in whole else discard

        body = self.django(whole, start)
        mark: Public | None = whole.get(ENVIRON)
        if mark is None:
            return body
        kept = kept_of(*began[-1], read(body), mark)
        if environ["REQUEST_METHOD"] == "GET" and is_keepable(kept):
            self.store.put(key, kept, since=since)
        return replay(kept, environ, start_response)


def discard(_data: bytes) -> None:
    """Nothing writes in this way any more."""


def read(body: Iterable[bytes]) -> bytes:
    """All of a body."""
    try:
        return b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()


def kept_of(status: str, headers: Headers, body: bytes, mark: Public) -> Kept:
    """An answer as it is kept."""
    named: Mapping[str, str] = {name.lower(): value for name, value in headers}
    until = time.monotonic() + mark.kept_s if mark.kept_s is not None else float("inf")
    return Kept(status, tuple(headers), body, mark.tags, until, named.get("etag", ""), named.get("last-modified", ""))


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
