"""Changes of the packages of a table since a day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import attrs

from packgrid.comparison.table import Side
from packgrid.history.models import Change
from packgrid.history.queries import visible_changes

MAX_CHANGES = 100


@attrs.frozen
class Changes:
    """The newest changes since a day, newest first; `is_cut` if there were more."""

    since: date
    rows: tuple[Change, ...]
    is_cut: bool


def read_changes(sides: Sequence[Side], since: date) -> Changes:
    """The changes of these packages from a day on (UTC); one query."""
    begin = datetime.combine(since, time(), tzinfo=UTC)
    found = visible_changes(package_ids=[side.package_id for side in sides]).filter(at__gte=begin)
    rows = tuple(found.order_by("-at", "-id")[: MAX_CHANGES + 1])
    return Changes(since, rows[:MAX_CHANGES], len(rows) > MAX_CHANGES)
