"""Keeps one entry for each visible package and each grid, in the transaction that changes it."""

from collections.abc import Collection, Iterable
from itertools import batched

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid, GridPackage
from packgrid.projections.locks import lock_rows
from packgrid.search.entries import EntryRow, build_grid_entry, build_package_entry
from packgrid.search.entry_writer import count_words_after_commit, read_stored_entries, write_changed_entries
from packgrid.search.facet_counts import packages_with
from packgrid.search.index_source import read_index_sources
from packgrid.search.models import Entry
from packgrid.search.vocabulary import known_pieces

BATCH = 500
MEMBERS_OF_DELETED_GRIDS: dict[int, set[int]] = {}
"""The packages of grids that are being deleted, by grid."""


def follow_deleted_grids() -> None:
    """Follow grids that are deleted without being announced."""
    pre_delete.connect(remember_members, sender=Grid, dispatch_uid="search")
    post_delete.connect(index_former_members, sender=Grid, dispatch_uid="search")


def index_changed(packages: Collection[int], grids: Collection[int]) -> None:
    """Index these grids, these packages, and the packages that are or were in the grids."""
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
    """The packages that the index still has in these grids."""
    slugs = Entry.objects.filter(grid__in=grid_ids).values_list("slug", flat=True)
    return set().union(*(packages_with("grid", slug) for slug in slugs))


def remember_members(instance: Grid, **_: object) -> None:
    MEMBERS_OF_DELETED_GRIDS[instance.pk] = set(instance.columns.values_list("package", flat=True))


def index_former_members(instance: Grid, **_: object) -> None:
    index_changed(MEMBERS_OF_DELETED_GRIDS.pop(instance.pk, set()), ())


def index_packages(ids: Collection[int], *, is_learning: bool = True) -> list[EntryRow]:
    """Write the entries of these packages that differ; all their entries. Four reads, a statement for each 200 entries.

    The caller has locked the packages. Hidden packages lose their entries. Words are counted after the commit unless
    the caller counts all words anyway (`is_learning=False`).
    """
    packages, before, known = read_index_sources(ids), read_stored_entries("package_id", ids), known_pieces()
    rows = [build_package_entry(package, known=known, before=before.get(package.pk)) for package in packages]
    written = write_changed_entries(rows, before, "package_id", now=timezone.now())
    if is_learning:
        count_words_after_commit(written, before)
    if hidden := set(before) - {package.pk for package in packages}:
        Entry.objects.filter(package__in=hidden).delete()
    return rows


def index_grids(ids: Collection[int], *, is_learning: bool = True) -> list[EntryRow]:
    """Write the entries of these grids that differ; all their entries. Two reads, and a statement if any differs."""
    shown = Count("columns", filter=Q(columns__package__is_hidden=False))
    before, known = read_stored_entries("grid_id", ids), known_pieces()
    rows = [
        build_grid_entry(grid, package_count=grid.package_count, known=known, before=before.get(grid.pk))
        for grid in Grid.objects.filter(pk__in=ids).annotate(package_count=shown)
    ]
    written = write_changed_entries(rows, before, "grid_id", now=timezone.now())
    if is_learning:
        count_words_after_commit(written, before)
    return rows
