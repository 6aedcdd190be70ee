"""Keeps one entry for each package and grid that can be found, in the transaction that changed it."""

from collections.abc import Collection, Iterable
from itertools import batched

from django.db import connection, transaction
from django.db.models import Count, Model, Q
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone

from packgrid.assessment.events import assessed
from packgrid.catalogue.events import packages_changed
from packgrid.catalogue.models import Package
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import Grid, GridPackage
from packgrid.search.described import described
from packgrid.search.entries import EntryRow, build_grid_entry, build_package_entry
from packgrid.search.gathering import gather
from packgrid.search.models import Entry
from packgrid.search.tallies import packages_with
from packgrid.search.vocabulary import known_pieces
from packgrid.search.writing import learn_later, save, stored

BATCH = 500
LEFT_BEHIND: dict[int, set[int]] = {}
"""The packages of grids that are being deleted, by grid."""


def listen() -> None:
    """Follow the changes that the catalogue and the comparisons announce, and the grids that end without a word."""
    packages_changed.connect(on_packages_changed, dispatch_uid="search")
    assessed.connect(on_packages_changed, dispatch_uid="search")
    grids_changed.connect(on_grids_changed, dispatch_uid="search")
    pre_delete.connect(before_grid_ends, sender=Grid, dispatch_uid="search")
    post_delete.connect(after_grid_ended, sender=Grid, dispatch_uid="search")


def on_packages_changed(ids: set[int], **_: object) -> None:
    """Index these packages, or gather them."""
    if gather(packages=ids):
        return
    for batch in batched(sorted(ids), BATCH):
        with transaction.atomic(savepoint=False):
            lock(Package, batch)
            index_packages(batch)


def on_grids_changed(ids: set[int], **_: object) -> None:
    """Index these grids, and the packages that are in them or were, or gather them."""
    if gather(grids=ids):
        return
    for batch in batched(sorted(ids), BATCH):
        with transaction.atomic(savepoint=False):
            lock(Grid, batch)
            members = set(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True))
            former = former_members(batch)
            index_grids(batch)
            on_packages_changed(members | former)


def lock(model: type[Model], ids: Collection[int]) -> None:
    """Wait for whoever else is changing these rows, so that what is read next holds their change, too.

    A statement of its own: one that waited would read the rows that it joins as they were before (PostgreSQL 18
    manual, 13.2.1, read 2026-11). No query on SQLite, where one transaction writes at a time.
    """
    if connection.features.has_select_for_update:
        rows = model._default_manager.filter(pk__in=ids).order_by("pk")  # noqa: SLF001 its public name
        list(rows.select_for_update(no_key=True).values_list("pk"))


def former_members(grid_ids: Iterable[int]) -> set[int]:
    """The packages that the index still counts among the members of these grids."""
    slugs = Entry.objects.filter(grid__in=grid_ids).values_list("slug", flat=True)
    return set().union(*(packages_with("grid", slug) for slug in slugs))


def before_grid_ends(instance: Grid, **_: object) -> None:
    """Remember who was in it."""
    LEFT_BEHIND[instance.pk] = set(instance.columns.values_list("package", flat=True))


def after_grid_ended(instance: Grid, **_: object) -> None:
    """Index those who were in it."""
    on_packages_changed(LEFT_BEHIND.pop(instance.pk, set()))


def index_packages(ids: Collection[int], *, is_learning: bool = True) -> list[EntryRow]:
    """Write those entries of these packages that differ: four reads, and a statement for each 200; gives all of them.

    Whoever calls this has locked the packages. Hidden ones lose theirs. The words are learnt after the commit, unless
    somebody counts them all anyway.
    """
    packages, before, known = described(ids), stored("package_id", ids), known_pieces()
    rows = [build_package_entry(package, known=known, before=before.get(package.pk)) for package in packages]
    written = save(rows, before, "package_id", now=timezone.now())
    if is_learning:
        learn_later(written, before)
    if hidden := set(before) - {package.pk for package in packages}:
        Entry.objects.filter(package__in=hidden).delete()
    return rows


def index_grids(ids: Collection[int], *, is_learning: bool = True) -> list[EntryRow]:
    """Write those entries of these grids that differ: two reads, and a statement if any does; the rest as above."""
    shown = Count("columns", filter=Q(columns__package__is_hidden=False))
    before, known = stored("grid_id", ids), known_pieces()
    rows = [
        build_grid_entry(grid, package_count=grid.package_count, known=known, before=before.get(grid.pk))
        for grid in Grid.objects.filter(pk__in=ids).annotate(package_count=shown)
    ]
    written = save(rows, before, "grid_id", now=timezone.now())
    if is_learning:
        learn_later(written, before)
    return rows
