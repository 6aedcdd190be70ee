"""What the API reads, in a number of queries that does not grow with the rows."""

from typing import Any

from django.db.models import Max, Prefetch, QuerySet

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.comparison.models import Grid, GridPackage

# Columns that no answer of the API shows; some of them are long.
UNSHOWN = [
    "classifiers",
    "requires_dist",
    "vulnerabilities",
    "summary",
    "topics",
]
LARGEST_ID = 2**63 - 1


def packages() -> QuerySet[Package]:
    """Every package that is listed, newest id first: one query, and one more for the grids."""
    columns = Prefetch(
        "columns", GridPackage.objects.only("grid_id", "package_id").order_by("pk"), to_attr="ordered_columns"
    )
    return (
        Package.objects.filter(is_hidden=False)
        .select_related("facts")
        .defer(*(f"facts__{name}" for name in UNSHOWN))
        .prefetch_related(columns)
        .order_by("-pk")
    )


def grids() -> QuerySet[Grid]:
    """Every grid, newest id first: one query, and one more for its packages by title."""
    shown = GridPackage.objects.filter(package__is_hidden=False).only("grid_id", "package_id")
    columns = Prefetch("columns", shown.order_by("package__title", "package_id"), to_attr="ordered_columns")
    return Grid.objects.prefetch_related(columns).order_by("-pk")


def categories() -> QuerySet[Category]:
    """Every category, newest id first: one query."""
    return Category.objects.order_by("-pk")


def find[M: Any](rows: QuerySet[M], id_or_slug: str) -> M:
    """The row with this id, where it is a number and one has it, else with this slug.

    Raises:
        DoesNotExist: of the rows' model.
    """
    if "\x00" in id_or_slug:
        raise rows.model.DoesNotExist
    if id_or_slug.isascii() and id_or_slug.isdecimal() and int(id_or_slug[:30]) <= LARGEST_ID:
        found = rows.filter(pk=int(id_or_slug)).first()
        if found is not None:
            return found
    return rows.get(slug=id_or_slug)


def facts_of(ids: set[int]) -> dict[int, Facts]:
    """The facts of these packages with their packages and categories, by package id: one query."""
    rows = Facts.objects.filter(package__in=ids).select_related("package__category")
    return {facts.package_id: facts for facts in rows}


def heaviest() -> Facts | None:
    """The facts of the most starred package: what the old weight of grids is measured by. One query."""
    top = Facts.objects.aggregate(most=Max("stars"))["most"]
    return Facts.objects.filter(stars=top).select_related("package").first() if top else None
