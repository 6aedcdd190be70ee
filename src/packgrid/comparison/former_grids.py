"""Finds grids by slugs that they had before."""

from packgrid.comparison.models import FormerGrid, Grid


def get_renamed_grid(slug: str) -> Grid:
    """The grid that had this slug.

    Raises:
        FormerGrid.DoesNotExist: none had.
    """
    return FormerGrid.objects.select_related("grid").get(slug=slug).grid


def keep_former_slug(grid: Grid, slug: str) -> None:
    """Let a slug lead to the grid that had it; the slug that the grid has now leads nowhere else."""
    FormerGrid.objects.filter(slug=grid.slug).delete()
    FormerGrid.objects.update_or_create(slug=slug, defaults={"grid": grid})
