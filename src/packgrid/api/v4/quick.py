"""Answers in plain JSON from stored documents, past the machinery that can do everything else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from packgrid.api.v4.documents import Kind, Rows, bodies, complete, encoded, joined
from packgrid.api.v4.negotiation import PLAIN, told_apart
from packgrid.api.v4.paging import Paging
from packgrid.api.v4.queries import ID
from packgrid.publishing import tags
from packgrid.publishing.public import made_from

HEADERS = {"Content-Type": PLAIN, "Vary": "Accept, Cookie", "Allow": "GET, HEAD, OPTIONS"}


def is_plain(request: HttpRequest, suffix: str | None) -> bool:
    """Whether the answer is compact JSON without any doubt."""
    if request.method not in {"GET", "HEAD"} or suffix not in {None, "json"} or "format" in request.GET:
        return False
    everything, json_alone, _html_alone = told_apart(request.META.get("HTTP_ACCEPT"))
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
    return request.build_absolute_uri(reverse("api-root")), end


def tags_of(kind: Kind, pk: int) -> set[str]:
    """What a document is made from."""
    return {"packages": tags.packages, "grids": tags.grids, "categories": tags.categories}[kind.name]([pk])


def answer(body: bytes, made_of: set[str], changed_s: int | None = None) -> HttpResponse:
    """The answer as Django REST framework gives it."""
    return made_from(HttpResponse(body, headers=HEADERS), made_of, changed_s=changed_s)
