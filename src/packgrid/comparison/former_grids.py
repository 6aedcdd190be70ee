"""Finds the grid that a former slug or id leads to: grids that were renamed or merged into another one."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from packgrid.comparison.models import FormerGrid, Grid


def former_grids() -> QuerySet[FormerGrid]:
    """The former slugs that lead to a grid, with it; not those that a grid has now."""
    present = Grid.objects.filter(slug=OuterRef("slug"))
    return FormerGrid.objects.filter(~Exists(present)).select_related("grid")


def get_former_grid(slug: str) -> Grid:
    """The grid that a former slug leads to.

    Raises:
        FormerGrid.DoesNotExist: it leads to none.
    """
    return former_grids().get(slug=slug).grid


def get_former_grid_by_id(former_id: int) -> Grid:
    """The grid that the one with this id was merged into.

    Raises:
        FormerGrid.DoesNotExist: it was not merged.
    """
    return FormerGrid.objects.select_related("grid").get(former_id=former_id).grid


def present_grid_id(grid_id: int | None) -> int:
    """The id of the grid that this one was merged into, else its own; 0 for None. One query."""
    merged = FormerGrid.objects.filter(former_id=grid_id).values_list("grid", flat=True).first() if grid_id else None
    return merged or grid_id or 0


def merged_grid_ids(grid_id: int) -> list[int]:
    """The ids of the grids that were merged into this one; one query."""
    rows = FormerGrid.objects.filter(grid=grid_id, former_id__isnull=False).order_by("pk")
    return [former_id for former_id in rows.values_list("former_id", flat=True) if former_id]


def find_present_grid_slugs(slugs: Collection[str]) -> dict[str, str]:
    """The slugs that grids have now, by those of these slugs that are former ones; one query, none for no slugs."""
    return {row.slug: row.grid.slug for row in former_grids().filter(slug__in=slugs)} if slugs else {}


def has_former_grids() -> bool:
    """True if any slug leads to another grid; one query."""
    return FormerGrid.objects.exists()


def keep_former_slug(grid: Grid, slug: str) -> None:
    """Let a slug lead to the grid that had it; its present slug is a former one only of a merged grid."""
    FormerGrid.objects.filter(slug=grid.slug, former_id=None).delete()
    FormerGrid.objects.update_or_create(slug=slug, defaults={"grid": grid})
