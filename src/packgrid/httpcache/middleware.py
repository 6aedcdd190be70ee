"""HTTP for answers that are public: validators, 304, caching, compression, tags. The outermost middleware."""

from collections.abc import Callable, Iterable
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from packgrid.httpcache.conditional_requests import is_fresh, staying
from packgrid.httpcache.encoding import ENCODINGS, IDENTITY, SMALLEST_BYTES, best
from packgrid.httpcache.policy import POLICY, CachePolicy, cache_policy_of

FOR_ALL = "public, max-age=1, stale-while-revalidate=30"
FOR_ONE = "private, no-store"
SEPARATORS = {"surrogate-key": " "}


def http_cache(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Publish what is marked; what goes to somebody with a cookie, and what sets one, is for nobody else."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = cache_policy_of(response)
        if policy is None or request.method not in {"GET", "HEAD"} or response.status_code != OK:
            return response
        if is_personal(request) or response.cookies:
            response.headers["Cache-Control"] = FOR_ONE
            return response
        return published(request, response, policy)

    return answer


OK = 200


def is_personal(request: HttpRequest) -> bool:
    """Whether somebody may be signed in or have chosen something; which cookie says so is not looked at."""
    return bool(request.META.get("HTTP_COOKIE") or request.META.get("HTTP_AUTHORIZATION"))


def published(request: HttpRequest, response: HttpResponse, policy: CachePolicy) -> HttpResponse:
    """The answer with all that lets others keep it, or 304."""
    request.META[POLICY] = policy
    etag = blake2b(response.content, digest_size=12).hexdigest()
    encoding = compress(request, response)
    response.headers["ETag"] = f'"{etag}"' if encoding == IDENTITY else f'"{etag}-{encoding}"'
    response.headers["Cache-Control"] = FOR_ALL
    patch_vary_headers(response, ["Cookie"])
    if policy.changed_s is not None:
        response.headers["Last-Modified"] = http_date(policy.changed_s)
    if name := settings.CDN_TAG_HEADER:
        response.headers[name] = exported(policy.tags, name)
    sent = (response.headers["ETag"], response.headers.get("Last-Modified", ""))
    asked = (request.META.get("HTTP_IF_NONE_MATCH", ""), request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return not_modified(response) if any(asked) and is_fresh(*sent, *asked) else response


def compress(request: HttpRequest, response: HttpResponse) -> str:
    """Compress the body if that is worth it; the encoding that it has now."""
    if len(response.content) < SMALLEST_BYTES:
        return IDENTITY
    accepted = request.META.get("HTTP_ACCEPT_ENCODING")
    if accepted is None:
        return IDENTITY  # everybody can read that, so that it may be kept for everybody: it need not vary
    patch_vary_headers(response, ["Accept-Encoding"])
    encoding = best(accepted)
    if encoding != IDENTITY:
        response.content = ENCODINGS[encoding](response.content)
        response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(response.content))
    return encoding


def exported(tags: Iterable[str], name: str) -> str:
    """The tags as a CDN reads them: Surrogate-Key separates by spaces, everybody else by commas."""
    return SEPARATORS.get(name.lower(), ",").join(sorted(tags))


def not_modified(response: HttpResponse) -> HttpResponse:
    """The 304 in place of an answer."""
    return HttpResponseNotModified(headers=dict(staying(response.headers.items())))
