"""The cache key of a request: all that a cacheable answer may depend on (docs/decisions/0014-reads.md)."""

from collections.abc import Callable, Hashable
from wsgiref.types import WSGIEnvironment

from django.conf import settings

from packgrid.httpcache.encoding import choose_encoding

type NormalizeAccept = Callable[[str | None], Hashable]
"""Maps Accept headers that get the same answer to the same value; None is a request without one."""

MAX_LENGTHS = {"HTTP_HOST": 300, "PATH_INFO": 500, "QUERY_STRING": 1000, "HTTP_ACCEPT": 500, "HTTP_HX_REQUEST": 10}
"""The parts of a key in characters; a request with a longer one goes to Django, so that keys take little memory."""
UNCACHEABLE_HEADERS = (
    "HTTP_COOKIE",
    "HTTP_AUTHORIZATION",
    "HTTP_RANGE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_TRANSFER_ENCODING",
    "SCRIPT_NAME",
)
"""A request with any of these goes to Django: its sender may be signed in, or it asks for something unusual."""


def cache_key(environ: WSGIEnvironment, normalize_accept: NormalizeAccept) -> Hashable | None:
    """The key of a request; None if only Django can answer it."""
    path = environ["PATH_INFO"]
    if not is_cacheable_request(environ) or path.startswith(settings.STATIC_URL):
        return None
    accept, encodings = normalize_accept(environ.get("HTTP_ACCEPT")), environ.get("HTTP_ACCEPT_ENCODING")
    return (
        request_scheme(environ),
        environ.get("HTTP_HOST", ""),
        path,
        environ.get("QUERY_STRING", ""),
        accept,
        None if encodings is None else choose_encoding(encodings),
        environ.get("HTTP_HX_REQUEST"),
    )


def is_cacheable_request(environ: WSGIEnvironment) -> bool:
    """True if a request only reads, does not say who sends it, and has parts of usual length."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and not any(environ.get(name) for name in UNCACHEABLE_HEADERS)
        and environ.get("CONTENT_LENGTH", "") in {"", "0"}
        and all(len(environ.get(name, "")) <= longest for name, longest in MAX_LENGTHS.items())
    )


def request_scheme(environ: WSGIEnvironment) -> str:
    """Http or https as Django sees it; the proxy's header counts only if the settings name it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if (forwarded := environ.get(name)) is not None:
            return "https" if forwarded.split(",", 1)[0].strip() == secure else "http"
    scheme: str = environ["wsgi.url_scheme"]
    return scheme
