"""Vulnerabilities: the records of OSV that name each other as aliases are one, with one id to show."""

import re
from collections.abc import Iterable, Sequence

import attrs

from packgrid.lib.osv_records import MALWARE, AdvisoryRecord, sort_key
from packgrid.lib.severities import Severity


@attrs.frozen
class Vulnerability:
    """The records of one vulnerability: those that name each other as aliases, directly or through others."""

    advisories: tuple[AdvisoryRecord, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id of it, the one to show first."""
        names = {name for advisory in self.advisories for name in (advisory.id, *advisory.aliases)}
        return tuple(sorted(names, key=id_order))

    @property
    def id(self) -> str:
        """The id to show: of CVE, which news and distributions use; else of GitHub, else of PyPI's own database."""
        return self.ids[0]

    @property
    def record_id(self) -> str:
        """The id of one of its records, for its page at OSV."""
        return min((advisory.id for advisory in self.advisories), key=id_order)

    @property
    def is_malware(self) -> bool:
        return any(advisory.is_malware for advisory in self.advisories)

    @property
    def severity(self) -> Severity | None:
        """The highest that one of its records states; None if none states any."""
        return max((found.severity for found in self.advisories if found.severity), default=None)

    @property
    def summary(self) -> str:
        """The summary of the first record that has one."""
        return next((found.summary for found in sorted(self.advisories, key=by_id) if found.summary), "")

    def affects(self, version: str) -> bool:
        """True if one of its records says so."""
        return any(advisory.affects(version) for advisory in self.advisories)

    def fixed_in(self, version: str) -> str:
        """The lowest version that fixes this one and is not affected itself; "" if none is known."""
        later = {fix for found in self.advisories if found.affects(version) for fix in found.fixes_after(version)}
        return next((fix for fix in sorted(later, key=sort_key) if not self.affects(fix)), "")


def by_id(advisory: AdvisoryRecord) -> tuple[int, tuple[str, ...]]:
    return id_order(advisory.id)


def id_order(name: str) -> tuple[int, tuple[str, ...]]:
    """Sorts ids: CVE, GHSA, PYSEC, others, malware before all; within each by year and number."""
    kinds = (MALWARE, "CVE-", "GHSA-", "PYSEC-")
    kind = next((number for number, prefix in enumerate(kinds) if name.startswith(prefix)), len(kinds))
    return kind, tuple(part.zfill(10) if part.isdecimal() else part for part in re.split(r"([0-9]+)", name))


def preferred_id(names: Iterable[str]) -> str:
    """The id to show of those that one vulnerability has."""
    return min(names, key=id_order)


def fold_aliases(advisories: Iterable[AdvisoryRecord]) -> list[Vulnerability]:
    """The vulnerabilities that these records describe, by id; records that were withdrawn are left out."""
    groups: list[tuple[set[str], list[AdvisoryRecord]]] = []
    for advisory in (advisory for advisory in advisories if not advisory.is_withdrawn):
        names, members = {advisory.id, *advisory.aliases}, [advisory]
        for group in [group for group in groups if group[0] & names]:
            names |= group[0]
            members = group[1] + members
            groups.remove(group)
        groups.append((names, members))
    found = [Vulnerability(tuple(sorted(members, key=by_id))) for _names, members in groups]
    return sorted(found, key=lambda item: id_order(item.id))


def list_affecting(known: Sequence[Vulnerability], version: str) -> list[Vulnerability]:
    """Those of these vulnerabilities that affect a version: malware first, then the most severe."""
    found = [item for item in known if item.affects(version)]
    return sorted(found, key=lambda item: (not item.is_malware, -(item.severity or 0)))
