"""Two transactions that change the same package or grid: the entry says what both did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from packgrid.comparison.models import GridPackage
from packgrid.projections.announcements import announce
from packgrid.search.models import Entry
from packgrid.search.popularity import step_of
from search.rows import add, add_grid, change

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the test looks at PostgreSQL's locks"),
]


def at_once(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Do the second while the first is done and not committed, until it waits or has gone as far as it can."""
    is_done, may_commit = Event(), Event()

    def begin():
        with closing(connection), transaction.atomic():
            first()
            is_done.set()
            may_commit.wait(5)

    def follow():
        is_done.wait(5)
        with closing(connection), transaction.atomic():
            second()

    with ThreadPoolExecutor() as threads:
        both = [threads.submit(begin), threads.submit(follow)]
        while not (is_somebody_waiting() or both[1].done()):
            sleep(0.01)
        may_commit.set()
        assert [one.result() for one in both] == [None, None]


def is_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def entry_of(package):
    """The title by which it is found and the grids that it is known to be in."""
    row = Entry.objects.get(package=package)
    return row.title, {tag for tag in row.tags.split() if tag.startswith("=grid:")}


def test_a_package_is_renamed_while_it_comes_into_a_grid():
    package = add("flat")
    at_once(lambda: change(package, title="Round"), lambda: add_grid("Blocks", package))
    assert entry_of(package) == ("Round", {"=grid:blocks"})


def test_a_package_comes_into_a_grid_while_it_is_renamed():
    package = add("flat")
    at_once(lambda: add_grid("Blocks", package), lambda: change(package, title="Round"))
    assert entry_of(package) == ("Round", {"=grid:blocks"})


def test_a_package_comes_into_two_grids():
    package = add("flat")
    at_once(lambda: add_grid("Blocks", package), lambda: add_grid("Menus", package))
    assert entry_of(package) == ("flat", {"=grid:blocks", "=grid:menus"})


def test_a_package_is_shown_again_while_it_comes_into_a_grid():
    package = add("flat")
    change(package, is_hidden=True)
    at_once(lambda: change(package, is_hidden=False), lambda: add_grid("Blocks", package))
    assert entry_of(package) == ("flat", {"=grid:blocks"})


def test_two_packages_come_into_a_grid():
    packages = [add(title) for title in ("flat", "round")]
    add_grid("Menus", *packages)
    grid = add_grid("Blocks")
    at_once(lambda: put_into(grid, packages[0]), lambda: put_into(grid, packages[1]))
    assert len({step_of(place) for place in Entry.objects.exclude(grid=None).values_list("place", flat=True)}) == 1


def put_into(grid, package):
    GridPackage.objects.create(grid=grid, package=package)
    announce(grids={grid.pk})
