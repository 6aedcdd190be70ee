"""Keeps one entry for each package and grid that can be found, in the transaction that changed it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import batched

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Q
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone

from packgrid.catalogue.events import judged, packages_changed
from packgrid.catalogue.models import Judgement, Package, Readme
from packgrid.comparison.events import grids_changed
from packgrid.comparison.models import Grid, GridPackage
from packgrid.search.entries import Around, entry_of_grid, entry_of_package
from packgrid.search.models import Entry
from packgrid.search.vocabulary import known_pieces
from packgrid.search.writing import learn_later, save

BATCH = 500
READ = (
    "slug",
    "title",
    "category__slug",
    "category__title",
    "repo_url",
    "pypi_name",
    "documentation_url",
    "deprecated_at",
    "replaced_by_id",
    *(
        f"facts__{name}"
        for name in (
            "stars", "downloads_30d", "downloads_rank", "is_archived", "last_commit_at", "released_at", "version",
            "license", "repo_license", "classifiers", "requires_python", "requires_dist", "topics", "links",
            "repo_description", "summary", "vulnerabilities",
        )
    ),
    "judgement__status",
    "judgement__score",
    "judgement__labels",
)  # fmt: skip
LEFT_BEHIND: dict[int, set[int]] = {}
"""The packages of grids that are being deleted, by grid."""


def listen() -> None:
    """Follow the changes that the catalogue and the comparisons announce, and the grids that end without a word."""
    packages_changed.connect(on_packages_changed, dispatch_uid="search")
    judged.connect(on_packages_changed, dispatch_uid="search")
    grids_changed.connect(on_grids_changed, dispatch_uid="search")
    pre_delete.connect(before_grid_ends, sender=Grid, dispatch_uid="search")
    post_delete.connect(after_grid_ended, sender=Grid, dispatch_uid="search")


def on_packages_changed(ids: set[int], **_: object) -> None:
    """Index these packages."""
    for batch in batched(sorted(ids), BATCH):
        index_packages(batch)


def on_grids_changed(ids: set[int], **_: object) -> None:
    """Index these grids, and the packages that are in them or were."""
    for batch in batched(sorted(ids), BATCH):
        members = set(GridPackage.objects.filter(grid__in=batch).values_list("package", flat=True))
        former = former_members(batch)
        index_grids(batch)
        on_packages_changed(members | former)


def former_members(grid_ids: Iterable[int]) -> set[int]:
    """The packages that the index still counts among the members of these grids."""
    slugs = Entry.objects.filter(grid__in=grid_ids).values_list("slug", flat=True)
    tagged = [Q(tags__contains=f" =grid:{slug} ") for slug in slugs]
    return {pk for one in tagged for pk in Entry.objects.filter(one).values_list("package", flat=True) if pk}


def before_grid_ends(instance: Grid, **_: object) -> None:
    """Remember who was in it."""
    LEFT_BEHIND[instance.pk] = set(instance.columns.values_list("package", flat=True))


def after_grid_ended(instance: Grid, **_: object) -> None:
    """Index those who were in it."""
    on_packages_changed(LEFT_BEHIND.pop(instance.pk, set()))


def index_packages(ids: Collection[int], *, is_learning: bool = True) -> None:
    """Write those entries of these packages that differ: four reads, and a statement for each 200.

    Hidden ones lose theirs. The words are learnt after the commit, unless somebody counts them all anyway.
    """
    found = Package.objects.filter(pk__in=ids, is_hidden=False).select_related("facts", "category", "judgement")
    packages = list(found.only(*READ))
    stored = {entry.package_id: entry for entry in Entry.objects.filter(package__in=ids)}
    grids: dict[int, dict[str, str]] = defaultdict(dict)
    columns = GridPackage.objects.filter(package__in=ids).order_by("grid_id")
    for package_id, slug, title in columns.values_list("package_id", "grid__slug", "grid__title"):
        grids[package_id][slug] = title
    readmes = set(Readme.objects.filter(package__in=ids).values_list("pk", flat=True))
    known = known_pieces()
    rows = [
        entry_of_package(
            package,
            Around(judgement_of(package), grids[package.pk], package.pk in readmes),
            known=known,
            before=stored.get(package.pk),
        )
        for package in packages
    ]
    written = save(rows, stored, "package_id", now=timezone.now())
    if is_learning:
        learn_later(written, stored, "package_id")
    if hidden := set(stored) - {package.pk for package in packages}:
        Entry.objects.filter(package__in=hidden).delete()


def judgement_of(package: Package) -> Judgement | None:
    """What was concluded of it; None before the first time."""
    try:
        return package.judgement
    except ObjectDoesNotExist:
        return None


def index_grids(ids: Collection[int], *, is_learning: bool = True) -> None:
    """Write those entries of these grids that differ: two reads, and a statement if any does; words as above."""
    shown = Count("columns", filter=Q(columns__package__is_hidden=False))
    stored = {entry.grid_id: entry for entry in Entry.objects.filter(grid__in=ids)}
    known = known_pieces()
    rows = [
        entry_of_grid(grid, package_count=grid.package_count, known=known, before=stored.get(grid.pk))
        for grid in Grid.objects.filter(pk__in=ids).annotate(package_count=shown)
    ]
    written = save(rows, stored, "grid_id", now=timezone.now())
    if is_learning:
        learn_later(written, stored, "grid_id")
