"""Answers in plain JSON from stored documents, past the machinery that can do everything else."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from rest_framework.request import Request

from packgrid.api.v4 import documents
from packgrid.api.v4.documents import Kind, Rows, bodies, complete, encoded, joined
from packgrid.api.v4.negotiation import PLAIN, normalized_accept
from packgrid.api.v4.paging import Paging
from packgrid.api.v4.queries import ID
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable

HEADERS = {"Content-Type": PLAIN, "Vary": "Accept, Cookie", "Allow": "GET, HEAD, OPTIONS"}
KINDS = {kind.name: kind for kind in (documents.PACKAGES, documents.GRIDS, documents.CATEGORIES)}
PATH = re.compile(r"/api/v4/(packages|grids|categories)(?:/([^/.]+))?(?:/|\.(json)/?)")
"""The addresses of lists and of what is in them, as urls.py has them: kind, id or slug, format."""


def short_way(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer before anybody looks for a session, to those who cannot have one. The views can do all of it, too."""

    def respond(request: HttpRequest) -> HttpResponse:
        place = None if request.META.get("HTTP_COOKIE") else PATH.fullmatch(request.path_info)
        return (place and from_documents(request, *place.groups())) or get_response(request)

    return respond


def from_documents(request: HttpRequest, name: str, id_or_slug: str | None, suffix: str | None) -> HttpResponse | None:
    """The answer from stored documents, if they are all it takes."""
    if not is_plain(request, suffix):
        return None
    if id_or_slug is None:
        return listing(KINDS[name], request, suffix)
    return detail(KINDS[name], request, id_or_slug, suffix)


def is_plain(request: HttpRequest, suffix: str | None) -> bool:
    """Whether the answer is compact JSON without any doubt."""
    if request.method not in {"GET", "HEAD"} or suffix not in {None, "json"} or "format" in request.GET:
        return False
    everything, json_alone, _html_alone = normalized_accept(request.META.get("HTTP_ACCEPT"))
    return (json_alone if suffix else everything) == PLAIN


def detail(kind: Kind, request: HttpRequest, id_or_slug: str, suffix: str | None) -> HttpResponse | None:
    """The stored document with this id or slug, one query; None if it has to be looked for in other ways."""
    if "\x00" in id_or_slug:
        return None
    rows = Rows(kind)
    found = rows.by_id(int(id_or_slug)) if ID.fullmatch(id_or_slug) else rows.by_slug(id_or_slug)
    for row in found:
        body = complete(row.body or b"", *links_of(request, suffix))
        return answer(body, tags_of(kind, row.pk), row.changed_s)
    return None


def listing(kind: Kind, request: HttpRequest, suffix: str | None) -> HttpResponse:
    """A page of the list, joined from documents: two queries."""
    paging = Paging()
    page: Any = paging.paginate_queryset(Rows(kind), Request(request))
    around = {"count": paging.count, "next": paging.get_next_link(), "previous": paging.get_previous_link()}
    results = complete(joined(bodies(kind, page)), *links_of(request, suffix))
    return answer(encoded(around)[:-1] + b',"results":' + results + b"}", {kind.name})


def links_of(request: HttpRequest, suffix: str | None) -> tuple[str, str]:
    """The address of API v4 at the host that was asked, and the end of links; a format that was asked for is kept."""
    asked = request.GET.get("format")
    end = (f".{suffix}" if suffix else "/") + (f"?format={asked}" if asked else "")
    return request.build_absolute_uri(root(get_script_prefix())), end


@lru_cache(maxsize=8)
def root(_script_prefix: str) -> str:
    """The path of API v4, where the site is below this one."""
    return reverse("api-root")


def tags_of(kind: Kind, pk: int) -> set[str]:
    """What a document is made from."""
    return {"packages": tags.packages, "grids": tags.grids, "categories": tags.categories}[kind.name]([pk])


def answer(body: bytes, made_of: set[str], changed_s: int | None = None) -> HttpResponse:
    """The answer as Django REST framework and the middleware that is passed by give it."""
    length, framing = str(len(body)), settings.X_FRAME_OPTIONS
    response = HttpResponse(body, headers=HEADERS | {"X-Frame-Options": framing, "Content-Length": length})
    return cacheable(response, made_of, changed_s=changed_s)
