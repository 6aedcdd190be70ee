"""Packages as they were at the end of a day, UTC: one value a package for pages, None where nobody knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs

from packgrid.catalogue.models import Package, Release
from packgrid.history.models import UNDOES, Change, Kind
from packgrid.history.queries import commits_by_week, many_at
from packgrid.history.weeks import last_complete_week
from packgrid.lib.versions import UNPARSEABLE

TOLD = (Kind.LICENSE, Kind.ARCHIVED, Kind.DEPRECATED, Kind.YANKED, Kind.RELEASE_GONE)
RELEASE_COLUMNS = ("package_id", "version", "sort_key", "uploaded_at", "is_prerelease", "is_yanked", "gone_since")


@attrs.frozen(kw_only=True)
class PackageThen:
    """What is known of a package as it was on a day.

    `counts` are by the keys of their facts; those of releases are the releases that were listed. `license` is "" where
    it was said to have none. `version` is the newest stable release of those that were listed and not yanked then.
    `weekly_commits` are 52 calendar weeks, oldest first, the last one the week that was over by then; None if none of
    them is known.
    """

    counts: Mapping[str, int] = attrs.field(factory=dict)
    version: str | None = None
    released_at: datetime | None = None
    license: str | None = None
    is_archived: bool | None = None
    is_deprecated: bool | None = None
    weekly_commits: tuple[int | None, ...] | None = None


def package_then(package_id: int, day: date) -> PackageThen:
    """A package as it was; six queries.

    Raises:
        KeyError: there is no such package.
    """
    return packages_then([package_id], day)[package_id]


def packages_then(package_ids: Iterable[int], day: date) -> dict[int, PackageThen]:
    """Packages as they were, by id, for a list or a grid; six queries, however many they are."""
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    packages = Package.objects.in_bulk(list(package_ids))
    metrics, commits = many_at(packages, day), commits_by_week(packages, until=last_complete_week(day))
    releases, told = releases_until(packages, end), told_of(packages, end)
    return {
        pk: PackageThen(
            counts=metrics[pk] | ({"releases": len(listed)} if listed else {}),
            **newest_of(listed, told),
            license=told.text(pk, Kind.LICENSE),
            is_archived=told.claim(pk, Kind.ARCHIVED),
            is_deprecated=told.claim(pk, Kind.DEPRECATED, otherwise=was_deprecated(package, end)),
            weekly_commits=commits[pk] if set(commits[pk]) != {None} else None,
        )
        for pk, package in packages.items()
        for listed in [[release for release in releases[pk] if was_listed(release, told)]]
    }


@attrs.frozen
class Told:
    """What happened to packages, by topic, seen from the moment at which a day ends; later changes tell what was."""

    changes: Mapping[tuple[int, int, str], Sequence[Change]]
    end: datetime

    def claim(self, package_id: int, kind: Kind, subject: str = "", *, otherwise: bool | None = None) -> bool | None:
        """Whether it was archived, yanked and so on; `otherwise` if nothing was told of it."""
        past, future = self.parted(package_id, kind, subject)
        if past:
            return past[-1].kind == kind
        return future[0].kind != kind if future and future[0].old is not None else otherwise

    def text(self, package_id: int, kind: Kind) -> str | None:
        """What a text was; None if nothing was told of it."""
        past, future = self.parted(package_id, kind, "")
        if past:
            return past[-1].new
        return future[0].old if future else None

    def parted(self, package_id: int, kind: Kind, subject: str) -> tuple[list[Change], list[Change]]:
        """The changes of a topic before that moment and after it."""
        changes = self.changes.get((package_id, kind, subject), ())
        return [row for row in changes if row.at < self.end], [row for row in changes if row.at >= self.end]


def told_of(package_ids: Iterable[int], end: datetime) -> Told:
    """What happened to these packages, whenever it was; one query."""
    kinds = [*TOLD, *(kind for kind, undone in UNDOES.items() if undone in TOLD)]
    found: dict[tuple[int, int, str], list[Change]] = defaultdict(list)
    for change in Change.objects.filter(package__in=package_ids, kind__in=kinds).order_by("id"):
        found[change.topic].append(change)
    return Told(found, end)


def releases_until(package_ids: Iterable[int], end: datetime) -> dict[int, list[Release]]:
    """The releases that were uploaded before a moment, by package; one query."""
    found: dict[int, list[Release]] = defaultdict(list)
    uploaded = Release.objects.filter(package__in=package_ids, uploaded_at__lt=end)
    for release in uploaded.order_by().only(*RELEASE_COLUMNS):
        found[release.package_id].append(release)
    return found


def was_listed(release: Release, told: Told) -> bool:
    """Whether a release that was uploaded by then was listed then."""
    is_gone = release.gone_since is not None and release.gone_since < told.end
    return not told.claim(release.package_id, Kind.RELEASE_GONE, release.version, otherwise=is_gone)


def newest_of(listed: Sequence[Release], told: Told) -> dict[str, Any]:
    """The fields that tell of the newest release, out of those that were listed; no fields if there were none.

    A yank that nobody saw happen counts from the first day. As today, a yanked release or a pre-release is the newest
    only where there is no other.
    """
    if not listed:
        return {}
    usable = [release for release in listed if not was_yanked(release, told)] or listed
    newest = max(filter(is_stable, usable), key=order, default=None) or max(usable, key=order)
    return {"version": newest.version, "released_at": newest.uploaded_at}


def is_stable(release: Release) -> bool:
    """Whether its version is one that PEP 440 knows, and no pre-release."""
    return not release.is_prerelease and not release.sort_key.startswith(UNPARSEABLE)


def order(release: Release) -> str:
    """Where its version stands."""
    return release.sort_key


def was_yanked(release: Release, told: Told) -> bool | None:
    """Whether a release was yanked then."""
    return told.claim(release.package_id, Kind.YANKED, release.version, otherwise=release.is_yanked)


def was_deprecated(package: Package, end: datetime) -> bool | None:
    """Whether a package was deprecated then, as far as its row tells; None before it was added."""
    if package.deprecated_at is not None:
        return package.deprecated_at < end
    return False if package.created < end else None
