"""What API v4 reads, in a number of queries that does not grow with the rows, and only the columns that it shows."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from packgrid.api.v4 import heaviest
from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid, GridPackage

ID = re.compile(r"[0-9]{1,18}")
IN_A_PACKAGE = (
    "category",
    "slug",
    "title",
    "repo_url",
    "pypi_name",
    "pypi_url",
    "documentation_url",
    "created",
    "modified",
    "facts__last_commit_at",
    "facts__last_fetched_at",
    "facts__version",
    "facts__forks",
    "facts__stars",
    "facts__repo_description",
    "facts__links",
    "facts__weekly_commits",
    "facts__contributors",
)
IN_A_RESULT = (
    "category__title",
    "slug",
    "deprecated_at",
    "facts__last_commit_at",
    "facts__released_at",
    "facts__forks",
    "facts__stars",
    "facts__repo_description",
    "facts__downloads_30d",
    "facts__usage_count",
    "facts__contributors",
    "facts__classifiers",
    "facts__requires_python",
)


def packages() -> QuerySet[Package]:
    """Every package that is listed, newest id first: one query, and one more for the grids."""
    columns = GridPackage.objects.only("grid_id", "package_id").order_by("pk")
    return (
        Package.objects.filter(is_hidden=False)
        .select_related("facts")
        .only(*IN_A_PACKAGE)
        .prefetch_related(Prefetch("columns", columns, to_attr="ordered_columns"))
        .order_by("-pk")
    )


def grids() -> QuerySet[Grid]:
    """Every grid, newest id first: one query, and one more for its packages by title."""
    shown = GridPackage.objects.filter(package__is_hidden=False).only("grid_id", "package_id")
    columns = shown.order_by("package__title", "package_id")
    return Grid.objects.prefetch_related(Prefetch("columns", columns, to_attr="ordered_columns")).order_by("-pk")


def categories() -> QuerySet[Category]:
    """Every category, newest id first: one query."""
    return Category.objects.order_by("-pk")


def find[M: Any](rows: QuerySet[M], id_or_slug: str) -> M:
    """The row with this id, where it is a number and one has it, else with this slug: at most two queries.

    Raises:
        DoesNotExist: of the rows' model.
    """
    if "\x00" in id_or_slug:
        raise rows.model.DoesNotExist
    by_id = rows.filter(pk=int(id_or_slug)).first() if ID.fullmatch(id_or_slug) else None
    return by_id or rows.get(slug=id_or_slug)


def packages_found(ids: Iterable[int]) -> dict[int, Package]:
    """The packages of search results by id: one query."""
    rows = Package.objects.filter(pk__in=ids, is_hidden=False).select_related("facts", "category").only(*IN_A_RESULT)
    return {package.pk: package for package in rows}


@attrs.frozen
class GridFound:
    """A grid among search results; `highest` is the points of the heaviest package of the catalogue."""

    grid: Grid
    has_packages: bool
    highest: int


def grids_found(ids: Iterable[int], *, now: datetime) -> dict[int, GridFound]:
    """The grids of search results by id: one query, none for no ids."""
    columns = GridPackage.objects.filter(grid=OuterRef("pk"), package__is_hidden=False)
    rows = Grid.objects.filter(pk__in=ids).annotate(has_packages=Exists(columns), highest=heaviest.points(now))
    return {grid.pk: GridFound(grid, grid.has_packages, grid.highest or 0) for grid in rows}
