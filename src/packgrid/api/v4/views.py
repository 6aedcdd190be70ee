"""API v4: read-only, anonymous. Names and docstrings of the views are part of the contract: OPTIONS shows them."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet

from packgrid.api.v4 import queries
from packgrid.api.v4.search import ResultSerializer, results
from packgrid.api.v4.serializers import CategorySerializer, GridSerializer, PackageSerializer
from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid
from packgrid.search import query


class ById[M: Model](ReadOnlyModelViewSet[M]):
    """Rows found by id or by slug."""

    def get_object(self) -> M:
        """The row whose id or slug is in the address."""
        rows: QuerySet[M] = self.get_queryset()
        try:
            return queries.find(rows, self.kwargs["pk"])
        except ObjectDoesNotExist as error:
            raise Http404(f"No {rows.model.__name__} matches the given query.") from error


class PackageViewSet(ById[Package]):
    """API endpoint that allows packages to be viewed or edited."""

    serializer_class = PackageSerializer

    def get_queryset(self) -> QuerySet[Package]:
        """All that are listed."""
        return queries.packages()


class GridViewSet(ById[Grid]):  # noqa: D101 OPTIONS shows the docstring, and grids have always had none
    serializer_class = GridSerializer

    def get_queryset(self) -> QuerySet[Grid]:
        """All of them."""
        return queries.grids()


class CategoryViewSet(ById[Category]):  # noqa: D101 likewise
    serializer_class = CategorySerializer

    def get_queryset(self) -> QuerySet[Category]:
        """All of them."""
        return queries.categories()


class SearchV3ViewSet(ViewSet):
    """
    Accepts a 'q' GET parameter.

    Returns SearchV3 (PostgreSQL FTS) results.
    """  # noqa: D212 recorded to the letter

    def list(self, request: Request, **_: Any) -> Response:  # noqa: ANN401 the format suffix
        """At most 20 results, none for an empty question."""
        found = query.find(request.query_params.get("q", ""))
        return Response(ResultSerializer.many_init(results(found)).data)
