"""Writes down what each write touched, in the transaction of the write."""

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
KEPT, TRIMMED_EVERY = 10_000, 100
BATCH = 500


def listen() -> None:
    """Follow what the rooms below announce, and what staff change row by row."""
    packages_changed.connect(on_packages_changed, dispatch_uid="httpcache")
    assessed.connect(on_assessed, dispatch_uid="httpcache")
    grids_changed.connect(on_grids_changed, dispatch_uid="httpcache")
    categories_changed.connect(on_categories_changed, dispatch_uid="httpcache")
    words_changed.connect(on_words_changed, dispatch_uid="httpcache")
    cells_answered.connect(on_cells_answered, dispatch_uid="httpcache")
    for model, touched in BY_ROW.items():
        post_delete.connect(on_row, sender=model, dispatch_uid=f"httpcache {touched.__name__}")
    for model in SAVED_BY_ROW:
        post_save.connect(on_row, sender=model, dispatch_uid=f"httpcache {model.__name__}")


def on_packages_changed(ids: Collection[int], **_: object) -> None:
    """Touch these packages, the grids they are in, every list, and whoever names their projects; of many, all."""
    if are_many():
        touch({tags.EVERYTHING})
        return
    touched: set[str] = set()
    for batch in batched(sorted(ids), BATCH):
        rows = Package.objects.filter(pk__in=batch).exclude(pypi_name="")
        touched |= tags.projects(rows.values_list("pypi_name", flat=True))
        touched |= tags.grids(GridPackage.objects.filter(package__in=batch).values_list("grid", flat=True))
    touch(touched | tags.packages(ids) | {tags.PACKAGES, tags.GRIDS})


def on_assessed(ids: Collection[int], **_: object) -> None:
    """Touch these packages and the lists that may be sorted by what was concluded."""
    touch(tags.packages(ids) | {tags.PACKAGES})


def on_grids_changed(ids: Collection[int], **_: object) -> None:
    """Touch these grids, the packages that are in them, and every list of grids; of many, all."""
    if are_many():
        touch({tags.EVERYTHING})
        return
    touched = tags.grids(ids) | {tags.GRIDS}
    for batch in batched(sorted(ids), BATCH):
        touched |= tags.packages(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True))
    touch(touched)


def on_categories_changed(ids: Collection[int], **_: object) -> None:
    """Touch these categories and whatever names one."""
    touch(tags.categories(ids) | {tags.CATEGORIES})


def on_words_changed(ids: Collection[int], sender: type[Model], **_: object) -> None:
    """Touch the pages of packages of which people say something else, and the list of what is liked."""
    touch(tags.packages(ids) | ({tags.LIKED} if sender in {Favorite, User} else set()))


def on_cells_answered(ids: Collection[int], **_: object) -> None:
    """Touch the grids whose cells maintainers answer."""
    touch(tags.grids(ids))


def on_row(instance: Model, origin: object = None, **_: object) -> None:
    """Touch what a row that was saved or deleted by itself is shown in; cells that go with their owner are silent."""
    if not (isinstance(instance, Element) and isinstance(origin, Model) and origin is not instance):
        touch(BY_ROW[type(instance)](instance))


def of_category(row: Category) -> set[str]:
    """A category is named by whatever lists packages."""
    return tags.categories([row.pk]) | {tags.CATEGORIES}


def of_package(row: Package) -> set[str]:
    """A package that is deleted; its grids hear of their columns."""
    return tags.packages([row.pk]) | tags.projects(filter(None, [row.pypi_name])) | {tags.PACKAGES, tags.GRIDS}


def of_example(row: Example) -> set[str]:
    """A site is shown with its package."""
    return tags.packages([row.package_id])


def of_grid(row: Grid) -> set[str]:
    """A grid that is deleted."""
    return tags.grids([row.pk]) | {tags.GRIDS}


def of_column(row: GridPackage) -> set[str]:
    """A package that leaves a grid."""
    return tags.grids([row.grid_id]) | tags.packages([row.package_id]) | {tags.GRIDS}


def of_feature(row: Feature) -> set[str]:
    """A row of a grid."""
    return tags.grids([row.grid_id]) | {tags.GRIDS}


def of_element(row: Element) -> set[str]:
    """A cell of a grid; none where its feature goes too."""
    return tags.grids(Feature.objects.filter(pk=row.feature_id).values_list("grid", flat=True))


BY_ROW: dict[type[Model], Any] = {
    Category: of_category,
    Package: of_package,
    Example: of_example,
    Grid: of_grid,
    GridPackage: of_column,
    Feature: of_feature,
    Element: of_element,
}
SAVED_BY_ROW = (Category, Example, Element)
"""Those that nobody announces when staff save one; packages and grids are announced."""


def touch(touched: Collection[str]) -> None:
    """Write down that these tags were touched; every web process hears of it after the commit."""
    if not touched:
        return
    row = Invalidation.objects.create(tags=" ".join(sorted(touched)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    trim(row.pk)


def trim(newest: int) -> None:
    """Now and then delete the oldest rows; a process that has not read them clears its cache (invalidation_log.py)."""
    if newest % TRIMMED_EVERY == 0:
        Invalidation.objects.filter(pk__lte=newest - KEPT).delete()
