"""What should be asked again, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from packgrid.catalogue.models import Package
from packgrid.refresh.models import FetchState

PYPI = "pypi"
Answer = FetchState.Answer
WAITS = {
    Answer.CHANGED: timedelta(hours=24),
    Answer.UNCHANGED: timedelta(hours=24),
    Answer.GONE: timedelta(days=7),
}
FIRST_RETRY = timedelta(hours=1)
LONGEST_RETRY = timedelta(days=7)
SPREAD = 0.1


def due(now: datetime, limit: int | None = None) -> list[FetchState]:
    """The rows that are due, with package and facts, the longest waiting first; one statement."""
    return list(states().filter(due_at__lte=now).order_by("due_at", "pk")[:limit])


def everything(limit: int | None = None) -> list[FetchState]:
    """Every row, due or not, the longest waiting first; one statement."""
    return list(states().order_by("due_at", "pk")[:limit])


def states_of(package_ids: Sequence[int]) -> list[FetchState]:
    """The rows of these packages in this order, due or not; one statement."""
    by_package = {row.package_id: row for row in states().filter(package__in=package_ids)}
    return [by_package[pk] for pk in package_ids if pk in by_package]


def first_due_at() -> datetime | None:
    """When the next row is due, None if there is none; one statement."""
    found: datetime | None = states().aggregate(first=Min("due_at"))["first"]
    return found


def states() -> QuerySet[FetchState]:
    """The rows that can be asked about: a package may have lost its name on PyPI since its row was made."""
    rows = FetchState.objects.filter(source=PYPI).exclude(package__pypi_name="")
    return rows.select_related("package", "package__facts")


def ensure_states(now: datetime) -> int:
    """Make the rows that are missing, due at once, and say how many; a read and a statement for each 500."""
    missing = Package.objects.exclude(pypi_name="").exclude(fetch_states__source=PYPI).order_by("pk")
    rows = [FetchState(package_id=pk, source=PYPI, due_at=now) for pk in missing.values_list("pk", flat=True)]
    FetchState.objects.bulk_create(rows, 500, ignore_conflicts=True)
    return len(rows)


def next_due(
    answer: str, *, failures: int, now: datetime, retry_at: datetime | None = None, jitter: float = 0.0
) -> datetime:
    """When to ask again. `failures` counts those in a row, this one included; `jitter` is from 0 to 1.

    A day after an answer, a week after a 404, when the source says where it says so, and after other failures one
    hour, two, four and so on. No failure puts a package off for more than a week. Jitter adds up to a tenth.
    """
    if answer == Answer.RATE_LIMITED and retry_at:
        return min(max(now, retry_at), now + LONGEST_RETRY)
    wait = WAITS.get(Answer(answer)) or min(FIRST_RETRY * (1 << min(max(failures, 1) - 1, 20)), LONGEST_RETRY)
    return now + wait * (1 + SPREAD * jitter)
