"""Content negotiation: which Accept headers get the same response."""

from functools import lru_cache

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from packgrid.api.v4.resource_pages import ResourcePageRenderer

RENDERERS: tuple[type[BaseRenderer], ...] = (JSONRenderer, ResourcePageRenderer)
JSON_TYPE = JSONRenderer.media_type

type NegotiatedTypes = tuple[str | None, str | None, str | None]
"""The media types of the responses where any format, JSON only, or HTML only is offered; None is 406."""


MAX_CACHED_LENGTH = 500


def normalized_accept(accept: str | None) -> NegotiatedTypes:
    """The negotiated types for an Accept header, None without one; equal types mean equal responses."""
    return (
        choose_types(accept) if accept is None or len(accept) <= MAX_CACHED_LENGTH else choose_types.__wrapped__(accept)
    )


@lru_cache(maxsize=1024)
def choose_types(accept: str | None) -> NegotiatedTypes:
    """The negotiated types, remembered for headers of usual length."""
    request = HttpRequest()
    if accept is not None:
        request.META["HTTP_ACCEPT"] = accept
    return (
        negotiate_type(request, RENDERERS),
        negotiate_type(request, RENDERERS[:1]),
        negotiate_type(request, RENDERERS[1:]),
    )


def negotiate_type(request: HttpRequest, renderers: tuple[type[BaseRenderer], ...]) -> str | None:
    """The media type of the response if these formats are offered; None is 406."""
    offered = [renderer() for renderer in renderers]
    try:
        _, chosen = DefaultContentNegotiation().select_renderer(Request(request), offered)
    except NotAcceptable:
        return None
    return str(chosen)
