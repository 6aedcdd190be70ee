"""Keeps one entry for each package and grid that can be found, in the transaction that changed it."""

from collections.abc import Collection, Iterable
from itertools import batched

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.projections.locks import lock_rows
from packgrid.search.described import described
from packgrid.search.entries import EntryRow, build_grid_entry, build_package_entry
from packgrid.search.facet_counts import packages_with
from packgrid.search.models import Entry
from packgrid.search.vocabulary import known_pieces
from packgrid.search.writing import learn_later, save, stored

BATCH = 500
LEFT_BEHIND: dict[int, set[int]] = {}
"""The packages of grids that are being deleted, by grid."""


def follow_deleted_grids() -> None:
    """Follow grids that are deleted without being announced."""
    pre_delete.connect(remember_members, sender=Grid, dispatch_uid="search")
    post_delete.connect(index_former_members, sender=Grid, dispatch_uid="search")


def index_changed(packages: Collection[int], grids: Collection[int]) -> None:
    """Index these grids, these packages, and the packages that are in the grids or were."""
    found = set(packages)
    for batch in batched(sorted(grids), BATCH):
        with transaction.atomic(savepoint=False):
            lock_rows(Grid, batch)
            found |= set(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True))
            found |= former_members(batch)
            index_grids(batch)
    for batch in batched(sorted(found), BATCH):
        with transaction.atomic(savepoint=False):
            lock_rows(Package, batch)
            index_packages(batch)


def former_members(grid_ids: Iterable[int]) -> set[int]:
    """The packages that the index still counts among the members of these grids."""
    slugs = Entry.objects.filter(grid__in=grid_ids).values_list("slug", flat=True)
    return set().union(*(packages_with("grid", slug) for slug in slugs))


def remember_members(instance: Grid, **_: object) -> None:
    LEFT_BEHIND[instance.pk] = set(instance.columns.values_list("package", flat=True))


def index_former_members(instance: Grid, **_: object) -> None:
    index_changed(LEFT_BEHIND.pop(instance.pk, set()), ())


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
