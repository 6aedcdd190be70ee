"""What pages read of the grids."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from packgrid.comparison.models import Feature, Grid, GridPackage

SORTS = {"title": "title", "modified": "modified", "packages": "package_count", "gridpackage_count": "package_count"}
DEFAULT_SORT = "title"


def counted() -> QuerySet[Grid]:
    """Every grid that has packages, with `package_count` and `feature_count`."""
    packages = GridPackage.objects.filter(grid=OuterRef("pk"), package__is_hidden=False)
    rows = Grid.objects.annotate(
        package_count=counting(packages), feature_count=counting(Feature.objects.filter(grid=OuterRef("pk")))
    )
    return rows.filter(package_count__gt=0)


def counting(rows: QuerySet[GridPackage] | QuerySet[Feature]) -> Coalesce:
    """How many rows of a subquery belong to each grid."""
    counts = rows.order_by().values("grid").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def sort_of(asked: str) -> str:
    """The name of an order that exists: what was asked for, else the default."""
    return asked if asked.removeprefix("-") in SORTS else DEFAULT_SORT


def in_order(rows: QuerySet[Grid], sort: str) -> QuerySet[Grid]:
    """The rows in one of the orders, with a tie-breaker."""
    column = F(SORTS[sort.removeprefix("-")])
    return rows.order_by(column.desc() if sort.startswith("-") else column.asc(), "pk")


def grid(slug: str) -> Grid:
    """The grid with this slug.

    Raises:
        Grid.DoesNotExist: there is none.
    """
    return Grid.objects.get(slug=slug)


def header_grids() -> list[Grid]:
    """The grids that the home page shows."""
    return list(counted().filter(is_header=True).order_by("title", "pk"))


def grids_of(package_id: int) -> list[Grid]:
    """The grids that a package is in."""
    return list(Grid.objects.filter(columns__package=package_id).order_by("title", "pk"))
