"""Keeps one entry for each package and grid that can be found, in the transaction that changed it."""

from collections.abc import Iterable
from itertools import batched

from django.utils import timezone

from packgrid.catalogue.events import packages_changed
from packgrid.catalogue.models import Package
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import Grid
from packgrid.search.models import Entry

BATCH = 500
READ = ("slug", "title", "is_hidden", "facts__repo_description", "facts__summary")
KEPT = ["slug", "title", "description", "modified"]


def listen() -> None:
    """Follow the changes that the catalogue and the comparisons announce."""
    packages_changed.connect(on_packages_changed, dispatch_uid="search")
    grids_changed.connect(on_grids_changed, dispatch_uid="search")


def on_packages_changed(ids: set[int], **_: object) -> None:
    """Index these packages."""
    for batch in batched(sorted(ids), BATCH):
        index_packages(batch)


def on_grids_changed(ids: set[int], **_: object) -> None:
    """Index these grids."""
    for batch in batched(sorted(ids), BATCH):
        index_grids(batch)


def index_packages(ids: Iterable[int]) -> None:
    """Write the entries of these packages: a read and a statement, one more where hidden ones lose theirs."""
    found = Package.objects.filter(pk__in=ids).select_related("facts").only(*READ)
    if hidden := [package.pk for package in found if package.is_hidden]:
        Entry.objects.filter(package__in=hidden).delete()
    save((entry_of_package(package) for package in found if not package.is_hidden), "package")


def index_grids(ids: Iterable[int]) -> None:
    """Write the entries of these grids; one statement and a read."""
    found = Grid.objects.filter(pk__in=ids)
    save((Entry(grid=grid, slug=grid.slug, title=grid.title, description=grid.description) for grid in found), "grid")


def entry_of_package(package: Package) -> Entry:
    """A package is found by its name and by the description of its repository, else of its project."""
    facts = package.facts
    description = facts.repo_description or facts.summary or ""
    return Entry(package=package, slug=package.slug, title=package.title, description=description)


def save(entries: Iterable[Entry], owner: str) -> None:
    """Insert what is new, update the rest, keep when each was created."""
    rows = list(entries)
    now = timezone.now()
    for row in rows:
        row.modified = now
    Entry.objects.bulk_create(rows, update_conflicts=True, unique_fields=[owner], update_fields=KEPT)
