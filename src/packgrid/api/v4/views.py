"""API v4: read-only, anonymous. Names and docstrings of the views are part of the contract: OPTIONS shows them."""

import json
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet

from packgrid.api.v4 import documents, fast_path, queries
from packgrid.api.v4.documents import DocumentKind
from packgrid.api.v4.search_results import SearchResultSerializer, serialize_hits
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.search import query

FRESH_FOR_S = 3600
"""Weights and scores get lower with time."""


class DocumentViewSet(ReadOnlyModelViewSet[Any]):
    """Lists and items, by id or slug, in every format that can be negotiated; plain JSON mostly takes the fast path."""

    kind: ClassVar[DocumentKind]

    def get_queryset(self) -> Any:  # noqa: ANN401 rows of whatever kind
        """All listed rows."""
        return self.kind.rows()

    def list(self, request: Request, *_args: Any, **_: Any) -> Response:  # noqa: ANN401, ARG002 DRF also passes the format suffix
        """A page of the list."""
        page: Any = self.paginate_queryset(documents.DocumentList(self.kind))
        body = documents.join_bodies(documents.read_bodies(self.kind, page))
        return cacheable(self.get_paginated_response(self.parse_document(body)), {self.kind.name})

    def retrieve(self, request: Request, *_args: Any, **_: Any) -> Response:  # noqa: ANN401, ARG002 DRF passes the key and the format suffix
        """The row whose id or slug is in the address."""
        rows = self.kind.rows()
        try:
            row = queries.find_by_id_or_slug(rows, self.kwargs["pk"])
        except ObjectDoesNotExist as error:
            raise Http404(f"No {rows.model.__name__} matches the given query.") from error
        data = self.parse_document(documents.build_document(self.kind, row))
        return cacheable(Response(data), fast_path.cache_tags_of(self.kind, row.pk))

    def parse_document(self, body: bytes) -> Any:  # noqa: ANN401 a document is made of anything
        """A document as data, with complete links."""
        return json.loads(documents.fill_links(body, *fast_path.link_parts(self.request, self.kwargs.get("format"))))


class PackageViewSet(DocumentViewSet):
    """API endpoint that allows packages to be viewed or edited."""

    kind = documents.PACKAGES


class GridViewSet(DocumentViewSet):
    kind = documents.GRIDS


class CategoryViewSet(DocumentViewSet):
    kind = documents.CATEGORIES


class SearchV3ViewSet(ViewSet):
    """
    Accepts a 'q' GET parameter.

    Returns SearchV3 (PostgreSQL FTS) results.
    """  # noqa: D212 recorded to the letter

    def list(self, request: Request, **_: Any) -> Response:  # noqa: ANN401 the format suffix
        """At most 20 results; none without words."""
        found = query.find_text(request.query_params.get("q", ""))
        answer = Response(SearchResultSerializer.many_init(serialize_hits(found)).data)
        return cacheable(answer, [tags.PACKAGES, tags.GRIDS, tags.CATEGORIES], fresh_for_s=FRESH_FOR_S)
