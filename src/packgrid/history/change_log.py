"""Records points and changes after an answer of a source."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime

from django.db import connection, transaction

from packgrid.catalogue.bulk_rows import insert_rows
from packgrid.history.metrics import COMMITS, HISTORY_IDS
from packgrid.history.models import UNDOES, Change, Kind, Point
from packgrid.history.queries import last_points
from packgrid.history.state_diff import UnrecordedChange, find_changes, find_points
from packgrid.history.states import State
from packgrid.history.weeks import DailyCommits, completed_weeks, diff_weeks

BATCH = 500
ADD = """
INSERT INTO history_change (package_id, kind, subject, at, old, new, source)
SELECT id, %s, '', created, '', '', %s FROM catalogue_package WHERE id IN ({ids}) ORDER BY id ON CONFLICT DO NOTHING"""
WRITERS = 0x68697374  # "hist": the number of our lock among PostgreSQL's advisory locks


def record_state(package_id: int, *, before: State, after: State, now: datetime, source: str) -> None:
    """Record what is new in `after`: changes against `before`, metrics and weeks of commits against recorded points.

    Call it within the transaction that writes the facts and after its last row lock: on PostgreSQL changes are written
    by one transaction at a time. One read if nothing is new; at most four reads, three writes and the lock.
    Recording the same again writes nothing.
    """
    write_points(package_id, after, now.astimezone(UTC).date())
    changes = keep_seen_releases(package_id, find_changes(before, after, now=now))
    write_changes({package_id: changes}, source=source)


OF_RELEASES_SEEN = {Kind.ATTESTATION_LOST, Kind.PUBLISHER_CHANGED}
"""Changes of a release, which are news only where the release was."""


def keep_seen_releases(package_id: int, changes: Sequence[UnrecordedChange]) -> list[UnrecordedChange]:
    """These changes without those of releases that came before the package was watched; one query or none."""
    if not any(change.kind in OF_RELEASES_SEEN for change in changes):
        return list(changes)
    recorded = Change.objects.filter(package=package_id, kind=Kind.RELEASE).values_list("subject", flat=True)
    seen = {*recorded, *(change.subject for change in changes if change.kind is Kind.RELEASE)}
    return [change for change in changes if change.kind not in OF_RELEASES_SEEN or change.subject in seen]


def write_points(package_id: int, state: State, today: date) -> None:
    """Write the points of today and of complete weeks."""
    recorded = last_points([package_id], today)[package_id] if state.metrics else {}
    values = {(key, today): value for key, value in find_points(recorded, state.metrics, today=today).items()}
    if state.daily_commits:
        values |= find_week_points(package_id, state.daily_commits, today)
    Point.objects.bulk_create(
        [Point(pk=(package_id, HISTORY_IDS[key], day), value=value) for (key, day), value in values.items()],
        BATCH,
        update_conflicts=True,
        unique_fields=["package", "metric", "day"],
        update_fields=["value"],
    )


def find_week_points(package_id: int, commits: DailyCommits, today: date) -> dict[tuple[str, date], int]:
    """The weeks that need a point; the point that marked the last week known is deleted if that has moved on."""
    stored = Point.objects.filter(package=package_id, metric=HISTORY_IDS[COMMITS])
    weeks = diff_weeks(dict(stored.values_list("day", "value")), completed_weeks(commits, today=today))
    if weeks.dropped:
        stored.filter(day=weeks.dropped).delete()
    return {(COMMITS, week): count for week, count in weeks.put.items()}


def write_changes(seen: Mapping[int, Sequence[UnrecordedChange]], *, source: str) -> None:
    """Write changes, given by package id, but not those that repeat the last change of their topic.

    A lock, a read and a write for each 500.
    """
    rows = [make_change(package_id, change, source) for package_id, changes in seen.items() for change in changes]
    if not rows:
        return
    lock_order_of_ids()
    last = read_last_recorded(rows)
    insert_rows([row for row in rows if last.get(row.topic) != (row.kind, row.new)])


def write_added(package_ids: Collection[int], *, source: str) -> None:
    """Write once for each of these packages that it was added; a lock and one statement."""
    ids = ", ".join(map(str, package_ids))
    with transaction.atomic(), connection.cursor() as cursor:
        lock_order_of_ids()
        cursor.execute(ADD.format(ids=ids), [Kind.ADDED, source])


def make_change(package_id: int, seen: UnrecordedChange, source: str) -> Change:
    """The row of a change, its texts cut to their columns."""
    return Change(
        package_id=package_id,
        kind=seen.kind,
        at=seen.at,
        subject=seen.subject[:100],
        old=seen.old[:300] if seen.old else seen.old,
        new=seen.new[:300],
        source=source[:100],
    )


def lock_order_of_ids() -> None:
    """Lock out other writers of changes until the commit, so that ids are in the order of commits (PostgreSQL).

    Else a feed that has read up to 8 would miss a 7 that commits later.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])


def read_last_recorded(rows: Sequence[Change]) -> dict[tuple[int, int, str], tuple[int, str]]:
    """The kind and value of the last recorded change of each topic of these rows."""
    topics = {row.topic[1] for row in rows}
    kinds = topics | {kind for kind, opposite in UNDOES.items() if opposite in topics}
    stored = Change.objects.filter(
        package__in={row.package_id for row in rows}, kind__in=kinds, subject__in={row.subject for row in rows}
    )
    return {row.topic: (row.kind, row.new) for row in stored.order_by("id")}
