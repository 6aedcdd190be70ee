"""Answers requests for prepared pages, before the middleware for sessions and forms."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from packgrid.httpcache.page_fingerprint import fingerprint_pages
from packgrid.httpcache.policy import cache_policy_of, cacheable
from packgrid.httpcache.prepared_pages import PreparedContent, read_prepared_page

PREPARED_PATH = re.compile(r"/(?:(?:packages|grids)/(?:[pg]/[^/]+/)?)?")
"""Home, both lists, and each package and grid without its parts."""
ORIGIN_HOST = "localhost:1"
"""The host that pages are made for; where they name it, the host of the request takes its place."""
ORIGIN = f"http://{ORIGIN_HOST}".encode()
IS_PREPARING = "packgrid.is_preparing"
"""The key in the WSGI environment of a request whose answer is to be stored."""
MAX_MISSED = 200

missed_paths: OrderedDict[str, None] = OrderedDict()
"""Paths that were asked for lately and were not prepared, the latest last."""


class PreparedPageMiddleware:
    """Answers GET and HEAD for a prepared page from people who are not signed in; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PREPARED_PAGES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.fingerprint = fingerprint_pages()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The prepared page if there is one, else the response of the view, whose path is noted."""
        if not is_preparable(request):
            return self.get_response(request)
        now_s = time.time()
        page = read_prepared_page(request.path_info, self.fingerprint, now_s)
        if page is not None:
            return make_prepared_response(page, request, now_s)
        response = self.get_response(request)
        if response.status_code == HTTPStatus.OK and cache_policy_of(response):
            note_missed_path(request.path_info)
        return response


def is_preparable(request: HttpRequest) -> bool:
    """True if the answer to a request depends on nothing but its path and host."""
    path, meta = request.path_info, request.META
    return (
        PREPARED_PATH.fullmatch(path) is not None
        and request.method in {"GET", "HEAD"}
        and not any(meta.get(name) for name in PERSONAL_HEADERS)
        and IS_PREPARING not in meta
    )


PERSONAL_HEADERS = ("QUERY_STRING", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST")


def make_prepared_response(page: PreparedContent, request: HttpRequest, now_s: float) -> HttpResponse:
    """The response with the page, for the host of this request."""
    host = f"{request.scheme}://{request.get_host()}".encode()
    content = page.content.replace(ORIGIN, host)
    response = HttpResponse(content, headers={**page.headers, "Content-Length": str(len(content))})
    fresh_for_s = None if page.expires_s is None else page.expires_s - now_s
    return cacheable(response, page.tags, fresh_for_s=fresh_for_s)


def note_missed_path(path: str) -> None:
    """Remember that a page should be prepared."""
    missed_paths[path] = None
    missed_paths.move_to_end(path)
    if len(missed_paths) > MAX_MISSED:
        missed_paths.popitem(last=False)


def take_missed_paths(count: int) -> list[str]:
    """Paths that were asked for and not prepared, the latest first; each is given once."""
    return [missed_paths.popitem()[0] for _ in range(min(count, len(missed_paths)))]
