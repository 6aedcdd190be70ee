"""Fetches who uploaded the newest releases, as the index recorded it: each release once, in spare time.

Two releases of each project are asked about: the one that is shown, and the one before it, so that a change is known.
"""

from collections.abc import Iterable
from datetime import datetime

import attrs

from packgrid.catalogue.models import FetchState, Release
from packgrid.catalogue.release_trust import newest_offered
from packgrid.catalogue.source_names import PYPI_PROVENANCE
from packgrid.lib.http import authority_of
from packgrid.refresh.clients import index_url
from packgrid.sources.provenance import ProvenanceSnapshot

MOST_RELEASES = 2


def ask_publishers(package_id: int, name: str, releases: Iterable[Release], now: datetime) -> None:
    """Make a project's row mean the next release whose publisher is to be asked; there is none once both are known.

    A row that means that release already waits as it did. One statement or two.
    """
    release = next(iter(unchecked_releases(releases, index_url())), None)
    rows = FetchState.objects.filter(package=package_id, source=PYPI_PROVENANCE)
    if release is None:
        rows.delete()
    elif not rows.filter(subject=(subject := f"{name}/{release.version}"), validator=release.provenance_url).exists():
        anew = {"subject": subject, "due_at": now, "failures_in_a_row": 0, "last_error": "", "note": ""}
        anew["validator"] = release.provenance_url or ""
        rows.update_or_create(package_id=package_id, source=PYPI_PROVENANCE, defaults=anew)


def unchecked_releases(releases: Iterable[Release], index: str) -> list[Release]:
    """Those of the newest releases that are attested and whose publisher nobody has asked for, newest first.

    Only the index itself is asked: an address elsewhere would tell another host the names of a private index.
    """
    return [
        release
        for release in newest_offered(releases, MOST_RELEASES)
        if release.is_attested
        and release.publishers is None
        and authority_of(release.provenance_url or "") == authority_of(index)
    ]


def put_publishers(package_id: int, snapshot: ProvenanceSnapshot) -> bool:
    """Store who uploaded a release; True if that is news. One statement."""
    values = {
        "publishers": [describe_fields(publisher) for publisher in snapshot.publishers],
        "predicate_types": list(snapshot.predicate_types),
    }
    rows = Release.objects.filter(package=package_id, version=snapshot.version, publishers__isnull=True)
    return bool(rows.update(**values))


def describe_fields(publisher: attrs.AttrsInstance) -> dict[str, object]:
    """The fields of a publisher that say something, as they are stored."""
    found = attrs.asdict(publisher)
    return {name: dict(value) if name == "details" else value for name, value in found.items() if value}
