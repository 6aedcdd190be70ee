"""HTTP for cacheable responses: validators, 304, Cache-Control, compression, tags for a CDN."""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from packgrid.httpcache.conditional_requests import headers_of_304, is_not_modified
from packgrid.httpcache.encoding import ENCODINGS, IDENTITY, MIN_BYTES, choose_encoding
from packgrid.httpcache.policy import POLICY, CachePolicy, cache_policy_of

PUBLIC = "public, max-age=1, stale-while-revalidate=30"
PRIVATE = "private, no-store"
TAG_SEPARATORS = {"surrogate-key": " "}


class HttpCacheMiddleware:
    """Gives cacheable responses their headers; those to requests with a cookie, or that set one, are made private.

    That holds for every response without a Cache-Control of its own, errors and redirects too: any page may name who is
    signed in. It is the outermost middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, public or private."""
        response = self.get_response(request)
        policy = cache_policy_of(response)
        if is_personal(request) or response.cookies:
            response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        if policy is None or request.method not in {"GET", "HEAD"} or response.status_code != HTTPStatus.OK:
            return response
        return publish(request, response, policy)


def is_personal(request: HttpRequest) -> bool:
    """True if the sender may be signed in or have chosen something; any cookie counts."""
    return bool(request.META.get("HTTP_COOKIE") or request.META.get("HTTP_AUTHORIZATION"))


def publish(request: HttpRequest, response: HttpResponse, policy: CachePolicy) -> HttpResponse:
    """The response with all headers that let others cache it, or 304."""
    request.META[POLICY] = policy
    etag = blake2b(response.content, digest_size=12).hexdigest()
    encoding = compress_content(request, response)
    response.headers["ETag"] = f'"{etag}"' if encoding == IDENTITY else f'"{etag}-{encoding}"'
    response.headers["Cache-Control"] = PUBLIC
    patch_vary_headers(response, ["Cookie"])
    if policy.changed_s is not None:
        response.headers["Last-Modified"] = http_date(policy.changed_s)
    if name := settings.CDN_TAG_HEADER:
        response.headers[name] = format_tags(policy.tags, name)
    validators = (response.headers["ETag"], response.headers.get("Last-Modified", ""))
    conditions = (request.META.get("HTTP_IF_NONE_MATCH", ""), request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    if any(conditions) and is_not_modified(*validators, *conditions):
        return HttpResponseNotModified(headers=dict(headers_of_304(response.headers.items())))
    return response


def compress_content(request: HttpRequest, response: HttpResponse) -> str:
    """Compress the content if it is large enough and the client can read it; returns its encoding."""
    if len(response.content) < MIN_BYTES:
        return IDENTITY
    accepted = request.META.get("HTTP_ACCEPT_ENCODING")
    if accepted is None:
        return IDENTITY  # all clients can read that, so that caches may send it to all: it need not vary
    patch_vary_headers(response, ["Accept-Encoding"])
    encoding = choose_encoding(accepted)
    if encoding != IDENTITY:
        response.content = ENCODINGS[encoding](response.content)
        response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
    return encoding


def format_tags(tags: Iterable[str], header: str) -> str:
    """The tags as a CDN reads them: Surrogate-Key separates them by spaces, any other header by commas."""
    return TAG_SEPARATORS.get(header.lower(), ",").join(sorted(tags))
