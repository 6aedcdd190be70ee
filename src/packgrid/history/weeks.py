"""Commits by calendar weeks, Monday to Sunday in UTC. Pure.

A week is known by its Monday. Sources count by days: 52 counts that end at the moment of a fetch lie across calendar
weeks, and no two fetches cut them alike.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

WEEK = timedelta(days=7)


@attrs.frozen
class DailyCommits:
    """Commits a day (UTC) on days in a row. Every day is counted to its end, but the last may be the one under way."""

    first_day: date
    counts: tuple[int, ...]


def last_complete_week(day: date) -> date:
    """The last week that is over at the end of a day."""
    tomorrow = day + timedelta(days=1)
    return tomorrow - timedelta(days=tomorrow.weekday()) - WEEK


def completed_weeks(commits: DailyCommits, *, today: date) -> dict[date, int]:
    """The commits of each complete week before today of which every day was counted."""
    to_monday = -commits.first_day.weekday() % 7
    starts = range(to_monday, len(commits.counts) - 6, 7)
    weeks = {commits.first_day + timedelta(days=at): sum(commits.counts[at : at + 7]) for at in starts}
    return {monday: count for monday, count in weeks.items() if monday + WEEK <= today}


@attrs.frozen
class WeekPoints:
    """The points to write, and the one to delete that no longer marks the last week known."""

    put: Mapping[date, int]
    dropped: date | None = None


def diff_weeks(recorded: Mapping[date, int], seen: Mapping[date, int]) -> WeekPoints:
    """The points to write and to delete after new weeks were seen: first week, last week, and weeks with commits.

    The count of a week grows when a branch that is merged late brings its commits. It never shrinks: a history that
    was cut or rewritten is no reason to forget.
    """
    if not seen:
        return WeekPoints({})
    grown = {week: count for week, count in seen.items() if count > recorded.get(week, 0)}
    if not recorded:
        return WeekPoints(grown | {week: seen[week] for week in (min(seen), max(seen))})
    known_from, known_until, last = min(recorded), max(recorded), max(seen)
    edges = {min(*seen, known_from), max(last, known_until)} - recorded.keys()
    is_passed = known_from < known_until < last and not recorded[known_until] and known_until not in grown
    return WeekPoints(grown | {week: seen[week] for week in edges}, known_until if is_passed else None)


def spread_weeks(
    points: Mapping[date, int], known: tuple[date, date] | None, *, until: date, weeks: int
) -> tuple[int | None, ...]:
    """A count for each of so many weeks up to `until`; None before the first and after the last week known."""
    mondays = [until - WEEK * back for back in reversed(range(weeks))]
    return tuple(points.get(week, 0) if known and known[0] <= week <= known[1] else None for week in mondays)
