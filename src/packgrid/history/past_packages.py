"""Reads packages as they were at the end of a day (UTC). None is unknown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs

from packgrid.catalogue.models import Package, Release
from packgrid.history.models import UNDOES, Change, Kind
from packgrid.history.queries import commits_by_week, read_counts
from packgrid.history.weeks import last_complete_week
from packgrid.lib.versions import UNPARSEABLE

NEEDED_KINDS = (Kind.LICENSE, Kind.ARCHIVED, Kind.DEPRECATED, Kind.YANKED, Kind.RELEASE_GONE)
RELEASE_COLUMNS = ("package_id", "version", "sort_key", "uploaded_at", "is_prerelease", "is_yanked", "gone_since")


@attrs.frozen(kw_only=True)
class PastPackage:
    """A package as it was on a day.

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


def read_past_package(package_id: int, day: date) -> PastPackage:
    """A package as it was at the end of a day; six queries.

    Raises:
        KeyError: there is no such package.
    """
    return read_past_packages([package_id], day)[package_id]


def read_past_packages(package_ids: Iterable[int], day: date) -> dict[int, PastPackage]:
    """Packages as they were at the end of a day, by id; six queries, however many they are."""
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    packages = Package.objects.in_bulk(list(package_ids))
    metrics, commits = read_counts(packages, day), commits_by_week(packages, until=last_complete_week(day))
    releases, history = releases_until(packages, end), read_change_history(packages, end)
    return {
        pk: PastPackage(
            counts=metrics[pk] | ({"releases": len(listed)} if listed else {}),
            **newest_release_fields(listed, history),
            license=history.read_text(pk, Kind.LICENSE),
            is_archived=history.was_true(pk, Kind.ARCHIVED),
            is_deprecated=history.was_true(pk, Kind.DEPRECATED, otherwise=was_deprecated(package, end)),
            weekly_commits=commits[pk] if set(commits[pk]) != {None} else None,
        )
        for pk, package in packages.items()
        for listed in [[release for release in releases[pk] if was_listed(release, history)]]
    }


@attrs.frozen
class ChangeHistory:
    """The changes of packages by topic, and the end of a day. Later changes tell what was true before them."""

    changes: Mapping[tuple[int, int, str], Sequence[Change]]
    end: datetime

    def was_true(self, package_id: int, kind: Kind, subject: str = "", *, otherwise: bool | None = None) -> bool | None:
        """True if a claim (archived, yanked and so on) was true then; `otherwise` if no change says so."""
        past, future = self.split_changes(package_id, kind, subject)
        if past:
            return past[-1].kind == kind
        return future[0].kind != kind if future and future[0].old is not None else otherwise

    def read_text(self, package_id: int, kind: Kind) -> str | None:
        """A text as it was; None if no change says so."""
        past, future = self.split_changes(package_id, kind, "")
        if past:
            return past[-1].new
        return future[0].old if future else None

    def split_changes(self, package_id: int, kind: Kind, subject: str) -> tuple[list[Change], list[Change]]:
        """The changes of a topic before the end of the day, and those after it."""
        changes = self.changes.get((package_id, kind, subject), ())
        return [row for row in changes if row.at < self.end], [row for row in changes if row.at >= self.end]


def read_change_history(package_ids: Iterable[int], end: datetime) -> ChangeHistory:
    """All changes of these packages; one query."""
    kinds = [*NEEDED_KINDS, *(kind for kind, undone in UNDOES.items() if undone in NEEDED_KINDS)]
    found: dict[tuple[int, int, str], list[Change]] = defaultdict(list)
    for change in Change.objects.filter(package__in=package_ids, kind__in=kinds).order_by("id"):
        found[change.topic].append(change)
    return ChangeHistory(found, end)


def releases_until(package_ids: Iterable[int], end: datetime) -> dict[int, list[Release]]:
    """The releases that were uploaded before a moment, by package; one query."""
    found: dict[int, list[Release]] = defaultdict(list)
    uploaded = Release.objects.filter(package__in=package_ids, uploaded_at__lt=end)
    for release in uploaded.order_by().only(*RELEASE_COLUMNS):
        found[release.package_id].append(release)
    return found


def was_listed(release: Release, history: ChangeHistory) -> bool:
    """True if a release that was uploaded by then was also listed then."""
    is_gone = release.gone_since is not None and release.gone_since < history.end
    return not history.was_true(release.package_id, Kind.RELEASE_GONE, release.version, otherwise=is_gone)


def newest_release_fields(listed: Sequence[Release], history: ChangeHistory) -> dict[str, Any]:
    """The version and date of the newest of the listed releases, as fields of PastPackage; {} if there are none.

    A yank that nobody saw happen counts from the first day. As today, a yanked release or a pre-release is the newest
    only where there is no other.
    """
    if not listed:
        return {}
    usable = [release for release in listed if not was_yanked(release, history)] or listed
    newest = max(filter(is_stable, usable), key=release_order, default=None) or max(usable, key=release_order)
    return {"version": newest.version, "released_at": newest.uploaded_at}


def is_stable(release: Release) -> bool:
    """True if the version is valid by PEP 440 and no pre-release."""
    return not release.is_prerelease and not release.sort_key.startswith(UNPARSEABLE)


def release_order(release: Release) -> str:
    """The key by which releases are sorted."""
    return release.sort_key


def was_yanked(release: Release, history: ChangeHistory) -> bool | None:
    """True if a release was yanked then."""
    return history.was_true(release.package_id, Kind.YANKED, release.version, otherwise=release.is_yanked)


def was_deprecated(package: Package, end: datetime) -> bool | None:
    """True if a package was deprecated then, by its row of today; None before it was added."""
    if package.deprecated_at is not None:
        return package.deprecated_at < end
    return False if package.created < end else None
