"""The queries of API v4. Their number does not grow with the rows, and they read only the columns that are shown."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, When

from packgrid.api.v4.highest_points import highest_points_subquery
from packgrid.catalogue.former_packages import get_remaining_package, get_remaining_package_by_id
from packgrid.catalogue.models import Category, Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.former_grids import get_former_grid, get_former_grid_by_id
from packgrid.comparison.models import Grid, GridPackage
from packgrid.search.models import Entry

ID = re.compile(r"[0-9]{1,18}")
PACKAGE_COLUMNS = (
    "category",
    "slug",
    "title",
    "repo_url",
    "pypi_name",
    "index_name",
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
RESULT_COLUMNS = (
    "slug",
    "title",
    "description",
    "created",
    "modified",
    "package__category__title",
    "package__slug",
    "package__deprecated_at",
    "package__facts__last_commit_at",
    "package__facts__released_at",
    "package__facts__forks",
    "package__facts__stars",
    "package__facts__repo_description",
    "package__facts__downloads_30d",
    "package__facts__usage_count",
    "package__facts__contributors",
    "package__facts__classifiers",
    "package__facts__requires_python",
    "grid__slug",
    "grid__is_locked",
    "grid__is_header",
)


def packages() -> QuerySet[Package]:
    """All listed packages, newest id first: one query, and another one for their grids."""
    columns = GridPackage.objects.only("grid_id", "package_id").order_by("pk")
    return (
        visible_packages()
        .select_related("facts")
        .only(*PACKAGE_COLUMNS)
        .prefetch_related(Prefetch("columns", columns, to_attr="ordered_columns"))
        .order_by("-pk")
    )


def grids() -> QuerySet[Grid]:
    """All grids, newest id first: one query, and another one for their packages by title."""
    shown = GridPackage.objects.filter(package__is_hidden=False).only("grid_id", "package_id")
    columns = shown.order_by("package__title", "package_id")
    return Grid.objects.prefetch_related(Prefetch("columns", columns, to_attr="ordered_columns")).order_by("-pk")


def categories() -> QuerySet[Category]:
    """All categories, newest id first: one query."""
    return Category.objects.order_by("-pk")


def find_by_id_or_slug[M: Any](rows: QuerySet[M], id_or_slug: str) -> M:
    """The row with this id if it is a number and there is one, else with this slug: at most two queries.

    The id and the slug of a merged package or grid find the remaining one, and so does a former slug: two more queries.

    Raises:
        DoesNotExist: of the rows' model.
    """
    by_id = rows.filter(pk=int(id_or_slug)).first() if ID.fullmatch(id_or_slug) else None
    found = by_id or rows.filter(slug=id_or_slug).first()
    return found or rows.get(pk=find_remaining_id(rows.model, id_or_slug))


def find_remaining_id(model: type[Any], id_or_slug: str) -> int | None:
    """The id of the row that a former id or slug leads to; None if it leads to none."""
    try:
        if model is Grid:
            if ID.fullmatch(id_or_slug):
                return get_former_grid_by_id(int(id_or_slug)).pk
            return get_former_grid(id_or_slug).pk
        if model is not Package:
            return None
        if ID.fullmatch(id_or_slug):
            return get_remaining_package_by_id(int(id_or_slug)).pk
        return get_remaining_package(id_or_slug).pk
    except ObjectDoesNotExist:
        return None


@attrs.frozen
class SearchRow:
    """A row of the search index with its package or grid.

    For a grid: whether it has packages, and the points of the package with the most points in the catalogue.
    """

    entry: Entry
    has_packages: bool
    highest_points: int


def fetch_search_rows(entry_ids: Iterable[int], *, now: datetime) -> dict[int, SearchRow]:
    """The rows by the ids of their entries, without hidden packages: one query."""
    columns = GridPackage.objects.filter(grid=OuterRef("grid"), package__is_hidden=False)
    highest = Case(When(package=None, then=highest_points_subquery(now)), default=0)
    rows = (
        Entry.objects.filter(pk__in=entry_ids)
        .exclude(package__is_hidden=True)
        .select_related("package__facts", "package__category", "grid")
        .only(*RESULT_COLUMNS)
        .annotate(
            has_packages=Exists(columns),
            highest_points=highest,
        )
    )
    return {entry.pk: SearchRow(entry, entry.has_packages, entry.highest_points or 0) for entry in rows}
