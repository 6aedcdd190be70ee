"""How the lanes of the schedule are doing, for pages and commands."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Count, Min, Q

from packgrid.catalogue.models import FetchState
from packgrid.refresh.lanes import Lane
from packgrid.refresh.models import HostState
from packgrid.refresh.schedule import SUCCESSES


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


def read_lane_status(now: datetime) -> list[LaneStatus]:
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


def incomplete_rows(limit: int) -> Iterable[FetchState]:
    """The rows of whose last answer something was left out, with their packages; one query."""
    rows = FetchState.objects.filter(note__contains=LEFT_OUT).select_related("package")
    return rows.order_by("-last_answer_at")[:limit]


LEFT_OUT = "left out of"


def failing_rows(limit: int) -> Iterable[FetchState]:
    """The rows that fail, most failures first, with their packages; one query."""
    rows = FetchState.objects.filter(failures_in_a_row__gt=0).exclude(last_answer__in=SUCCESSES)
    return rows.select_related("package").order_by("-failures_in_a_row", "due_at")[:limit]
