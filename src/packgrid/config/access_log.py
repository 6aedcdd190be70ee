"""The access log: a line for each request in the common log format, without query strings, cookies and secrets.

Granian has an access log of its own. It knows neither the size of an answer nor whether it came from the cache, and
writes the secrets that some paths hold.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import attrs
from django.conf import settings

from packgrid.config.redaction import redact_secrets
from packgrid.httpcache.wsgi import CACHE_STATUS

logger = logging.getLogger("packgrid.access")

LONGEST_PATH = 1000


def log_requests(application: WSGIApplication) -> WSGIApplication:
    """The application, with a line in the log for each request if PACKGRID_ACCESS_LOG is on."""
    return AccessLog(application) if settings.ACCESS_LOG else application


@attrs.frozen
class AccessLog:
    """An application that logs each request once the last byte of its answer was made."""

    application: WSGIApplication
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.perf_counter

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        began, statuses = self.clock(), ["500"]
        request = format_request(environ, at=self.now())  # before Django changes the path in the environment

        def log(body_bytes: int) -> None:
            size_bytes = 0 if environ["REQUEST_METHOD"] == "HEAD" else body_bytes  # the server sends no body then
            rest = (statuses[-1], size_bytes, (self.clock() - began) * 1000, environ.get(CACHE_STATUS, "-"))
            logger.info("%s %s %d ms=%.1f cache=%s", request, *rest)

        def start(status: str, *rest: Any) -> Callable[[bytes], object]:  # noqa: ANN401 handed on as they are
            statuses.append(status.partition(" ")[0])
            return start_response(status, *rest)

        try:
            body = self.application(environ, start)
        except BaseException:
            log(0)
            raise
        if not isinstance(body, list):
            return LoggedBody(body, log)
        log(sum(map(len, body)))
        return body


class LoggedBody:
    """A body that counts its bytes and has them logged at its end, or when the server gives up."""

    def __init__(self, body: Iterable[bytes], log: Callable[[int], None]) -> None:
        self.body, self.log, self.size_bytes = body, log, 0

    def __iter__(self) -> Iterator[bytes]:
        for part in self.body:
            self.size_bytes += len(part)
            yield part

    def close(self) -> None:
        """Close the body, as PEP 3333 has the server do in any case."""
        try:
            if close := getattr(self.body, "close", None):
                close()
        finally:
            self.log(self.size_bytes)


def format_request(environ: WSGIEnvironment, *, at: datetime) -> str:
    """The line of a request in the common log format, without the query string."""
    line = f"{environ['REQUEST_METHOD']} {printable_path(environ)} {environ.get('SERVER_PROTOCOL', 'HTTP/1.1')}"
    return f'{client_address(environ)} - - [{at:%d/%b/%Y:%H:%M:%S %z}] "{line}"'


def printable_path(environ: WSGIEnvironment) -> str:
    """The path without secrets, percent-encoded, so that it has no spaces, quotes or control characters."""
    path = environ.get("PATH_INFO", "")[:LONGEST_PATH]
    return redact_secrets(quote(path.encode("latin-1", "replace"), safe="/~!$&()*+,;=:@"))


def client_address(environ: WSGIEnvironment) -> str:
    """The client's address; behind our proxy, the one that the proxy names."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    try:
        return str(ip_address(forwarded.rpartition(",")[2].strip() or environ.get("REMOTE_ADDR", "")))
    except ValueError:
        return "-"
