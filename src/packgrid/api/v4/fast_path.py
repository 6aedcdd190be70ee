"""Plain JSON from stored documents, without Django REST framework and without most middleware."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from rest_framework.request import Request

from packgrid.api.v4 import documents
from packgrid.api.v4.documents import DocumentKind, DocumentList, encode_json, fill_links, join_bodies, read_bodies
from packgrid.api.v4.negotiation import JSON_TYPE, normalized_accept
from packgrid.api.v4.pagination import Pagination
from packgrid.api.v4.queries import ID
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable

HEADERS = {"Content-Type": JSON_TYPE, "Vary": "Accept, Cookie", "Allow": "GET, HEAD, OPTIONS"}
KINDS = {kind.name: kind for kind in (documents.PACKAGES, documents.GRIDS, documents.CATEGORIES)}
PATH = re.compile(r"/api/v4/(packages|grids|categories)(?:/([^/.]+))?(?:/|\.(json)/?)")
"""The addresses of lists and of their items, as in urls.py; the groups are kind, id or slug, and format suffix."""


class FastPathMiddleware:
    """Answers requests without a cookie before the middleware for sessions; the views give the same answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from documents if that is enough, else go on to the next middleware."""
        match = None if request.META.get("HTTP_COOKIE") else PATH.fullmatch(request.path_info)
        return (match and answer_from_documents(request, *match.groups())) or self.get_response(request)


def answer_from_documents(
    request: HttpRequest, name: str, id_or_slug: str | None, suffix: str | None
) -> HttpResponse | None:
    """The list or the item; None where something else than stored documents is needed."""
    if not wants_plain_json(request, suffix):
        return None
    if id_or_slug is None:
        return answer_list(KINDS[name], request, suffix)
    return answer_item(KINDS[name], request, id_or_slug, suffix)


def wants_plain_json(request: HttpRequest, suffix: str | None) -> bool:
    """True if a request reads, and negotiation would certainly choose compact JSON."""
    if request.method not in {"GET", "HEAD"} or suffix not in {None, "json"} or "format" in request.GET:
        return False
    any_format, json_only, _html_only = normalized_accept(request.META.get("HTTP_ACCEPT"))
    return (json_only if suffix else any_format) == JSON_TYPE


def answer_item(kind: DocumentKind, request: HttpRequest, id_or_slug: str, suffix: str | None) -> HttpResponse | None:
    """The document with this id or slug, one query; None if it is missing, so that the views look further."""
    rows = DocumentList(kind)
    found = rows.by_id(int(id_or_slug)) if ID.fullmatch(id_or_slug) else rows.by_slug(id_or_slug)
    for row in found:
        body = fill_links(row.body or b"", *link_parts(request, suffix))
        return json_response(body, cache_tags_of(kind, row.pk), row.changed_s)
    return None


def answer_list(kind: DocumentKind, request: HttpRequest, suffix: str | None) -> HttpResponse:
    """A page of the list, joined from documents: two queries."""
    pagination = Pagination()
    page: Any = pagination.paginate_queryset(DocumentList(kind), Request(request))
    head = {"count": pagination.count, "next": pagination.get_next_link(), "previous": pagination.get_previous_link()}
    results = fill_links(join_bodies(read_bodies(kind, page)), *link_parts(request, suffix))
    return json_response(encode_json(head)[:-1] + b',"results":' + results + b"}", {kind.name})


def link_parts(request: HttpRequest, suffix: str | None) -> tuple[str, str]:
    """The start and the end of links to documents: the URL of API v4, and the requested format."""
    requested = request.GET.get("format")
    end = (f".{suffix}" if suffix else "/") + (f"?format={requested}" if requested else "")
    return request.build_absolute_uri(root_path(get_script_prefix())), end


@lru_cache(maxsize=8)
def root_path(_script_prefix: str) -> str:
    """The path of API v4; it depends on the path that the site is mounted at."""
    return reverse("api-root")


def cache_tags_of(kind: DocumentKind, pk: int) -> set[str]:
    """The cache tags of a document."""
    return {"packages": tags.packages, "grids": tags.grids, "categories": tags.categories}[kind.name]([pk])


def json_response(body: bytes, cache_tags: set[str], changed_s: int | None = None) -> HttpResponse:
    """The response with the headers that Django REST framework and the skipped middleware would give it."""
    length, framing = str(len(body)), settings.X_FRAME_OPTIONS
    response = HttpResponse(body, headers=HEADERS | {"X-Frame-Options": framing, "Content-Length": length})
    return cacheable(response, cache_tags, changed_s=changed_s)
