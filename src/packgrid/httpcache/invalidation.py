"""Invalidates cache tags: a change writes a row with the tags of what shows it, in its own transaction."""

from collections.abc import Collection
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from packgrid.accounts.models import User
from packgrid.assessment.events import assessed
from packgrid.catalogue.events import are_many, categories_changed, packages_changed
from packgrid.catalogue.models import Category, Example, Package
from packgrid.community.events import cells_answered, words_changed
from packgrid.community.models import Favorite
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import Element, Feature, Grid, GridPackage
from packgrid.httpcache import tags
from packgrid.httpcache.models import Invalidation

CHANNEL = "packgrid_invalidations"
MAX_ROWS, TRIM_EVERY = 10_000, 100
BATCH = 500


def connect_signals() -> None:
    """Listen to what the apps below announce, and to rows that staff change one by one."""
    packages_changed.connect(on_packages_changed, dispatch_uid="httpcache")
    assessed.connect(on_assessed, dispatch_uid="httpcache")
    grids_changed.connect(on_grids_changed, dispatch_uid="httpcache")
    categories_changed.connect(on_categories_changed, dispatch_uid="httpcache")
    words_changed.connect(on_words_changed, dispatch_uid="httpcache")
    cells_answered.connect(on_cells_answered, dispatch_uid="httpcache")
    for model, tags_of in TAGS_BY_MODEL.items():
        post_delete.connect(on_row, sender=model, dispatch_uid=f"httpcache {tags_of.__name__}")
    for model in MODELS_SAVED_SILENTLY:
        post_save.connect(on_row, sender=model, dispatch_uid=f"httpcache {model.__name__}")


def on_packages_changed(ids: Collection[int], **_: object) -> None:
    """Invalidate these packages, their grids, all lists, and pages that name their projects; of many, everything."""
    if are_many():
        invalidate({tags.EVERYTHING})
        return
    invalidated: set[str] = set()
    for batch in batched(sorted(ids), BATCH):
        rows = Package.objects.filter(pk__in=batch).exclude(pypi_name="")
        invalidated |= tags.projects(rows.values_list("pypi_name", flat=True))
        invalidated |= tags.grids(GridPackage.objects.filter(package__in=batch).values_list("grid", flat=True))
    invalidate(invalidated | tags.packages(ids) | {tags.PACKAGES, tags.GRIDS})


def on_assessed(ids: Collection[int], **_: object) -> None:
    """Invalidate these packages, and all lists, because they may be sorted by assessments."""
    invalidate(tags.packages(ids) | {tags.PACKAGES})


def on_grids_changed(ids: Collection[int], **_: object) -> None:
    """Invalidate these grids, their packages, and all lists of grids; of many, everything."""
    if are_many():
        invalidate({tags.EVERYTHING})
        return
    invalidated = tags.grids(ids) | {tags.GRIDS}
    for batch in batched(sorted(ids), BATCH):
        invalidated |= tags.packages(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True))
    invalidate(invalidated)


def on_categories_changed(ids: Collection[int], **_: object) -> None:
    """Invalidate these categories, and everything that names a category."""
    invalidate(tags.categories(ids) | {tags.CATEGORIES})


def on_words_changed(ids: Collection[int], sender: type[Model], **_: object) -> None:
    """Invalidate packages of which people say something else, and the list of liked packages."""
    invalidate(tags.packages(ids) | ({tags.LIKED} if sender in {Favorite, User} else set()))


def on_cells_answered(ids: Collection[int], **_: object) -> None:
    """Invalidate the grids whose cells maintainers answered."""
    invalidate(tags.grids(ids))


def on_row(instance: Model, origin: object = None, **_: object) -> None:
    """Invalidate what shows a row that was saved or deleted; a cell that is deleted with its owner is ignored."""
    if not (isinstance(instance, Element) and isinstance(origin, Model) and origin is not instance):
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


def tags_of_element(row: Element) -> set[str]:
    """The tags of a cell of a grid; none if its feature is deleted, too."""
    return tags.grids(Feature.objects.filter(pk=row.feature_id).values_list("grid", flat=True))


TAGS_BY_MODEL: dict[type[Model], Any] = {
    Category: tags_of_category,
    Package: tags_of_package,
    Example: tags_of_example,
    Grid: tags_of_grid,
    GridPackage: tags_of_column,
    Feature: tags_of_feature,
    Element: tags_of_element,
}
MODELS_SAVED_SILENTLY = (Category, Example, Element)
"""Models without a signal of their own when staff save a row; packages and grids have one."""


def invalidate(cache_tags: Collection[str]) -> None:
    """Make responses with these tags stale; every web process reads that after the commit."""
    if not cache_tags:
        return
    row = Invalidation.objects.create(tags=" ".join(sorted(cache_tags)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    delete_old_rows(row.pk)


def delete_old_rows(newest: int) -> None:
    """Now and then delete the oldest rows; a process that has not read them clears its cache (invalidation_log.py)."""
    if newest % TRIM_EVERY == 0:
        Invalidation.objects.filter(pk__lte=newest - MAX_ROWS).delete()
