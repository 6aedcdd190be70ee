"""API v4: read-only, anonymous. Names and docstrings of the views are part of the contract: OPTIONS shows them."""

import json
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet

from packgrid.api.v4 import documents, fast_path, queries
from packgrid.api.v4.documents import Kind
from packgrid.api.v4.search import ResultSerializer, results
from packgrid.httpcache import tags
from packgrid.httpcache.policy import cacheable
from packgrid.search import query

AGES_S = 3600
"""For how long the old system's numbers may be kept: they get lower with time."""


class Documents(ReadOnlyModelViewSet[Any]):
    """Rows found by id or by slug, in every format that can be negotiated; plain JSON mostly takes the fast path."""

    kind: ClassVar[Kind]

    def get_queryset(self) -> Any:  # noqa: ANN401 rows of whatever kind
        """All that are listed."""
        return self.kind.rows()

    def list(self, request: Request, *_args: Any, **_: Any) -> Response:  # noqa: ANN401, ARG002 the format suffix; Django's order
        """A page of the list."""
        page: Any = self.paginate_queryset(documents.Rows(self.kind))
        answer = self.get_paginated_response(self.read(documents.joined(documents.bodies(self.kind, page))))
        return cacheable(answer, {self.kind.name})

    def retrieve(self, request: Request, *_args: Any, **_: Any) -> Response:  # noqa: ANN401, ARG002 likewise
        """The row whose id or slug is in the address."""
        rows = self.kind.rows()
        try:
            row = queries.find(rows, self.kwargs["pk"])
        except ObjectDoesNotExist as error:
            raise Http404(f"No {rows.model.__name__} matches the given query.") from error
        return cacheable(
            Response(self.read(documents.made(self.kind, row))), fast_path.cache_tags_of(self.kind, row.pk)
        )

    def read(self, body: bytes) -> Any:  # noqa: ANN401 a document is made of anything
        """A document as data, with links for this request."""
        return json.loads(documents.complete(body, *fast_path.link_parts(self.request, self.kwargs.get("format"))))


class PackageViewSet(Documents):
    """API endpoint that allows packages to be viewed or edited."""

    kind = documents.PACKAGES


class GridViewSet(Documents):
    kind = documents.GRIDS


class CategoryViewSet(Documents):
    kind = documents.CATEGORIES


class SearchV3ViewSet(ViewSet):
    """
    Accepts a 'q' GET parameter.

    Returns SearchV3 (PostgreSQL FTS) results.
    """  # noqa: D212 recorded to the letter

    def list(self, request: Request, **_: Any) -> Response:  # noqa: ANN401 the format suffix
        """At most 20 results, none for an empty question."""
        found = query.find_text(request.query_params.get("q", ""))
        answer = Response(ResultSerializer.many_init(results(found)).data)
        return cacheable(answer, [tags.PACKAGES, tags.GRIDS, tags.CATEGORIES], fresh_for_s=AGES_S)
