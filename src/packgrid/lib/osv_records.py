"""Vulnerability records of OSV: which versions of a project each affects, and what fixes it.

The format is the OSV schema (ossf.github.io/osv-schema, read November 2026). A version of a PyPI project is affected
if a record lists it, or if it is within a range of the type ECOSYSTEM. Ranges of commits (GIT) are ignored.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import attrs

from packgrid.lib.clean_text import clean_text, clean_values
from packgrid.lib.severities import Severity, parse_severity_word, rate_vector
from packgrid.lib.versions import normalize_name, parse_version, version_sort_key

ECOSYSTEM, RANGE_TYPE = "PyPI", "ECOSYSTEM"
MALWARE = "MAL-"
NO_LIMIT = "*"
# Of events at the same version, in this order: what is fixed in 2.0 and introduced again in 2.0 affects 2.0.
EVENT_KINDS = ("fixed", "introduced", "last_affected")
LONGEST_SUMMARY = 500
sort_key = lru_cache(maxsize=20_000)(version_sort_key)


@attrs.frozen
class Event:
    """A version at which being affected begins or ends: introduced, fixed, or last_affected."""

    kind: str
    version: str

    def has_come(self, key: str) -> bool:
        """True if it has happened at the version with this sort key."""
        if self.kind == "last_affected":
            return key > sort_key(self.version)
        return key >= sort_key(self.version) or self == FROM_THE_FIRST


FROM_THE_FIRST = Event("introduced", "0")


@attrs.frozen
class AffectedRange:
    """The sorted events of a range, and the versions below which it holds (none: it holds for all)."""

    events: tuple[Event, ...]
    limits: tuple[str, ...] = ()

    def contains(self, version: str) -> bool:
        """True if a version is in the range. The order of a version that PEP 440 does not know is unknown."""
        if parse_version(version) is None:
            return set(self.events) == {FROM_THE_FIRST} and not self.limits
        key, is_affected = sort_key(version), False
        for event in self.events:
            if event.has_come(key):
                is_affected = event.kind == "introduced"
        return is_affected and (not self.limits or any(key < sort_key(limit) for limit in self.limits))


@attrs.frozen(kw_only=True)
class AdvisoryRecord:
    """One record, as far as it is about one project. `aliases` are its other ids, its own is not among them."""

    id: str
    aliases: tuple[str, ...] = ()
    summary: str = ""
    severity: Severity | None = None
    is_withdrawn: bool = False
    ranges: tuple[AffectedRange, ...] = ()
    versions: tuple[str, ...] = ()

    @property
    def is_malware(self) -> bool:
        """True if the project itself is the attack."""
        return any(name.startswith(MALWARE) for name in (self.id, *self.aliases))

    def affects(self, version: str) -> bool:
        """True if this version is listed or within a range."""
        return self.lists(version) or any(found.contains(version) for found in self.ranges)

    def lists(self, version: str) -> bool:
        """True if this version is among those that are listed one by one."""
        if version in self.versions:
            return True
        return parse_version(version) is not None and sort_key(version) in set(map(sort_key, self.versions))

    def fixes_after(self, version: str) -> Iterator[str]:
        """The versions after this one that fix the ranges that it is in; any range's where it is only listed."""
        if parse_version(version) is None:
            return
        containing = [found for found in self.ranges if found.contains(version)] or self.ranges
        for event in (event for found in containing for event in found.events):
            if event.kind == "fixed" and sort_key(event.version) > sort_key(version):
                yield event.version


def trim_record(record: Mapping[str, object]) -> dict[str, object]:
    """The parts of a record that parse_advisory() reads, without versions that its ranges contain anyway."""
    kept = {name: record[name] for name in ("id", "modified", "withdrawn", "aliases", "severity") if name in record}
    affected = [trim_affected(item) for item in read_objects(record.get("affected")) if project_of(item)]
    words = {"severity": severity_word(record)}
    trimmed = {**kept, "summary": summary_of(record), "database_specific": words, "affected": affected}
    return {key: clean_values(value) for key, value in trimmed.items()}


