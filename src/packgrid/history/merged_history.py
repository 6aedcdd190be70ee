"""The history of a package that is merged into another one."""

from datetime import date, timedelta

from django.db.models import Max, Min, QuerySet

from packgrid.catalogue.package_merges import MergePart, PackageMerge
from packgrid.history.metrics import COMMITS, HISTORY_IDS
from packgrid.history.models import UNDOES, Change, Kind, Point

A_WEEK = timedelta(days=7)
STAYING = (Kind.ADDED, Kind.DEPRECATED, Kind.UNDEPRECATED, Kind.REPLACED)
"""Decisions about the merged package itself; the remaining one has its own."""


def older_points(merge: PackageMerge) -> list[QuerySet[Point]]:
    """The points before the first one of the target, by metric.

    Weeks without a point between two points have no commits, so these move only if they reach up to the target's.
    """
    firsts = dict(Point.objects.filter(package=merge.target).values_list("metric").annotate(Min("day")))
    lasts = dict(Point.objects.filter(package=merge.source).values_list("metric").annotate(Max("day")))
    found = []
    for metric, last in lasts.items():
        rows, first = Point.objects.filter(package=merge.source, metric=metric), firsts.get(metric)
        if first and metric == HISTORY_IDS[COMMITS] and last < first - A_WEEK:
            continue
        found.append(rows.filter(day__lt=first) if first else rows)
    return found


def count_points(merge: PackageMerge) -> tuple[int, int]:
    """Count the points: (moved, kept). Kept ones are newer than the first point of the target."""
    moved = sum(rows.count() for rows in older_points(merge))
    return moved, Point.objects.filter(package=merge.source).count() - moved


def move_points(merge: PackageMerge) -> list[tuple[int, str, str]]:
    """Move the older points; returns the metric, first and last day of each run."""
    runs = []
    for rows in older_points(merge):
        for metric, first, last in rows.values_list("metric").annotate(Min("day"), Max("day")):
            runs.append((metric, first.isoformat(), last.isoformat()))
            rows.update(package=merge.target)
    return runs


def restore_points(merge: PackageMerge, runs: list[tuple[int, str, str]]) -> None:
    """Move the points of these runs back."""
    for metric, first, last in runs:
        days = (date.fromisoformat(first), date.fromisoformat(last))
        Point.objects.filter(package=merge.target, metric=metric, day__range=days).update(package=merge.source)


def movable_changes(merge: PackageMerge) -> list[int]:
    """The ids of the changes of what nothing is recorded of for the target; two queries."""
    known = Change.objects.filter(package=merge.target)
    topics = {(UNDOES.get(Kind(kind), kind), subject) for kind, subject in known.values_list("kind", "subject")}
    rows = Change.objects.filter(package=merge.source).exclude(kind__in=STAYING).order_by("id")
    found = rows.values_list("pk", "kind", "subject")
    return [pk for pk, kind, subject in found if (UNDOES.get(Kind(kind), kind), subject) not in topics]


def count_changes(merge: PackageMerge) -> tuple[int, int]:
    """Count the changes: (moved, kept)."""
    moved = len(movable_changes(merge))
    return moved, Change.objects.filter(package=merge.source).count() - moved


def move_changes(merge: PackageMerge) -> list[int]:
    """Move the changes; returns their ids."""
    ids = movable_changes(merge)
    Change.objects.filter(pk__in=ids).update(package=merge.target)
    return ids


def restore_changes(merge: PackageMerge, ids: list[int]) -> None:
    """Move the changes back."""
    Change.objects.filter(pk__in=ids, package=merge.target).update(package=merge.source)


POINTS = MergePart("points", "History: numbers", count_points, move_points, restore_points)
CHANGES = MergePart("changes", "History: events", count_changes, move_changes, restore_changes)
