"""Reads grids."""

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

import attrs
from django.db import connection
from django.db.models import Count, F, IntegerField, OrderBy, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import of_model, read_models
from packgrid.catalogue.compiled_queries import IDS, NUMBER, TEXT, compile_query, read_rows
from packgrid.catalogue.page_paths import grid_path
from packgrid.catalogue.sort_orders import parse_sort_order
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.comparison.similar_titles import are_similar_titles

SORTS: dict[str, OrderBy] = {
    "title": Lower("title").asc(),
    "packages": F("package_count").asc(),
    "features": F("feature_count").asc(),
    "modified": F("modified").asc(),
}
DEFAULT_SORT = "title"
MOST_KEPT_LISTS = 4000
"""How many parsed lists of names a process keeps."""
GRIDS = of_model(Grid)


def grids_with_counts() -> QuerySet[Grid]:
    """Every grid that has packages to show, with `package_count` and `feature_count`."""
    features = Feature.objects.filter(grid=OuterRef("pk"))
    rows = Grid.objects.annotate(package_count=count_by_grid(shown_columns()), feature_count=count_by_grid(features))
    return rows.filter(package_count__gt=0)


def shown_columns() -> QuerySet[GridPackage]:
    """The packages to show of the grid of an outer query."""
    return GridPackage.objects.filter(grid=OuterRef("pk"), package__is_hidden=False)


def count_by_grid(rows: QuerySet[GridPackage] | QuerySet[Feature]) -> Coalesce:
    """An expression that counts the rows of a subquery for each grid."""
    counts = rows.order_by().values("grid").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def read_sort(asked: str) -> str:
    """The sort order that was asked for, else the default."""
    return parse_sort_order(asked, SORTS, DEFAULT_SORT)


def sort_grids(rows: QuerySet[Grid], sort: str) -> QuerySet[Grid]:
    """Sort grids by one of the orders, with a tie-breaker."""
    order = SORTS[sort.removeprefix("-")].copy()
    order.descending = sort.startswith("-")
    return rows.order_by(order, "-pk" if order.descending else "pk")


def list_largest_grid_slugs(count: int) -> list[str]:
    """The slugs of grids, those with the most packages first."""
    rows = Grid.objects.annotate(size=count_by_grid(shown_columns())).filter(size__gt=0)
    return list(rows.order_by("-size", "pk").values_list("slug", flat=True)[:count])


def grid_by_slug(slug: str) -> Grid:
    """The grid with this slug.

    Raises:
        Grid.DoesNotExist: there is none.
    """
    for grid in read_models(GRIDS, select_grid_with_slug, values=[slug]):
        return grid
    raise Grid.DoesNotExist


def select_grid_with_slug() -> QuerySet[Grid]:
    """The grid with a slug, a placeholder."""
    return Grid.objects.filter(slug=TEXT)


def find_similar_grids(title: str) -> list[Grid]:
    """The grids whose title is nearly this one: two queries at most."""
    titles = Grid.objects.order_by("pk").values_list("pk", "title")
    ids = [pk for pk, other in titles if are_similar_titles(title, other)]
    return list(Grid.objects.filter(pk__in=ids).order_by("pk")) if ids else []


def find_grid_by_text(text: str) -> Grid | None:
    """The grid with this slug, else the oldest with this title; None if there is none. One query."""
    rows = Grid.objects.filter(Q(slug=text) | Q(title__iexact=text)) if text else Grid.objects.none()
    return min(rows, key=lambda grid: (grid.slug != text, grid.pk), default=None)


@attrs.frozen
class ListedGrid:
    """A grid with the number of packages that it shows. It has the names of the model."""

    pk: int
    slug: str
    title: str
    package_count: int

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return grid_path(self.slug)


@attrs.frozen
class SummedUpGrid(ListedGrid):
    """A grid as the list of all grids shows it."""

    feature_count: int
    description: str
    is_locked: bool
    modified: datetime


def list_grids(sort: str) -> list[SummedUpGrid]:
    """Every grid that has packages to show, in one of the orders: one query."""
    return [SummedUpGrid(*row) for row in read_rows(select_summed_up_grids, sort)]


def select_summed_up_grids(sort: str) -> QuerySet[Grid, Any]:
    """The columns of the grids that have packages to show."""
    return sort_grids(grids_with_counts(), sort).values_list(*[field.name for field in attrs.fields(SummedUpGrid)])


LISTED_COLUMNS = [field.name for field in attrs.fields(ListedGrid)]


def grids_by_id(ids: Collection[int]) -> dict[int, ListedGrid]:
    """These grids, also those that have no packages to show: one query, none for no ids."""
    rows = read_rows(select_grids, values=[ids]) if ids else []
    return {row[0]: ListedGrid(*row) for row in rows}


def select_grids() -> QuerySet[Grid, Any]:
    """The grids with some ids, a placeholder."""
    rows = Grid.objects.filter(pk__in=in_values(IDS)).order_by()
    return rows.annotate(package_count=count_by_grid(shown_columns())).values_list(*LISTED_COLUMNS)


