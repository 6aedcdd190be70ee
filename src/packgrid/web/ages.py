"""Ages and dates to come as pages show them, and how long a page that shows some is right.

They count days of UTC, so that all of them change at midnight and a page is right for the rest of the day. What has to
be told to the minute is for pages that are not cached for long.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from django.utils.timesince import timesince

from packgrid.assessment.rules.evidence import Evidence, first_released_at
from packgrid.catalogue.cooldown import seconds_to_next_day

A_DAY = timedelta(days=1)


def describe_age(at: datetime, now: datetime) -> str:
    """Such as "today", "yesterday", "3 days ago" or "2 months ago"; "today" also for the future."""
    days = count_days_between(at, now)
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    return f"{describe_days(days, now)} ago"


def describe_due(at: datetime, now: datetime) -> str:
    """Such as "today", "tomorrow" or "in 3 weeks"; "today" also for what is overdue."""
    days = count_days_between(now, at)
    if days <= 1:
        return "tomorrow" if days == 1 else "today"
    return f"in {describe_days(days, now)}"


def describe_exact_age(at: datetime, now: datetime) -> str:
    """Such as "just now" or "3 minutes ago", for pages that are right for a minute only."""
    age = timesince(at, now, depth=1).replace("\xa0", " ")
    return "just now" if age.startswith("0") else f"{age} ago"


def count_days_between(first: datetime, last: datetime) -> int:
    """The days from one day to another, below 0 if it is earlier."""
    return (last.astimezone(UTC).date() - first.astimezone(UTC).date()).days


def describe_days(days: int, now: datetime) -> str:
    """So many days until today in the largest unit that fits, such as "3 weeks"."""
    return describe_days_until(start_of_day(now), days)


@lru_cache(4096)
def describe_days_until(midnight: datetime, days: int) -> str:
    """So many days until a midnight; cached, because the ages of a catalogue are few."""
    return timesince(midnight - days * A_DAY, midnight, depth=1).replace("\xa0", " ")


def start_of_day(at: datetime) -> datetime:
    """The midnight before a moment, in UTC."""
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)


def count_fresh_seconds(now: datetime, moments: Iterable[datetime | None] = ()) -> float:
    """How long a page with ages is right: until the day is over, or one of these moments is another full day ago."""
    left = (start_of_day(now) + A_DAY - now).total_seconds()
    return min(left, seconds_to_next_day(filter(None, moments), now) or left)


def list_counted_moments(evidence: Evidence) -> list[datetime | None]:
    """The moments from which the rules about packages count full days."""
    return [
        evidence.released_at,
        evidence.last_commit_at,
        evidence.pushed_at,
        evidence.pypi_confirmed_at,
        evidence.repo_confirmed_at,
        first_released_at(evidence),
    ]
