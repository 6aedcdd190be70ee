"""The recent events, newest first: changes, and a load of many packages as one event."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from itertools import pairwise

import attrs
from django.db.models import Count, Max, Min, QuerySet

from packgrid.catalogue.bulk_rows import in_values
from packgrid.catalogue.compiled_models import read_models
from packgrid.catalogue.compiled_queries import NUMBER
from packgrid.history.models import Change, Kind
from packgrid.history.queries import WITH_PACKAGE, newest_changes, visible_changes

MANY = 10
"""So many packages that were added one right after the other, with nothing in between, are a load."""
MOST_LOADS = 20
"""So many loads are looked for at most, each of which costs three queries."""


@attrs.frozen
class Load:
    """Packages that were added together: how many, the ids of their first and last change, when the last was added."""

    count: int
    first_id: int
    last_id: int
    at: datetime


type Event = Change | Load


def newest_events(*, limit: int, package_ids: Collection[int] | None = None) -> list[Event]:
    """The last visible changes and loads, newest first, with their packages; `package_ids` None stands for all.

    One query, three more for each load.
    """
    found: list[Event] = []
    reach = limit + MANY
    rows = newest_changes(limit=reach, package_ids=package_ids)
    for _ in range(MOST_LOADS):
        begin = find_load(rows, is_together if package_ids is not None else is_adjacent)
        if begin is None:
            break
        load = read_load(rows[begin], package_ids)
        found += [*rows[:begin], load]
        rows = newest_changes_before(load.first_id, reach, package_ids) if len(found) < limit else []
    return [*found, *rows][:limit]


def is_adjacent(row: Change, next_row: Change) -> bool:
    """True if nothing happened between two changes."""
    return row.pk == next_row.pk + 1


def is_together(row: Change, next_row: Change) -> bool:
    """True if two changes have the same time; among the changes of a few packages ids have gaps."""
    return row.at == next_row.at


def find_load(rows: Sequence[Change], is_next: Callable[[Change, Change], bool]) -> int | None:
    """The place of the last change of the newest load among these; None if there is none."""
    length = 0
    for place, (row, next_row) in enumerate(pairwise(rows)):
        is_run = row.kind == next_row.kind == Kind.ADDED and is_next(row, next_row)
        length = length + 1 if is_run else 0
        if length == MANY - 1:
            return place + 2 - MANY
    return None


def read_load(last: Change, package_ids: Collection[int] | None) -> Load:
    """The load that ends with a change: it reaches back to the last change of another kind; two queries at most.

    Of some packages it is what was added at the same time.
    """
    rows = Change.objects.filter(kind=Kind.ADDED, old__isnull=False, package__is_hidden=False, id__lte=last.pk)
    if package_ids is None:
        others = Change.objects.filter(id__lt=last.pk).exclude(kind=Kind.ADDED)
        rows = rows.filter(id__gt=others.order_by("-id").values_list("id", flat=True).first() or 0)
    else:
        rows = rows.filter(at=last.at, package__in=in_values(package_ids))
    read = rows.order_by().aggregate(count=Count("pk"), first_id=Min("pk"), last_id=Max("pk"), at=Max("at"))
    return Load(**read)


def newest_changes_before(sequence: int, limit: int, package_ids: Collection[int] | None) -> list[Change]:
    """The visible changes before one in sequence, newest first, with their packages: one query."""
    if package_ids is None:
        return read_models(WITH_PACKAGE, select_changes_before, values=[sequence], part=slice(limit))
    return list(visible_changes(package_ids=package_ids).filter(id__lt=sequence).order_by("-id")[:limit])


def select_changes_before() -> QuerySet[Change]:
    """The visible changes before one, a placeholder, newest first."""
    return visible_changes().filter(id__lt=NUMBER).order_by("-id")
