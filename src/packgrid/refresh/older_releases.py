"""Fetches the declarations of older releases: each once, a few for each project, in spare time.

A project's answers tell classifiers and requirements of its newest release alone. The support matrix needs them of
the releases before it, too: those that somebody may still run, which are the newest ones of the last series.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from packgrid.catalogue.models import FetchState, Release
from packgrid.catalogue.source_names import PYPI_RELEASES
from packgrid.lib.versions import version_series
from packgrid.sources.pypi_releases import DeclaredSnapshot

MOST_SERIES = 6


def ask_next(package_id: int, name: str, releases: Iterable[Release], now: datetime) -> None:
    """Make a project's row mean the next release that is to be asked about; there is none once all are known.

    A row that means that release already waits as it did. One statement or two.
    """
    known = {release.version: release for release in releases}
    version = next(iter(undeclared_versions(known.values())), None)
    rows = FetchState.objects.filter(package=package_id, source=PYPI_RELEASES)
    if version is None:
        rows.delete()
    elif not rows.filter(subject=(subject := f"{name}/{version}")).exists():
        anew = {"subject": subject, "due_at": now, "failures_in_a_row": 0, "last_error": "", "note": ""}
        anew["validator"] = known[version].metadata_url
        rows.update_or_create(package_id=package_id, source=PYPI_RELEASES, defaults=anew)


def undeclared_versions(releases: Iterable[Release]) -> list[str]:
    """The newest release of each of the last series, newest first, where nobody knows what it declares."""
    newest: dict[tuple[int | str, ...], Release] = {}
    for release in sorted(releases, key=lambda release: release.sort_key, reverse=True):
        if release.is_offered:
            newest.setdefault(version_series(release.version), release)
    return [release.version for release in islice(newest.values(), MOST_SERIES) if release.classifiers is None]


def put_declared(package_id: int, snapshot: DeclaredSnapshot) -> bool:
    """Store what a release declares; True if that is news. One statement."""
    values = {"classifiers": list(snapshot.classifiers), "requires_dist": list(snapshot.requires_dist)}
    rows = Release.objects.filter(package=package_id, version=snapshot.version, classifiers__isnull=True)
    return bool(rows.update(**values))
