"""Which sources know of a package, and the rows of the schedule that follow from it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched

import attrs
from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from packgrid.catalogue.models import FetchState, Package
from packgrid.catalogue.source_names import (
    DEPSDEV,
    GIT,
    OF_HOSTS,
    OSV,
    PYPI,
    PYPI_PROVENANCE,
    PYPI_RELEASES,
    PYPISTATS,
    TOP_DOWNLOADS,
)
from packgrid.community.models import Favorite, Usage, Watch
from packgrid.lib.git_hosts import find_stored_host
from packgrid.lib.locators import RepoLocator, find_repo
from packgrid.refresh.public_names import HAS_PUBLIC_NAME, find_public_host, is_public, is_public_name
from packgrid.sources import depsdev_hosts

BATCH, PART = 500, 10_000
OF_PROJECTS = (PYPI, PYPISTATS, OSV, TOP_DOWNLOADS)
OF_REPOS = (GIT, DEPSDEV, *OF_HOSTS)


# Rows that other rows bring along: of PyPI's releases one is there while something is unknown of them.
STANDS_WITH = {PYPI_RELEASES: PYPI, PYPI_PROVENANCE: PYPI, PYPISTATS: PYPI, TOP_DOWNLOADS: PYPI}


@attrs.frozen
class Subject:
    """The project or repository that a source is asked about, and the host."""

    source: str
    subject: str
    host: str = ""


def ensure_states(now: datetime) -> int:
    """Make the rows that packages lack, due at once, renew those of packages that have new names or addresses.

    Says how many it wrote.
    """
    return sum(ensure_part(part, now) for part in id_ranges())


def id_ranges() -> list[range]:
    """All packages as ranges of ids, each small enough to be looked at between two other things."""
    last = Package.objects.aggregate(last=Max("pk"))["last"] or 0
    return [range(first, first + PART) for first in range(1, last + 1, PART)]


def ensure_part(part: range, now: datetime) -> int:
    """Ensure the rows of a part of the packages: a few reads if none is missing, else a statement for each 500 rows."""
    return sum(ensure_rows(ids, now) for ids in batched(outdated_packages(part), BATCH))


def ensure_rows(package_ids: Sequence[int], now: datetime) -> int:
    """Ensure the rows of these packages."""
    packages = Package.objects.in_bulk(list(package_ids))
    stored = {(row.package_id, row.source): row for row in FetchState.objects.filter(package__in=package_ids)}
    looked_at = {pk for pk, source in stored if source == PYPISTATS} | find_looked_at(package_ids)
    wanted = {
        (package.pk, found.source): found
        for package in packages.values()
        for found in subjects_of(package, is_looked_at=package.pk in looked_at)
    }
    surplus = [row.pk for (pk, source), row in stored.items() if is_surplus(packages[pk], source, wanted)]
    FetchState.objects.filter(pk__in=surplus).delete()
    stale = [row for key, row in stored.items() if key in wanted and is_outdated(row, wanted[key])]
    for row in stale:
        renew_row(row, wanted[row.package_id, row.source], now)
    FetchState.objects.bulk_update(stale, RENEWED, BATCH)
    missing = [state_of(pk, found, now) for (pk, source), found in wanted.items() if (pk, source) not in stored]
    FetchState.objects.bulk_create(missing, BATCH, ignore_conflicts=True)
    return len(missing) + len(stale) + len(surplus)


def is_surplus(package: Package, source: str, wanted: Collection[tuple[int, str]]) -> bool:
    """True for the row of a source that is not to be asked about a package any more."""
    if source in FOR_EVERYBODY and not is_public(package):
        return True
    return (package.pk, STANDS_WITH.get(source, source)) not in wanted


def is_outdated(row: FetchState, found: Subject) -> bool:
    """True for the row of another subject, or of another index."""
    return row.subject != found.subject or (row.source == PYPI and row.host != found.host)


def subjects_of(package: Package, *, is_looked_at: bool = False) -> Iterator[Subject]:
    """The subjects of a package: its project by name, its repository by address.

    pypistats answers few requests a minute, so it is asked about packages that people look at.
    """
    if package.pypi_name:
        yield Subject(PYPI, package.pypi_name, package.index_name)
        if settings.PYPISTATS_URL and is_looked_at and is_public_name(package):
            yield Subject(PYPISTATS, package.pypi_name)
        if settings.TOP_DOWNLOADS_URL and is_public_name(package):
            yield Subject(TOP_DOWNLOADS, package.pypi_name)
        if settings.OSV_URL and is_public_name(package):
            yield Subject(OSV, package.pypi_name)
    if locator := find_repo(package.repo_url):
        for source in repo_sources(locator):
            yield Subject(source, package.repo_url, find_stored_host(source, locator.host))
    if settings.DEPSDEV_URL and is_known_to_depsdev(package):
        yield Subject(DEPSDEV, package.repo_url)


IS_LOOKED_AT = Q(
    Exists(Usage.objects.filter(package=OuterRef("pk")))
    | Exists(Favorite.objects.filter(package=OuterRef("pk")))
    | Exists(Watch.objects.filter(package=OuterRef("pk")))
)
"""The packages that somebody here uses, likes or follows. Nobody who only reads pages is counted."""


def find_looked_at(package_ids: Sequence[int]) -> set[int]:
    """Those of these packages that people look at; one query, none where pypistats is off."""
    if not settings.PYPISTATS_URL:
        return set()
    return set(Package.objects.filter(IS_LOOKED_AT, pk__in=package_ids).values_list("pk", flat=True))


def is_known_to_depsdev(package: Package) -> bool:
    """True if deps.dev may be asked about the repository of a package, and may know it."""
    return find_public_host(package) in depsdev_hosts.HOSTS


def repo_sources(locator: RepoLocator) -> Iterable[str]:
    """The sources that know of a repository: git everywhere, and the host's own API where we speak it."""
    return [GIT, locator.known_host.software.key] if locator.known_host else [GIT]


