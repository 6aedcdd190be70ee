"""What API v4 reads, in a number of queries that does not grow with the rows, and only the columns that it shows."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Case, Exists, OuterRef, Prefetch, QuerySet, When

from packgrid.api.v4 import heaviest
from packgrid.catalogue.models import Category, Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.search.models import Entry

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
    by_id = rows.filter(pk=int(id_or_slug)).first() if ID.fullmatch(id_or_slug) else None
    return by_id or rows.get(slug=id_or_slug)


@attrs.frozen
class Found:
    """A search result: its row of the index with its package or its grid.

    Of a grid: whether it has packages, and the points of the heaviest package of the catalogue.
    """

    entry: Entry
    has_packages: bool
    highest: int


def found(entry_ids: Iterable[int], *, now: datetime) -> dict[int, Found]:
    """The search results by the ids of their entries, but for hidden packages: one query."""
    columns = GridPackage.objects.filter(grid=OuterRef("grid"), package__is_hidden=False)
    rows = (
        Entry.objects.filter(pk__in=entry_ids)
        .exclude(package__is_hidden=True)
        .select_related("package__facts", "package__category", "grid")
        .only(*IN_A_RESULT)
        .annotate(has_packages=Exists(columns), highest=Case(When(package=None, then=heaviest.points(now)), default=0))
    )
    return {entry.pk: Found(entry, entry.has_packages, entry.highest or 0) for entry in rows}
