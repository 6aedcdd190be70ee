"""Vulnerabilities of packages and of each of their releases, by the stored records of OSV."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from packgrid.catalogue.compiled_queries import NUMBER, read_rows
from packgrid.catalogue.models import Advisory, Facts, FetchState, Package
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.source_names import OSV
from packgrid.lib.osv_records import parse_advisory
from packgrid.lib.vulnerabilities import Vulnerability, fold_aliases, list_affecting

RECORD_PAGE = "https://osv.dev/vulnerability/"


def is_checked_at_osv(facts: Facts) -> bool:
    """True if what is stored about the vulnerabilities of a package comes from OSV."""
    entry = read_provenance(facts, "vulnerabilities")
    return entry is not None and entry.origin == OSV


def read_vulnerabilities(package_ids: Collection[int]) -> dict[int, list[Vulnerability]]:
    """The vulnerabilities of any release of these packages; two queries."""
    names = dict(Package.objects.filter(pk__in=package_ids).values_list("pk", "pypi_name"))
    found: dict[int, list[object]] = {pk: [] for pk in names}
    links = Advisory.packages.through.objects.filter(package__in=names).order_by("advisory__osv_id")
    for pk, record in links.values_list("package", "advisory__record"):
        found[pk].append(record)
    return {pk: parse_vulnerabilities(records, names[pk]) for pk, records in found.items()}


def has_osv_answered(package_id: int) -> bool:
    """True if OSV has ever answered about a package since it is asked; one query."""
    return FetchState.objects.filter(package=package_id, source=OSV, last_success_at__isnull=False).exists()


def read_package_vulnerabilities(package: Package) -> list[Vulnerability]:
    """The vulnerabilities of any release of a package; one query."""
    records = [record for (record,) in read_rows(select_records, values=[package.pk])]
    return parse_vulnerabilities(records, package.pypi_name)


def select_records() -> QuerySet[Advisory, Any]:
    """The records about a package, a placeholder."""
    return Advisory.objects.filter(packages=NUMBER).order_by("osv_id").values_list("record")


def parse_vulnerabilities(records: Sequence[object], project: str) -> list[Vulnerability]:
    """The vulnerabilities of a project by these records."""
    parsed = (parse_advisory(record, project) for record in records if isinstance(record, dict))
    return fold_aliases(filter(None, parsed))


def list_vulnerabilities_of(version: str, known: Sequence[Vulnerability]) -> list[dict[str, object]]:
    """The vulnerabilities of one version as Facts.vulnerabilities stores them."""
    return [
        {
            "id": item.id,
            "aliases": [name for name in item.ids if name != item.id],
            "link": RECORD_PAGE + item.record_id,
            "summary": item.summary or None,
            "fixed_in": list(filter(None, [item.fixed_in(version)])),
            "severity": item.severity.word if item.severity else None,
            "is_malware": item.is_malware,
        }
        for item in list_affecting(known, version)
    ]
