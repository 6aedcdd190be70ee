"""Values of the whole catalogue that lists show, kept until it changes (see httpcache/kept_values.py)."""

from collections.abc import Mapping, Sequence

from packgrid.catalogue.queries import CountedCategory, list_categories
from packgrid.comparison.queries import SummedUpGrid, list_grid_titles, list_grids
from packgrid.httpcache import tags
from packgrid.httpcache.kept_values import keep

EVERYTHING = (tags.PACKAGES, tags.GRIDS, tags.CATEGORIES)


def keep_categories() -> Sequence[CountedCategory]:
    """Every category with its number of packages."""
    return keep("categories", (tags.PACKAGES, tags.CATEGORIES), list_categories)


def keep_category_titles() -> Mapping[str, str]:
    """The titles of all categories by slug."""
    return {row.slug: row.title for row in keep_categories()}


def keep_grids(sort: str) -> Sequence[SummedUpGrid]:
    """Every grid that has packages to show, in one of the orders."""
    return keep(("grids", sort), (tags.GRIDS,), lambda: list_grids(sort))


def keep_grid_titles() -> Mapping[str, str]:
    """The titles of all grids by slug."""
    return keep("grid titles", (tags.GRIDS,), list_grid_titles)
