"""Snapshots in the words of our columns: pure, one function a kind of snapshot.

What a snapshot does not say has no key, and what is stored stays. Texts are cut to the length of their columns.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import singledispatch
from typing import Any

import attrs
from django.db.models import CharField

from packgrid.catalogue.models import Facts
from packgrid.catalogue.provenance import Provenance, encode_provenance
from packgrid.catalogue.provenance import read_provenance as said_by
from packgrid.sources.depsdev import UndatedRepoSnapshot
from packgrid.sources.pypi import ProjectSnapshot
from packgrid.sources.pypistats import DownloadsSnapshot
from packgrid.sources.repos import ActivitySnapshot, Contributor, RepoSnapshot
from packgrid.sources.top_downloads import TopDownloadsSnapshot

LENGTHS: Mapping[str, int | None] = {
    field.name: field.max_length
    for field in Facts._meta.concrete_fields  # noqa: SLF001 its public name
    if isinstance(field, CharField)
}


def map_snapshot(snapshot: object) -> dict[str, Any]:
    """The columns of Facts that a snapshot fills, as they are stored."""
    return {name: shorten_text(name, value) for name, value in map_fields(snapshot).items()}


def shorten_text(name: str, value: object) -> object:
    """A value no longer than its column."""
    return value[: LENGTHS[name]] if isinstance(value, str) and name in LENGTHS else value


@singledispatch
def map_fields(snapshot: object) -> dict[str, Any]:
    """The values of a snapshot, by column."""
    raise TypeError(snapshot)


@map_fields.register
def of_project(snapshot: ProjectSnapshot) -> dict[str, Any]:
    """The columns that an index fills. Each answer that came is complete: values that it lacks are emptied."""
    found = {"pypi_gone_since": None, "pypi_gone_times": 0}
    return found | map_document(snapshot) | map_declared(snapshot) | map_newest(snapshot) | map_index_status(snapshot)


def map_document(snapshot: ProjectSnapshot) -> dict[str, Any]:
    """The columns filled by the JSON document of the project: summary, people, licence, links, owners."""
    document = snapshot.document
    if document is None:
        return {}
    owned = document.ownership
    told = {} if owned is None else {"ownership": {"organization": owned.organization, "roles": as_lists(owned.roles)}}
    return told | {
        "summary": document.summary,
        "author": document.author,
        "maintainer": document.maintainer,
        "license": document.license,
        "links": document.links,
        "vulnerabilities": [
            attrs.asdict(item) | {"aliases": list(item.aliases), "fixed_in": list(item.fixed_in)}
            for item in document.vulnerabilities
        ],
    }


def as_lists(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Pairs as JSON keeps them, so that what is stored equals what is told."""
    return [list(pair) for pair in pairs]


def map_declared(snapshot: ProjectSnapshot) -> dict[str, Any]:
    """The classifiers and requirements of the newest release; {} where no answer had them."""
    if not (snapshot.metadata or snapshot.document):
        return {}
    return {"classifiers": list(snapshot.classifiers), "requires_dist": list(snapshot.requires_dist)}


def map_newest(snapshot: ProjectSnapshot) -> dict[str, Any]:
    """The release to show. An index that hides its releases, or lists but some, takes none away."""
    found: dict[str, Any] = {}
    newest = snapshot.release_list.newest if snapshot.release_list else None
    if newest or (snapshot.release_list and snapshot.release_list.is_complete):
        found |= {"version": snapshot.version, "released_at": snapshot.released_at, "released_to_the_month": False}
    if newest or snapshot.document:
        told = newest.requires_python if newest else None
        found["requires_python"] = told or (snapshot.document.requires_python if snapshot.document else None)
    return found


def map_index_status(snapshot: ProjectSnapshot) -> dict[str, Any]:
    """The status that the index gives, where it tells."""
    if snapshot.status is None:
        return {}
    return {"index_status": snapshot.status.value, "index_status_reason": snapshot.status_reason}


OTHER_NAMES = {
    "description": "repo_description",
    "homepage": "repo_homepage",
    "license": "repo_license",
    "created_at": "repo_created_at",
    "release_count": "host_release_count",
    "latest_release": "host_release",
    "latest_release_at": "host_release_at",
}
"""The columns of Facts that are called otherwise than in a RepoSnapshot."""
NOT_AS_THEY_ARE = {"url", "topics", "contributors"}
REPO_COLUMNS = {
    field.name: OTHER_NAMES.get(field.name, field.name)
    for field in attrs.fields(RepoSnapshot)
    if field.name not in NOT_AS_THEY_ARE
}
"""The columns of Facts by the fields of a RepoSnapshot that are stored as they are."""


@map_fields.register
def of_repo(snapshot: RepoSnapshot) -> dict[str, Any]:
    """A host says what it has; what is not archived (any more), or has no release, has no date of that."""
    stated = {column: getattr(snapshot, name) for name, column in REPO_COLUMNS.items()}
    found = {column: value for column, value in stated.items() if value is not None}
    if snapshot.is_archived is False:
        found["archived_at"] = None
    if snapshot.latest_release == "":
        found["host_release_at"] = None
    if snapshot.topics is not None:
        found["topics"] = list(snapshot.topics)
    if snapshot.contributors is not None:
        found |= map_contributors(snapshot.contributors)
    return found | {"repo_gone_since": None, "repo_gone_times": 0}


@map_fields.register
def of_undated_repo(snapshot: UndatedRepoSnapshot) -> dict[str, Any]:
    """Some figures, as far as they are known; they do not say that the repository still exists."""
    stated = {REPO_COLUMNS[name]: value for name, value in attrs.asdict(snapshot).items()}
    return {column: value for column, value in stated.items() if value is not None}


@map_fields.register
def of_activity(snapshot: ActivitySnapshot) -> dict[str, Any]:
    """The year of a repository; the branch and the last commit only where there is one."""
    found: dict[str, Any] = {
        "weekly_commits": list(snapshot.weekly_commits),
        "year_authors": [[author.name, author.commits] for author in snapshot.authors],
        "tags": list(snapshot.tags),
    }
    if snapshot.last_commit_at:
        found |= {"last_commit_at": snapshot.last_commit_at, "default_branch": snapshot.default_branch}
    return found


@map_fields.register
def of_downloads(snapshot: DownloadsSnapshot) -> dict[str, Any]:
    """The downloads of the last month."""
    return {"downloads_30d": snapshot.last_month}


@map_fields.register
def of_top_downloads(snapshot: TopDownloadsSnapshot) -> dict[str, Any]:
    """The downloads of the month of the list, None of a project that is not in it."""
    return {"downloads_30d": snapshot.last_month}


def map_contributors(contributors: tuple[Contributor, ...]) -> dict[str, Any]:
    """Everybody by name, and which of them are programs."""
    return {
        "contributors": [person.name for person in contributors],
        "bots": [person.name for person in contributors if person.is_bot],
    }


def map_provenance(
    facts: Facts, values: Mapping[str, Any], changes: Mapping[str, Any], source: str, now: datetime
) -> dict[str, list[object]]:
    """The entries of the provenance that become others: of changed values, and of values that others had said."""
    entries = {}
    for name in values.keys() - BOOKKEEPING:
        before = said_by(facts, name)
        if name in changes or before is None or before.origin != source:
            since = now if before is None or name in changes else before.changed_at
            entries[name] = encode_provenance(Provenance(source, since))
    return entries


BOOKKEEPING = {"pypi_gone_since", "pypi_gone_times", "repo_gone_since", "repo_gone_times"}
