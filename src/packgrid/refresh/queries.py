"""What pages, commands and other rooms read of the schedule."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched
from typing import Any

import attrs
from django.db.models import Count, Min, Q

from packgrid.refresh.lanes import Lane
from packgrid.refresh.models import FetchState, HostState
from packgrid.refresh.schedule import SUCCESSES

BATCH = 500


@attrs.frozen
class SourceState:
    """How a source answered last about a package, and when it will be asked again; `last_answer` "" is never asked."""

    source: str
    subject: str
    last_success_at: datetime | None
    last_change_at: datetime | None
    last_answer: str
    last_answer_at: datetime | None
    last_error: str
    failures_in_a_row: int
    due_at: datetime


def states_of(package_id: int) -> dict[str, SourceState]:
    """The state of each source of a package, by its name; one query."""
    names = [field.name for field in attrs.fields(SourceState)]
    rows = FetchState.objects.filter(package=package_id).order_by("source").values(*names)
    return {row["source"]: SourceState(**row) for row in rows}


def confirmations(package_ids: Collection[int]) -> dict[int, dict[str, datetime]]:
    """When each source of these packages last confirmed what it says; a query for each 500."""
    found: dict[int, dict[str, datetime]] = {}
    for batch in batched(sorted(package_ids), BATCH):
        rows = FetchState.objects.filter(package__in=batch, last_success_at__isnull=False)
        for pk, source, at in rows.values_list("package", "source", "last_success_at"):
            if at:
                found.setdefault(pk, {})[source] = at
    return found


@attrs.frozen
class LaneStatus:
    """How a lane is doing: rows, those that are due, never answered or failing, and what its host allows."""

    lane: Lane
    rows: int
    due: int
    never_answered: int
    failing: int
    oldest_success_at: datetime | None
    due_since: datetime | None
    host: HostState | None


def status(now: datetime) -> list[LaneStatus]:
    """Every lane, the longest overdue first; two queries."""
    known = {row.host: row for row in HostState.objects.all()}
    rows = FetchState.objects.values("source", "host").annotate(
        rows=Count("pk"),
        due=Count("pk", filter=Q(due_at__lte=now)),
        never_answered=Count("pk", filter=Q(last_success_at=None)),
        failing=Count("pk", filter=Q(failures_in_a_row__gt=0)),
        oldest_success_at=Min("last_success_at"),
        due_since=Min("due_at", filter=Q(due_at__lte=now)),
    )
    lanes = ((Lane(row.pop("source"), row.pop("host")), row) for row in map(dict[str, Any], rows))
    found = [LaneStatus(lane=lane, host=known.get(lane.name), **counts) for lane, counts in lanes]
    return sorted(found, key=lambda item: (item.due_since or now, item.lane.name))


def failing(limit: int) -> Iterable[FetchState]:
    """The rows that fail, most failures first, with their packages; one query."""
    rows = FetchState.objects.filter(failures_in_a_row__gt=0).exclude(last_answer__in=SUCCESSES)
    return rows.select_related("package").order_by("-failures_in_a_row", "due_at")[:limit]
