"""Outages of sources: without them a chart would show a value as still true while nobody could be asked about it."""

from datetime import UTC, date, datetime, time, timedelta

import attrs
from django.db.models import Q

from packgrid.history.models import Outage

SHORTEST = timedelta(days=1)
"""Shorter outages leave no gap in what is counted once a day or a week, so they are not kept."""


@attrs.frozen
class OutageSpan:
    """The UTC days of an outage; `until` is None as long as it lasts."""

    since: date
    until: date | None


def begin_outage(source: str, host: str, at: datetime) -> None:
    """Note that a source fails from now on, unless that is known; two statements."""
    Outage.objects.get_or_create(source=source, host=host, until=None, defaults={"since": at})


def end_outage(source: str, host: str, at: datetime) -> None:
    """Note that a source answers again, and forget an outage that was short; two statements."""
    ongoing = Outage.objects.filter(source=source, host=host, until=None)
    ongoing.filter(since__gt=at - SHORTEST).delete()
    ongoing.update(until=at)


def read_outages(source: str, *, since: date, until: date) -> list[OutageSpan]:
    """The outages of a source that lasted a day or longer, and touch these days, the first one first; one query."""
    first, behind = find_day_start(since), find_day_start(until + timedelta(days=1))
    outages = Outage.objects.filter(Q(until=None) | Q(until__gte=first), source=source, since__lt=behind)
    return [
        OutageSpan(each.since.date(), each.until and each.until.date())
        for each in outages
        if each.until or each.since.date() < until
    ]


def find_day_start(day: date) -> datetime:
    """When a UTC day begins."""
    return datetime.combine(day, time.min, UTC)
