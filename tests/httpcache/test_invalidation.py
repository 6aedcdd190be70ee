"""Which cache tags each change invalidates."""

import pytest

from api.rows import add_grid, add_package
from packgrid.catalogue.models import Example, Package
from packgrid.comparison.models import Feature, Grid, GridCell, GridPackage
from packgrid.httpcache.invalidation import MAX_ROWS, TRIM_EVERY, delete_old_rows
from packgrid.httpcache.models import Invalidation
from packgrid.projections.announcements import announce, collect_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """A package of a category in a grid with a cell, as numbers in tags."""
    package = add_package("flat", pypi_name="flat")
    grid = add_grid("blocks", package)
    feature = Feature.objects.create(grid=grid, title="Fast")
    column = GridPackage.objects.get()
    cell = GridCell.objects.create(feature=feature, column=column, text="yes")
    example = Example.objects.create(package=package, title="Site", url="https://site.example/")
    Invalidation.objects.all().delete()
    return {
        "P": package,
        "G": grid,
        "C": package.category,
        "feature": feature,
        "column": column,
        "cell": cell,
        "example": example,
    }


def invalidated(rows):
    """The invalidated tags, with the letters of the rows for their ids."""
    names = {f"{kind}-{rows[letter].pk}": letter for kind, letter in KINDS.items()}
    return {names.get(tag, tag) for row in Invalidation.objects.all() for tag in row.tags.split()}


KINDS = {"package": "P", "grid": "G", "category": "C"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda rows: announce(packages={rows["P"].pk}),
            {"P", "G", "packages", "grids", "project-flat"},
        ),
        (lambda rows: announce(assessed_packages={rows["P"].pk}), {"P", "packages"}),
        (lambda rows: announce(grids={rows["G"].pk}), {"G", "P", "grids"}),
        (lambda rows: announce(categories={rows["C"].pk}), {"C", "categories"}),
        (lambda rows: rows["C"].save(), {"C", "categories"}),
        (lambda rows: rows["example"].save(), {"P"}),
        (lambda rows: rows["example"].delete(), {"P"}),
        (lambda rows: rows["cell"].save(), {"G"}),
        (lambda rows: rows["cell"].delete(), {"G"}),
        (lambda rows: rows["feature"].delete(), {"G", "grids"}),
        (lambda rows: rows["column"].delete(), {"G", "P", "grids"}),
        (lambda _: Grid.objects.get().delete(), {"G", "P", "grids"}),
        (lambda _: Package.objects.get().delete(), {"P", "G", "packages", "grids", "project-flat"}),
    ],
)
def test_a_change_invalidates_what_shows_it(rows, change, expected):
    change(rows)
    assert invalidated(rows) == expected


def test_a_change_of_many_rows_invalidates_everything_by_one_tag(rows):
    with collect_changes(is_large=True):
        announce(grids={rows["G"].pk})
        announce(packages={rows["P"].pk})
    assert invalidated(rows) == {"everything"}


@pytest.mark.parametrize(("newest", "left"), [(MAX_ROWS + TRIM_EVERY, 1), (MAX_ROWS + TRIM_EVERY + 1, 3)])
def test_now_and_then_the_oldest_rows_are_deleted(newest, left):
    Invalidation.objects.bulk_create(Invalidation(pk=pk, tags="packages") for pk in (1, TRIM_EVERY, TRIM_EVERY + 1))
    delete_old_rows(newest)
    assert Invalidation.objects.count() == left