def outdated_packages(part: range) -> list[int]:
    """The packages of a part whose rows do not say what they should, by id: a few reads, however many they are."""
    ids = {
        *lacking_packages(PYPI, part, Q(pypi_name__gt="")),
        *lacking_packages(GIT, part, Q(repo_url__gt="")),
        *renamed_rows(OF_PROJECTS, part, "package__pypi_name"),
        *renamed_rows(OF_REPOS, part, "package__repo_url"),
        *moved_rows(part),
    }
    if settings.PYPISTATS_URL:
        ids |= lacking_packages(PYPISTATS, part, HAS_PUBLIC_NAME & IS_LOOKED_AT)
    if settings.TOP_DOWNLOADS_URL:
        ids |= lacking_packages(TOP_DOWNLOADS, part, HAS_PUBLIC_NAME)
    if settings.OSV_URL:
        ids |= lacking_packages(OSV, part, HAS_PUBLIC_NAME)
    if settings.DEPSDEV_URL:
        ids |= lacking_packages(DEPSDEV, part, Q(repo_url__gt=""))
    return sorted(ids)


def lacking_packages(source: str, part: range, having: Q) -> set[int]:
    """The packages that a source could be asked about and that have no row for it."""
    is_there = Exists(FetchState.objects.filter(package=OuterRef("pk"), source=source))
    rows = Package.objects.filter(having, ~is_there, pk__gte=part.start, pk__lt=part.stop).only(
        "pk", "repo_url", "index_name"
    )
    can_be_asked = CAN_BE_ASKED.get(source)
    return {package.pk for package in rows if can_be_asked is None or can_be_asked(package)}


CAN_BE_ASKED: Mapping[str, Callable[[Package], bool]] = {
    GIT: lambda package: find_repo(package.repo_url) is not None,
    DEPSDEV: is_known_to_depsdev,
}
"""Where more than a name or an address is needed to ask a source about a package."""


def renamed_rows(sources: Sequence[str], part: range, column: str) -> QuerySet[FetchState, int]:
    """The packages that have another name or address than their rows."""
    rows = FetchState.objects.filter(package__gte=part.start, package__lt=part.stop, source__in=sources)
    return rows.exclude(subject=F(column)).values_list("package", flat=True)


def moved_rows(part: range) -> QuerySet[FetchState, int]:
    """The packages that have another index than their rows, or rows of services that must not hear of them."""
    is_elsewhere = Q(~Q(host=F("package__index_name")), source=PYPI)
    is_told = Q(~Q(package__index_name=""), source__in=FOR_EVERYBODY)
    rows = FetchState.objects.filter(is_elsewhere | is_told, package__gte=part.start, package__lt=part.stop)
    return rows.values_list("package", flat=True)


FOR_EVERYBODY = (PYPI_RELEASES, PYPI_PROVENANCE, PYPISTATS, TOP_DOWNLOADS, OSV, DEPSDEV)
"""Sources that are asked about public packages alone."""


def renew_row(row: FetchState, found: Subject, now: datetime) -> None:
    """Begin anew with another subject: what was learnt about the old one says nothing of it."""
    row.subject, row.host, row.due_at = found.subject, found.host, now
    row.validator, row.failures_in_a_row, row.last_error, row.serial = "", 0, "", None


def state_of(package_id: int, found: Subject, now: datetime) -> FetchState:
    """A new row, due at once."""
    return FetchState(package_id=package_id, source=found.source, subject=found.subject, host=found.host, due_at=now)


RENEWED = ["subject", "host", "due_at", "validator", "failures_in_a_row", "last_error", "serial"]
