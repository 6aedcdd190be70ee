"""Claims of rows by workers: a conditional update, valid for a while, so that any process may die at any time."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

import attrs
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from packgrid.catalogue.models import FetchState
from packgrid.refresh.lanes import Lane, has_large_calls

COMPANY = timedelta(hours=3)
A_FULL_CALL = 100
# Steps from lane to lane along the index fetch_state_by_due, and looks at the first due rows of each: the time that it
# takes depends on the lanes and not on the packages.
QUEUES = """
WITH RECURSIVE
sources (source) AS (
    SELECT MIN(source) FROM catalogue_fetchstate
    UNION ALL
    SELECT (SELECT MIN(f.source) FROM catalogue_fetchstate f WHERE f.source > s.source) FROM sources s
    WHERE s.source IS NOT NULL
),
lanes (source, host) AS (
    SELECT s.source, (SELECT MIN(f.host) FROM catalogue_fetchstate f WHERE f.source = s.source) FROM sources s
    WHERE s.source IS NOT NULL
    UNION ALL
    SELECT l.source, (SELECT MIN(f.host) FROM catalogue_fetchstate f WHERE f.source = l.source AND f.host > l.host)
    FROM lanes l WHERE l.host IS NOT NULL
)
SELECT first.id, l.source, l.host, first.due_at,
    (SELECT COUNT(*) FROM (SELECT 1 FROM catalogue_fetchstate f WHERE {is_due} LIMIT {most}) AS waiting) AS count
FROM lanes l JOIN catalogue_fetchstate first ON first.id = (
    SELECT f.id FROM catalogue_fetchstate f WHERE {is_due} ORDER BY f.due_at, f.id LIMIT 1
)
ORDER BY first.due_at
"""
IS_DUE = (
    "f.source = l.source AND f.host = l.host AND f.due_at <= %(now)s "
    "AND (f.claimed_until IS NULL OR f.claimed_until <= %(now)s)"
)


@attrs.frozen
class Claimed:
    """A row that is ours until `until`: what to ask whom about which package, and how it went so far."""

    state_id: int
    package_id: int
    slug: str
    lane: Lane
    subject: str
    validator: str
    failures_in_a_row: int
    last_change_at: datetime | None
    claim: str


@attrs.frozen
class LaneQueue:
    """A lane with how many of its rows are due, a hundred at most, and since when the first of them has been."""

    lane: Lane
    count: int
    since: datetime


def read_queues(now: datetime) -> list[LaneQueue]:
    """The lanes that have something to do, the longest waiting first; one statement."""
    sql = QUEUES.format(is_due=IS_DUE, most=A_FULL_CALL)
    rows = FetchState.objects.raw(sql, {"now": connection.ops.adapt_datetimefield_value(now)})
    return [LaneQueue(Lane(row.source, row.host), row.count, row.due_at) for row in rows]  # type: ignore[attr-defined] # of the statement


def claim_due(lane: Lane, limit: int, *, now: datetime) -> list[Claimed]:
    """Claim what is due in a lane, the longest waiting first, at most `limit` rows; three statements, or one more.

    A lane of large calls fills a call up with what will be due soon, but makes none for that alone.
    """
    rows = unclaimed(in_lane(lane), now).order_by("due_at", "pk")
    due = rows.filter(due_at__lte=now)
    if not has_large_calls(lane):
        return claim_rows(due[:limit], now=now)
    return claim_rows(rows.filter(due_at__lte=now + COMPANY)[:limit], now=now) if due.exists() else []


def claim_these(state_ids: Collection[int], limit: int, *, now: datetime) -> list[Claimed]:
    """Claim some of these rows, due or not, but for those that somebody else works on."""
    rows = FetchState.objects.filter(pk__in=state_ids).order_by("due_at", "pk")
    return claim_rows(unclaimed(rows, now)[:limit], now=now)


def claim_rows(rows: QuerySet[FetchState], *, now: datetime) -> list[Claimed]:
    """Make these rows ours; what others took meanwhile is left out."""
    mark = uuid.uuid4().hex
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        ids = list(rows.values_list("pk", flat=True))
        ours = unclaimed(FetchState.objects.filter(pk__in=ids), now)
        if not ids or not ours.update(claim=mark, claimed_until=now + settings.CLAIM):
            return []
    found = FetchState.objects.filter(pk__in=ids, claim=mark).select_related("package").order_by("due_at", "pk")
    return [make_claimed(row) for row in found.only(*COLUMNS)]


COLUMNS = (
    "source",
    "host",
    "subject",
    "validator",
    "failures_in_a_row",
    "last_change_at",
    "claim",
    "package__slug",
)


def make_claimed(row: FetchState) -> Claimed:
    """A claimed row as a value."""
    return Claimed(
        row.pk,
        row.package_id,
        row.package.slug,
        Lane(row.source, row.host),
        row.subject,
        row.validator,
        row.failures_in_a_row,
        row.last_change_at,
        row.claim,
    )


def give_back(claims: Collection[Claimed]) -> None:
    """Let others have rows that were not worked on; they stay due."""
    ids = {item.state_id for item in claims}
    marks = {item.claim for item in claims}
    FetchState.objects.filter(pk__in=ids, claim__in=marks).update(claim="", claimed_until=None)


def in_lane(lane: Lane) -> QuerySet[FetchState]:
    """The rows of a lane."""
    return FetchState.objects.filter(source=lane.source, host=lane.host)


def unclaimed(rows: QuerySet[FetchState], now: datetime) -> QuerySet[FetchState]:
    """The rows that no worker has claimed."""
    return rows.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
