"""What should be asked again, and when."""

import random
from datetime import datetime, timedelta

from packgrid.catalogue.models import Package
from packgrid.refresh.models import FetchState

PYPI = "pypi"
Answer = FetchState.Answer
FRESH_FOR = timedelta(hours=24)
GONE_FOR = timedelta(days=7)
FIRST_RETRY = timedelta(hours=1)
LONGEST_RETRY = timedelta(days=7)
JITTER = 0.1


def due(now: datetime, limit: int) -> list[FetchState]:
    """The rows that are due with their packages, the longest waiting first; at most two statements."""
    ensure_states(now)
    rows = FetchState.objects.filter(source=PYPI, due_at__lte=now).select_related("package")
    return list(rows.order_by("due_at", "pk")[:limit])


def states_of(package_ids: list[int], now: datetime) -> list[FetchState]:
    """The rows of these packages, due or not."""
    ensure_states(now)
    rows = FetchState.objects.filter(source=PYPI, package__in=package_ids).select_related("package")
    by_package = {row.package_id: row for row in rows}
    return [by_package[pk] for pk in package_ids if pk in by_package]


def ensure_states(now: datetime) -> None:
    """Make the rows that are missing: every package with a name on PyPI has one, due at once."""
    missing = Package.objects.exclude(pypi_name="").exclude(fetch_states__source=PYPI).values_list("pk", flat=True)
    rows = [FetchState(package_id=pk, source=PYPI, due_at=now) for pk in missing]
    if rows:
        FetchState.objects.bulk_create(rows, 500, ignore_conflicts=True)


def next_due(
    answer: str, *, failures: int, now: datetime, retry_at: datetime | None = None, jitter: float | None = None
) -> datetime:
    """When to ask again. `failures` counts those in a row, this one included; `jitter` is from 0 to 1, else random.

    A day after an answer, a week after a 404, and after failures one hour, two, four, up to a week; never before the
    source allows it.
    """
    spread = 1 + JITTER * (random.random() if jitter is None else jitter)  # noqa: S311 no secret
    if answer in {Answer.CHANGED, Answer.UNCHANGED}:
        return now + FRESH_FOR * spread
    if answer == Answer.GONE:
        return now + GONE_FOR * spread
    wait = min(FIRST_RETRY * (1 << min(failures - 1, 20)), LONGEST_RETRY)
    return max(now + wait * spread, retry_at or now)
