"""What Django REST framework can tell apart in an Accept header."""

from functools import lru_cache

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request

RENDERERS: tuple[type[BaseRenderer], ...] = (JSONRenderer, BrowsableAPIRenderer)
PLAIN = JSONRenderer.media_type

type Outcome = tuple[str | None, str | None, str | None]
"""The media types that are answered where every format, JSON alone or HTML alone can be had; None is 406."""


LONGEST_REMEMBERED = 500


def normalized_accept(accept: str | None) -> Outcome:
    """What becomes of an Accept header (None: there is none); headers with the same outcome get the same answers."""
    return outcome(accept) if accept is None or len(accept) <= LONGEST_REMEMBERED else outcome.__wrapped__(accept)


@lru_cache(maxsize=1024)
def outcome(accept: str | None) -> Outcome:
    """The same; what has a usual length is remembered."""
    request = HttpRequest()
    if accept is not None:
        request.META["HTTP_ACCEPT"] = accept
    return (media_type(request, RENDERERS), media_type(request, RENDERERS[:1]), media_type(request, RENDERERS[1:]))


def media_type(request: HttpRequest, renderers: tuple[type[BaseRenderer], ...]) -> str | None:
    """The media type of the answer, if only these formats can be had."""
    made = [renderer() for renderer in renderers]
    try:
        _, chosen = DefaultContentNegotiation().select_renderer(Request(request), made)
    except NotAcceptable:
        return None
    return str(chosen)
