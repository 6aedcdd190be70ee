"""Invalidates cache tags: a change writes a row with the tags of what shows it, in its own transaction."""

from collections.abc import Collection
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from packgrid.catalogue.models import Category, Example, Package
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.httpcache import tags
from packgrid.httpcache.models import Invalidation
from packgrid.httpcache.prepared_pages import announce_invalidation, drop_prepared_pages
from packgrid.projections.change_set import ChangeSet
from packgrid.projections.projection import Progress, Projection, Turn

CHANNEL = "packgrid_invalidations"
MAX_ROWS, TRIM_EVERY = 10_000, 100
BATCH = 500


def follow_rows() -> None:
    """Follow rows that are deleted, and those that staff save one by one without announcing them."""
    for model, tags_of in TAGS_BY_MODEL.items():
        post_delete.connect(on_row, sender=model, dispatch_uid=f"httpcache {tags_of.__name__}")
    for model in MODELS_SAVED_SILENTLY:
        post_save.connect(on_row, sender=model, dispatch_uid=f"httpcache {model.__name__}")


def invalidate_changed(changes: ChangeSet, _progress: Progress) -> None:
    """Invalidate everything that shows what changed; after a large change, everything.

    A changed assessment invalidates all lists, because they may be sorted by it; a category, everything that names one.
    """
    if changes.is_large and (changes.packages or changes.grids):
        invalidate({tags.EVERYTHING})
        return
    cache_tags = tags_of_packages(changes.packages) | tags_of_grids(changes.grids)
    cache_tags |= tags.packages(changes.assessed_packages | changes.discussed_packages)
    cache_tags |= tags.categories(changes.categories) | tags.grids(changes.answered_grids)
    for ids, lists in (
        (changes.packages, {tags.PACKAGES, tags.GRIDS}),
        (changes.grids, {tags.GRIDS}),
        (changes.assessed_packages, {tags.PACKAGES}),
        (changes.categories, {tags.CATEGORIES}),
        (changes.liked_packages, {tags.LIKED}),
    ):
        if ids:
            cache_tags |= lists
    invalidate(cache_tags)


def tags_of_packages(ids: Collection[int]) -> set[str]:
    """The tags of packages, of their grids, and of pages that name their projects on PyPI."""
    found = tags.packages(ids)
    for batch in batched(sorted(ids), BATCH):
        rows = Package.objects.filter(pk__in=batch).exclude(pypi_name="")
        found |= tags.projects(rows.values_list("pypi_name", flat=True))
        found |= tags.grids(GridPackage.objects.filter(package__in=batch).values_list("grid", flat=True))
    return found


def tags_of_grids(ids: Collection[int]) -> set[str]:
    """The tags of grids, and of their packages."""
    found = tags.grids(ids)
    for batch in batched(sorted(ids), BATCH):
        found |= tags.packages(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True))
    return found


def on_row(instance: Model, origin: object = None, **_: object) -> None:
    """Invalidate what shows a row that was saved or deleted; a cell that is deleted with its owner is ignored."""
    if not (isinstance(instance, GridCell) and isinstance(origin, Model) and origin is not instance):
        invalidate(TAGS_BY_MODEL[type(instance)](instance))


def tags_of_category(row: Category) -> set[str]:
    """The tags of a category; everything that lists packages names categories."""
    return tags.categories([row.pk]) | {tags.CATEGORIES}


def tags_of_package(row: Package) -> set[str]:
    """The tags of a deleted package; its grids are invalidated by their columns."""
    return tags.packages([row.pk]) | tags.projects(filter(None, [row.pypi_name])) | {tags.PACKAGES, tags.GRIDS}


def tags_of_example(row: Example) -> set[str]:
    """The tags of a site, which is shown with its package."""
    return tags.packages([row.package_id])


def tags_of_grid(row: Grid) -> set[str]:
    """The tags of a deleted grid."""
    return tags.grids([row.pk]) | {tags.GRIDS}


def tags_of_column(row: GridPackage) -> set[str]:
    """The tags of a package that leaves a grid."""
    return tags.grids([row.grid_id]) | tags.packages([row.package_id]) | {tags.GRIDS}


def tags_of_feature(row: Feature) -> set[str]:
    """The tags of a row of a grid."""
    return tags.grids([row.grid_id]) | {tags.GRIDS}


def tags_of_cell(row: GridCell) -> set[str]:
    """The tags of a cell of a grid; none if its feature is deleted, too."""
    return tags.grids(Feature.objects.filter(pk=row.feature_id).values_list("grid", flat=True))


TAGS_BY_MODEL: dict[type[Model], Any] = {
    Category: tags_of_category,
    Package: tags_of_package,
    Example: tags_of_example,
    Grid: tags_of_grid,
    GridPackage: tags_of_column,
    Feature: tags_of_feature,
    GridCell: tags_of_cell,
}
MODELS_SAVED_SILENTLY = (Category, Example, GridCell)
"""Models whose rows staff save without an announcement; packages and grids are announced."""


def invalidate(cache_tags: Collection[str]) -> None:
    """Make responses with these tags stale; every web process reads that after the commit."""
    if not cache_tags:
        return
    announce_invalidation()
    drop_prepared_pages(cache_tags)
    row = Invalidation.objects.create(tags=" ".join(sorted(cache_tags)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    delete_old_rows(row.pk)


def delete_old_rows(newest: int) -> None:
    """Now and then delete the oldest rows; a process that has not read them clears its cache (invalidation_log.py)."""
    if newest % TRIM_EVERY == 0:
        Invalidation.objects.filter(pk__lte=newest - MAX_ROWS).delete()


PROJECTION = Projection("cache tags", Turn.CACHE, invalidate_changed)
