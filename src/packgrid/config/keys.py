"""What tells requests apart whose public answers may differ (docs/decisions/0014)."""

from collections.abc import Hashable
from typing import Any

from django.conf import settings

from packgrid.api.v4.negotiation import told_apart
from packgrid.httpcache.encoding import best

type Environ = dict[str, Any]

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


def key_of(environ: Environ) -> Hashable | None:
    """All that an answer depends on; None for a request that only Django can answer."""
    if not is_plain(environ):
        return None
    host, path = environ.get("HTTP_HOST", ""), environ["PATH_INFO"]
    if path.startswith(settings.STATIC_URL):
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


def scheme(environ: Environ) -> str:
    """Http or https as Django sees it: the proxy's word counts only where the site is set up for it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(name)) is not None:
            return "https" if said.split(",", 1)[0].strip() == secure else "http"
    found: str = environ["wsgi.url_scheme"]
    return found