def trim_affected(item: Mapping[str, object]) -> dict[str, object]:
    """The parts about one project."""
    ranges = [found for found in read_objects(item.get("ranges")) if found.get("type") == RANGE_TYPE]
    known = list(filter(None, map(parse_range, ranges)))
    return {
        "package": {"ecosystem": ECOSYSTEM, "name": project_of(item)},
        "ranges": [{"type": RANGE_TYPE, "events": read_objects(found.get("events"))} for found in ranges],
        "versions": [
            name for name in read_texts(item.get("versions")) if not any(found.contains(name) for found in known)
        ],
        "severity": read_objects(item.get("severity")),
    }


def parse_advisory(record: Mapping[str, object], project: str) -> AdvisoryRecord | None:
    """The record as far as it is about this project; items that cannot be read are left out. None without an id."""
    name = read_text(record.get("id"))
    if not name:
        return None
    affected = list(affected_of(record, project))
    ranges = (parse_range(found) for item in affected for found in read_objects(item.get("ranges")))
    return AdvisoryRecord(
        id=name,
        aliases=tuple(dict.fromkeys(alias for alias in read_texts(record.get("aliases")) if alias != name)),
        summary=summary_of(record),
        severity=severity_of(record, affected),
        is_withdrawn=record.get("withdrawn") is not None,
        ranges=tuple(filter(None, ranges)),
        versions=tuple(version for item in affected for version in read_texts(item.get("versions"))),
    )


def affected_of(record: Mapping[str, object], project: str) -> Iterator[Mapping[str, object]]:
    """The items of a record that are about this project of PyPI."""
    return (item for item in read_objects(record.get("affected")) if project_of(item) == normalize_name(project))


def project_of(item: Mapping[str, object]) -> str:
    """The normalized name of the PyPI project that an item is about; "" if it is about something else."""
    package = item.get("package")
    if not isinstance(package, Mapping) or read_text(package.get("ecosystem")).partition(":")[0] != ECOSYSTEM:
        return ""
    return normalize_name(read_text(package.get("name")))


def parse_range(found: Mapping[str, object]) -> AffectedRange | None:
    """A range of versions; None for ranges of commits, and where one of its versions cannot be ordered."""
    if found.get("type") != RANGE_TYPE:
        return None
    events, limits = [], []
    for kind, version in (
        (kind, read_text(version)) for item in read_objects(found.get("events")) for kind, version in item.items()
    ):
        if kind == "limit":
            limits.append(version)
        elif kind in EVENT_KINDS:
            events.append(Event(kind, version))
    named = [event.version for event in events] + [limit for limit in limits if limit != NO_LIMIT]
    if not events or any(parse_version(version) is None for version in named):
        return None
    ordered = tuple(sorted(events, key=event_order))
    return AffectedRange(ordered, () if NO_LIMIT in limits else tuple(limits))


def event_order(event: Event) -> tuple[str, int]:
    """Sorts events by version; "0" is before every version."""
    return "" if event == FROM_THE_FIRST else sort_key(event.version), EVENT_KINDS.index(event.kind)


def severity_of(record: Mapping[str, object], affected: Iterable[Mapping[str, object]]) -> Severity | None:
    """The severity by the newest kind of vector that can be read, of the project before the record; else its word."""
    for owner in (*affected, record):
        vectors = [read_text(item.get("score")) for item in read_objects(owner.get("severity"))]
        if rated := [rating for vector in sorted(vectors, reverse=True) if (rating := rate_vector(vector))]:
            return rated[0]
    return parse_severity_word(severity_word(record))


def severity_word(record: Mapping[str, object]) -> str:
    """The word that GitHub's records have for their severity; "" if there is none."""
    own = record.get("database_specific")
    return read_text(own.get("severity")) if isinstance(own, Mapping) else ""


def summary_of(record: Mapping[str, object]) -> str:
    """The summary of a record, else the first line of its details."""
    lines = read_text(record.get("details")).strip().splitlines()
    return (read_text(record.get("summary")).strip() or (lines[0].lstrip("# ") if lines else ""))[:LONGEST_SUMMARY]


def read_text(value: object) -> str:
    """The cleaned value if it is a string, else ""."""
    return clean_text(value) if isinstance(value, str) else ""


def read_texts(value: object) -> list[str]:
    """The cleaned, non-empty strings of a list; [] for anything else."""
    return [clean_text(item) for item in value if isinstance(item, str) and item] if isinstance(value, list) else []


def read_objects(value: object) -> list[Mapping[str, object]]:
    """The objects of a list; [] for anything else."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
