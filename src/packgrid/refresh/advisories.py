"""Stores the records of OSV, and evaluates them for the newest release of a package."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from packgrid.catalogue.advisories import (
    has_osv_answered,
    is_checked_at_osv,
    list_vulnerabilities_of,
    read_vulnerabilities,
)
from packgrid.catalogue.models import Advisory, Facts
from packgrid.catalogue.source_names import OSV
from packgrid.projections.announcements import announce
from packgrid.refresh.mapping import map_provenance
from packgrid.sources.osv import AdvisoriesSnapshot

BATCH = 500


def decides_vulnerabilities(package_id: int) -> bool:
    """True if OSV is asked and has answered about a package: then it decides, and not PyPI."""
    return bool(settings.OSV_URL) and has_osv_answered(package_id)


def find_stored_advisories(wanted: Mapping[str, str]) -> set[str]:
    """Those of these records (id to time) that are stored as they were modified then; one query."""
    rows = Advisory.objects.filter(osv_id__in=wanted).values_list("osv_id", "modified")
    return {name for name, modified in rows if wanted[name] == modified}


def put_advisories(package_id: int, snapshot: AdvisoriesSnapshot) -> bool:
    """Store the records of an answer and which of them are about the package; True if anything is new.

    The other packages that a changed record is about are announced, because their pages show it, too.
    """
    rows = [Advisory(osv_id=item.id, modified=item.modified, record=item.record) for item in snapshot.fetched]
    Advisory.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["osv_id"], update_fields=["modified", "record"]
    )
    links = Advisory.packages.through.objects
    named = Advisory.objects.filter(osv_id__in=snapshot.ids)
    wanted, linked = set(named.values_list("pk", flat=True)), links.filter(package=package_id)
    before = set(linked.values_list("advisory", flat=True))
    linked.filter(advisory__in=before - wanted).delete()
    links.bulk_create(
        [Advisory.packages.through(package_id=package_id, advisory_id=pk) for pk in sorted(wanted - before)], BATCH
    )
    if rows:
        changed = links.filter(advisory__osv_id__in=[row.osv_id for row in rows]).exclude(package=package_id)
        announce(packages=set(changed.values_list("package", flat=True)))
    return bool(rows) or before != wanted


def map_newest_vulnerabilities(facts: Facts, version: str | None) -> dict[str, Any]:
    """The column with the vulnerabilities of this version; nothing where no version is known. Two queries."""
    if version is None:
        return {}
    known = read_vulnerabilities([facts.package_id])[facts.package_id]
    return {"vulnerabilities": list_vulnerabilities_of(version, known)}


def with_vulnerabilities_of_new_version(facts: Facts, changes: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The changes of a project, with the vulnerabilities of its new newest version, where OSV told of them."""
    if ("version" not in changes and is_checked_at_osv(facts)) or not decides_vulnerabilities(facts.package_id):
        return dict(changes)
    values = map_newest_vulnerabilities(facts, changes.get("version", facts.version))
    found = {name: value for name, value in values.items() if getattr(facts, name) != value}
    entries = map_provenance(facts, values, found, OSV, now)
    if not entries:
        return {**changes, **found}
    return {**changes, **found, "provenance": {**changes.get("provenance", facts.provenance), **entries}}
