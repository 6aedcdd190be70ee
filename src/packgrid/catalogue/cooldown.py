"""The cooldown: how many days a release should be public before somebody installs it, and which releases are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import attrs

from packgrid.catalogue.listed_packages import ListedFacts
from packgrid.catalogue.models import Facts, Package, Release

DEFAULT_DAYS, MAX_DAYS = 7, 365
A_DAY = timedelta(days=1)


def count_days(at: datetime, now: datetime) -> int:
    """The full days since then; 0 for the future."""
    return max(0, (now - at) // A_DAY)


def read_release_age(facts: Facts | ListedFacts, now: datetime) -> int | None:
    """The full days since the upload of the newest release; None where the day is not known."""
    if facts.released_at is None or facts.released_to_the_month:
        return None
    return count_days(facts.released_at, now)


def is_cooling_down(facts: Facts | ListedFacts, now: datetime, days: int) -> bool:
    """True if the newest release is known to be younger than so many days."""
    age = read_release_age(facts, now)
    return age is not None and age < days


@attrs.frozen
class CoolingRelease:
    """A newest release that is younger than the cooldown. `settled` is the newest one that is old enough, if any is."""

    version: str
    released_at: datetime
    settled: Release | None


def find_cooling_release(package: Package, facts: Facts, now: datetime, days: int) -> CoolingRelease | None:
    """The newest release of a package if it is younger than the cooldown; a query if it is."""
    if facts.released_at is None or not is_cooling_down(facts, now, days):
        return None
    return CoolingRelease(facts.version or "", facts.released_at, find_settled_release(package, now, days))


def find_settled_release(package: Package, now: datetime, days: int) -> Release | None:
    """The highest version that an installer would choose unasked and that is old enough; None if none is. One query."""
    rows = package.releases.filter(
        uploaded_at__lte=now - timedelta(days=days), is_yanked=False, is_prerelease=False, gone_since=None
    )
    return rows.order_by("-sort_key").first()


def seconds_to_next_day(moments: Iterable[datetime], now: datetime) -> float | None:
    """The seconds until one of these ages has another full day; None if there are none."""
    return min(((A_DAY - (now - at) % A_DAY).total_seconds() for at in moments), default=None)
