"""Requests for a host that is not this site's are answered before the response cache and Django."""

from collections.abc import Iterable
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from packgrid.config.refusals import API, send_refusal

LONGEST = 300
"""A host name has 253 characters at most, and a port five."""
SENTENCE = (
    "This site does not answer at the host name of your request. "
    "If you run it, set PACKGRID_SITE_URL or PACKGRID_ALLOWED_HOSTS."
)


def check_host(application: WSGIApplication) -> WSGIApplication:
    """The application for requests whose Host header names this site; all others get 400."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if is_allowed(environ.get("HTTP_HOST", "")):
            return application(environ, start_response)
        is_api = environ.get("PATH_INFO", "").startswith(API)
        return send_refusal(environ, start_response, "400 Bad Request", "Bad request." if is_api else SENTENCE)

    return answer


def is_allowed(host: str) -> bool:
    """True if a Host header names one of the allowed hosts, by Django's own rules."""
    return len(host) <= LONGEST and is_allowed_by_django(host)


@lru_cache(maxsize=256)
def is_allowed_by_django(host: str) -> bool:
    """The result of `HttpRequest.get_host`, without its error that is logged."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