def grids_by_slugs(slugs: Collection[str]) -> list[Grid]:
    """The grids with these slugs, by title; slugs of no grid are left out. One query."""
    return list(Grid.objects.filter(slug__in=slugs))


def find_grids(ids: Collection[int]) -> dict[int, Grid]:
    """The grids with these ids, by id, without counts: one query, none for no ids."""
    return Grid.objects.in_bulk(ids) if ids else {}


def find_unlocked_grids(ids: Collection[int]) -> dict[int, Grid]:
    """Those of the grids with these ids that everybody may edit, by id: one query."""
    return Grid.objects.filter(is_locked=False).in_bulk(ids)


def count_members_by_grid(package_ids: Collection[int]) -> Counter[int]:
    """How many of these packages each grid has, by the id of the grid: one query."""
    return Counter(GridPackage.objects.filter(package__in=package_ids).values_list("grid", flat=True))


def list_grid_titles() -> dict[str, str]:
    """The titles of all grids by slug: one query."""
    return dict(Grid.objects.order_by().values_list("slug", "title"))


@attrs.frozen(kw_only=True)
class GridMember:
    """A package in a grid, with the facts that tell how similar it is to others."""

    package_id: int
    grid_id: int
    slug: str
    title: str
    topics: tuple[str, ...]
    requires_dist: tuple[str, ...]
    stars: int


def list_members(grid_ids: Collection[int]) -> list[GridMember]:
    """The visible packages of these grids, one for each grid that a package is in; one query, none for no grids."""
    if not grid_ids:
        return []
    return [
        GridMember(
            package_id=package_id,
            grid_id=grid_id,
            slug=slug,
            title=title,
            topics=parse_names(topics),
            requires_dist=parse_names(requires_dist),
            stars=stars or 0,
        )
        for package_id, grid_id, slug, title, topics, requires_dist, stars in compile_query(
            connection.vendor, select_members
        ).fetch([list(grid_ids)])
    ]


@lru_cache(MOST_KEPT_LISTS)
def parse_names(text: str | None) -> tuple[str, ...]:
    """The names of a stored list, from its JSON; kept, because pages of packages read those of all in their grids."""
    return tuple(json.loads(text) or ()) if text else ()


def select_members() -> QuerySet[GridPackage, Any]:
    """The visible packages of some grids, a placeholder."""
    facts = ("package__facts__topics", "package__facts__requires_dist", "package__facts__stars")
    rows = GridPackage.objects.filter(grid__in=in_values(IDS), package__is_hidden=False).order_by()
    return rows.values_list("package", "grid", "package__slug", "package__title", *facts)


def list_package_ids(grid: Grid) -> list[int]:
    """The ids of the packages of a grid, hidden ones too; one query."""
    return list(grid.columns.values_list("package", flat=True))


def header_grids() -> list[ListedGrid]:
    """The grids that the home page shows: one query."""
    return [ListedGrid(*row) for row in read_rows(select_header_grids)]


def select_header_grids() -> QuerySet[Grid, Any]:
    """The grids that the home page shows, by title."""
    return sort_grids(grids_with_counts().filter(is_header=True), "title").values_list(*LISTED_COLUMNS)


def grids_of(package_id: int) -> list[Grid]:
    """The grids that a package is in."""
    return read_models(GRIDS, select_grids_of, values=[package_id])


def select_grids_of() -> QuerySet[Grid]:
    """The grids that a package, a placeholder, is in, by title."""
    return Grid.objects.filter(columns__package=NUMBER).order_by(Lower("title"), "pk")


def grid_count() -> int:
    """The number of grids that have packages to show."""
    return GridPackage.objects.filter(package__is_hidden=False).values("grid").distinct().count()


def get_column(grid_slug: str, package_id: int) -> GridPackage:
    """The column of a package in a grid, with both: one query.

    Raises:
        GridPackage.DoesNotExist: the package is not in the grid, or hidden.
    """
    columns = GridPackage.objects.select_related("package", "grid").filter(package__is_hidden=False)
    return columns.get(grid__slug=grid_slug, package=package_id)


def get_feature(feature_id: int) -> Feature:
    """A feature with its grid: one query.

    Raises:
        Feature.DoesNotExist: there is none with this id.
    """
    return Feature.objects.select_related("grid").get(pk=feature_id)


def get_feature_in(grid_id: int, feature_id: int) -> Feature:
    """A feature of this grid: one query.

    Raises:
        Feature.DoesNotExist: the grid has none with this id.
    """
    return Feature.objects.get(pk=feature_id, grid=grid_id)


def find_cell(column_id: int, feature_id: int) -> GridCell | None:
    """The stored cell of a column and a feature; None where nobody has written into it. One query."""
    return GridCell.objects.filter(column=column_id, feature=feature_id).first()


def count_filled_cells(grid_id: int, package_id: int) -> int:
    """The number of cells of a package in a grid that have a text."""
    return GridCell.objects.filter(column__grid=grid_id, column__package=package_id).exclude(text="").count()
