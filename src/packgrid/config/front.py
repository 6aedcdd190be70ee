"""A thin layer before Django: replays from memory the public answers that Django made (docs/decisions/0014)."""

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any, Protocol

import attrs
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from packgrid.api.v4.negotiation import told_apart
from packgrid.config.store import Kept, Store
from packgrid.publishing import local
from packgrid.publishing.conditions import is_fresh, staying
from packgrid.publishing.encoding import best
from packgrid.publishing.following import Follower, News, Unknown
from packgrid.publishing.public import ENVIRON, Public

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]
type ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
type Write = Callable[[bytes], object]

LONGEST = {"HTTP_HOST": 300, "PATH_INFO": 500, "QUERY_STRING": 1000, "HTTP_ACCEPT": 500, "HTTP_HX_REQUEST": 10}
"""How many characters of what is in the key are kept in memory; a request with more of them goes to Django."""
NEVER = (
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_TRANSFER_ENCODING",
    "SCRIPT_NAME",
)
"""A request that has any of these goes to Django: it may be signed in, or asks for something unusual."""
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


def key_of(environ: Environ) -> Hashable | None:
    """All that an answer depends on; None for a request that only Django can answer."""
    if not is_plain(environ):
        return None
    host, path = environ.get("HTTP_HOST", ""), environ["PATH_INFO"]
    if path.startswith(settings.STATIC_URL) or not is_allowed(host):
        return None
    accept, encoding = told_apart(environ.get("HTTP_ACCEPT")), best(environ.get("HTTP_ACCEPT_ENCODING", ""))
    has_encodings, fragment = "HTTP_ACCEPT_ENCODING" in environ, environ.get("HTTP_HX_REQUEST")
    return scheme(environ), host, path, environ.get("QUERY_STRING", ""), accept, encoding, has_encodings, fragment


def is_plain(environ: Environ) -> bool:
    """Whether a request only reads, says nothing of who asks, and is of a usual length."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and not any(environ.get(name) for name in NEVER)
        and environ.get("CONTENT_LENGTH", "") in {"", "0"}
        and all(len(environ.get(name, "")) <= longest for name, longest in LONGEST.items())
    )


@lru_cache(maxsize=256)
def is_allowed(host: str) -> bool:
    """Whether a Host header names one of ours, as Django checks it."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def scheme(environ: Environ) -> str:
    """Http or https as Django sees it: the proxy's word counts only where the site is set up for it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(name)) is not None:
            return "https" if said.split(",", 1)[0].strip() == secure else "http"
    found: str = environ["wsgi.url_scheme"]
    return found


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
