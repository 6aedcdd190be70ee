"""States of a package, which are compared before and after an answer."""

from collections.abc import Iterable, Mapping, Sized
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

import attrs

from packgrid.catalogue.fact_table import BY_KEY, FILES, HOST, OSV, PYPISTATS
from packgrid.catalogue.models import Facts, Release
from packgrid.catalogue.provenance import read_provenance
from packgrid.catalogue.release_trust import TrustChange, find_trust_changes
from packgrid.catalogue.source_names import NO_TREND
from packgrid.history.metrics import LEVELS
from packgrid.history.weeks import DailyCommits
from packgrid.lib.classifiers import django_versions, python_versions
from packgrid.lib.vulnerabilities import Vulnerability, preferred_id


@attrs.frozen
class ReleaseState:
    """A release that has or had files; `is_gone` if it is no longer listed."""

    uploaded_at: datetime
    is_yanked: bool = False
    is_gone: bool = False


@attrs.frozen
class VulnerabilityState:
    """A vulnerability: the id to show, every id that it has, and the versions that fix it as text."""

    id: str
    ids: frozenset[str]
    fixed_in: str = ""


@attrs.frozen(kw_only=True)
class State:
    """The recorded values of a package. None is unknown; an empty text or set means that the source says there is none.

    `metrics` are by the keys of their facts. `releases` are by version, without those that never had a file;
    `trust_changes` by the version that is attested otherwise than the one before it.
    `vulnerabilities` are those of the newest version, `all_vulnerabilities` those of any release, which OSV alone
    knows; `vulnerabilities_by` is the source of both, because two sources never know the same. `archived_at` and
    `deprecated_at` date what holds, where that is known.
    """

    metrics: Mapping[str, int | None] = attrs.field(factory=dict)
    daily_commits: DailyCommits | None = None
    releases: Mapping[str, ReleaseState] | None = None
    trust_changes: Mapping[str, TrustChange] | None = None
    vulnerabilities: tuple[VulnerabilityState, ...] | None = None
    all_vulnerabilities: tuple[VulnerabilityState, ...] | None = None
    vulnerabilities_by: str = ""
    django_versions: frozenset[str] | None = None
    python_versions: frozenset[str] | None = None
    license: str | None = None
    repo_url: str | None = None
    is_archived: bool | None = None
    archived_at: datetime | None = None
    is_deprecated: bool | None = None
    deprecated_at: datetime | None = None
    replaced_by: str | None = None
    is_on_pypi: bool | None = None
    is_repo_there: bool | None = None


PYPI = "pypi"
# A 404 now and then is no farewell: what is gone has been looked for so often.
TIMES_UNTIL_GONE = 3


def project_state(facts: Facts, releases: Iterable[Release] | None) -> State:
    """The state of a package's project on PyPI; `releases` are None if they were not read.

    It counts as known only if PyPI said it: a difference from what a file said happened nobody knows when.
    """
    downloads = count_metrics(facts, {PYPISTATS, FILES})
    entry = read_provenance(facts, "version")
    if entry is None or entry.origin != PYPI:
        return State(metrics=downloads, is_on_pypi=False if facts.pypi_gone_times >= TIMES_UNTIL_GONE else None)
    releases = None if releases is None else list(releases)
    with_files = None if releases is None else release_states(releases)
    listed = None if with_files is None else sum(not release.is_gone for release in with_files.values())
    return State(
        metrics={**downloads, "releases": listed},
        releases=with_files,
        trust_changes=None if releases is None else find_trust_changes(releases),
        **vulnerability_fields(facts),
        django_versions=frozenset(django_versions(facts.classifiers or ())),
        python_versions=frozenset(python_versions(facts.classifiers or ())),
        license=facts.license or "",
        is_on_pypi=facts.pypi_gone_times < TIMES_UNTIL_GONE,
    )


def vulnerability_state(facts: Facts, known: Iterable[Vulnerability]) -> State:
    """The state of what OSV answers for: `known` are the vulnerabilities of any release."""
    found = vulnerability_fields(facts)
    if found["vulnerabilities_by"] == OSV:
        found["all_vulnerabilities"] = tuple(VulnerabilityState(item.id, frozenset(item.ids)) for item in known)
    return State(**found)


def vulnerability_fields(facts: Facts) -> dict[str, Any]:
    """The vulnerabilities of the newest version, and who told of them."""
    entry = read_provenance(facts, "vulnerabilities")
    stored = facts.vulnerabilities
    if entry is None or stored is None:
        return {"vulnerabilities": None, "vulnerabilities_by": ""}
    return {"vulnerabilities": tuple(map(newest_vulnerability, stored)), "vulnerabilities_by": entry.origin}


def newest_vulnerability(item: Mapping[str, Any]) -> VulnerabilityState:
    """One of Facts.vulnerabilities, by the id that it has wherever it comes from."""
    ids = frozenset(map(str, (item["id"], *(item.get("aliases") or ()))))
    return VulnerabilityState(preferred_id(ids), ids, ", ".join(map(str, item.get("fixed_in") or ())))


def count_metrics(facts: Facts, sources: AbstractSet[str]) -> dict[str, int | None]:
    """The recorded facts that these sources say, by key; of a list of names how many there are.

    What makes no trend is left out: what an undated source said, and what is counted otherwise than before.
    """
    spoken_of = [BY_KEY[key] for key in LEVELS if not sources.isdisjoint(BY_KEY[key].sources)]
    return {
        fact.key: count_of(getattr(facts, fact.column))
        for fact in spoken_of
        if fact.column and not is_without_trend(facts, fact.column)
    }


def is_without_trend(facts: Facts, column: str) -> bool:
    """True if this value is from a source that makes no trend."""
    entry = read_provenance(facts, column)
    return entry is not None and entry.origin in NO_TREND


def count_of(value: int | Sized | None) -> int | None:
    """A stored count, or how many names a list has."""
    return value if value is None or isinstance(value, int) else len(value)


def release_states(releases: Iterable[Release]) -> dict[str, ReleaseState]:
    """The releases that have or had files, by version."""
    return {row.version: release_state(row, row.uploaded_at) for row in releases if row.uploaded_at}


def release_state(row: Release, uploaded_at: datetime) -> ReleaseState:
    """The state of one release."""
    return ReleaseState(uploaded_at, is_yanked=row.is_yanked, is_gone=row.gone_since is not None)


def repo_state(facts: Facts, repo_url: str, daily_commits: DailyCommits | None = None) -> State:
    """The state of a package's repository at this address, or at the one that its host says it moved to."""
    return State(
        metrics=count_metrics(facts, {HOST}),
        daily_commits=daily_commits,
        repo_url=facts.repo_moved_to or repo_url or None,
        is_archived=facts.is_archived,
        archived_at=facts.archived_at,
        is_repo_there=facts.repo_gone_times < TIMES_UNTIL_GONE,
    )
