"""What happened last in the whole catalogue, newest first: changes, and a load of many packages as one event."""

from datetime import datetime
from itertools import pairwise

import attrs
from django.db.models import Count, Max, Min, QuerySet

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


def newest_events(*, limit: int) -> list[Event]:
    """The last visible changes and loads, newest first, with their packages: one query, three more for each load."""
    found: list[Event] = []
    reach = limit + MANY
    rows = newest_changes(limit=reach)
    for _ in range(MOST_LOADS):
        begin = find_load(rows)
        if begin is None:
            break
        load = read_load(rows[begin].pk)
        found += [*rows[:begin], load]
        rows = newest_changes_before(load.first_id, reach) if len(found) < limit else []
    return [*found, *rows][:limit]


def find_load(rows: list[Change]) -> int | None:
    """The place of the last change of the newest load among these; None if there is none."""
    length = 0
    for place, (row, next_row) in enumerate(pairwise(rows)):
        is_next = row.kind == next_row.kind == Kind.ADDED and row.pk == next_row.pk + 1
        length = length + 1 if is_next else 0
        if length == MANY - 1:
            return place + 2 - MANY
    return None


def read_load(last_id: int) -> Load:
    """The load whose last change has this id: it reaches back to the last change of another kind; two queries."""
    others = Change.objects.filter(id__lt=last_id).exclude(kind=Kind.ADDED)
    before = others.order_by("-id").values_list("id", flat=True).first() or 0
    rows = visible_changes_added(before, last_id)
    return Load(**rows.aggregate(count=Count("pk"), first_id=Min("pk"), last_id=Max("pk"), at=Max("at")))


def visible_changes_added(after: int, last_id: int) -> QuerySet[Change]:
    """The additions of visible packages between two ids."""
    found = Change.objects.filter(kind=Kind.ADDED, old__isnull=False, package__is_hidden=False)
    return found.filter(id__gt=after, id__lte=last_id).order_by()


def newest_changes_before(sequence: int, limit: int) -> list[Change]:
    """The visible changes before one in sequence, newest first, with their packages: one query."""
    return read_models(WITH_PACKAGE, select_changes_before, values=[sequence], part=slice(limit))


def select_changes_before() -> QuerySet[Change]:
    """The visible changes before one, a placeholder, newest first."""
    return visible_changes().filter(id__lt=NUMBER).order_by("-id")
