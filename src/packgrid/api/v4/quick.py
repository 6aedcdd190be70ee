"""Answers in plain JSON from stored documents, past the machinery that can do everything else."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from packgrid.api.v4.documents import Kind, bodies, complete, encoded, form, joined, stored
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
    """The stored document with this id or slug, one query (two for a slug of digits); None if it has to be made."""
    if "\x00" in id_or_slug:
        return None
    rows = stored(kind.rows().order_by())
    found = rows.filter(pk=int(id_or_slug)).first() if ID.fullmatch(id_or_slug) else None
    found = found or rows.filter(slug=id_or_slug).first()
    if found is None or found[3] != form():
        return None
    pk, body, changed_at, _form = found
    return answer(complete(bytes(body), *links_of(request, suffix)), tags_of(kind, pk), changed_at)


def listing(kind: Kind, request: HttpRequest, suffix: str | None) -> HttpResponse:
    """A page of the list, joined from documents: two queries."""
    paging = Paging()
    page: Any = paging.paginate_queryset(stored(kind.rows()), Request(request))
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


def answer(body: bytes, made_of: set[str], changed_at: datetime | None = None) -> HttpResponse:
    """The answer as Django REST framework gives it."""
    return made_from(HttpResponse(body, headers=HEADERS), made_of, changed_at=changed_at)
