"""Changes of the packages that somebody follows, for the page, the feed and the mail."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

import attrs

from packgrid.accounts.models import User
from packgrid.community.watchlist import Followed, packages_of, read_followed
from packgrid.history.models import Change
from packgrid.history.queries import changes_since, newest_changes
from packgrid.search.query import search
from packgrid.search.query_language import parse_query

SHOWN, MAILED = 100, 100
BEST_OF_A_SEARCH = 100
MOST_PACKAGES = 5000


@attrs.frozen
class DayOfChanges:
    """The changes of a day, newest first."""

    at: datetime
    changes: Sequence[Change]


def watched_packages(watches: Followed, *, now: datetime) -> list[int]:
    """The ids of all packages that somebody follows: by themselves, in grids, and the best that their searches find.

    One query, and one to four for each search.
    """
    ids = packages_of(watches)
    for watch in watches.texts:
        hits = search(parse_query(watch.text), limit=BEST_OF_A_SEARCH, now=now).entries
        ids |= {hit.package_id for hit in hits if hit.package_id}
    return sorted(ids, reverse=True)[:MOST_PACKAGES]


def newest_watched_changes(watches: Followed, *, now: datetime) -> list[Change]:
    """The newest changes of what somebody follows."""
    return newest_changes(limit=SHOWN, package_ids=watched_packages(watches, now=now))


def watched_changes_since(user: User, since: int, *, now: datetime) -> list[Change]:
    """The changes of what somebody follows after the change with this id, oldest first."""
    ids = watched_packages(read_followed(user), now=now)
    return changes_since(since, limit=MAILED, package_ids=ids) if ids else []


def group_by_day(changes: Sequence[Change]) -> list[DayOfChanges]:
    """The changes by the day on which they happened (UTC), newest first."""
    ordered = sorted(changes, key=lambda change: (change.at, change.pk), reverse=True)
    return [
        DayOfChanges(rows[0].at, rows)
        for _, group in groupby(ordered, lambda change: change.at.date())
        if (rows := [*group])
    ]
