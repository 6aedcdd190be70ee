"""People and edits, each with as little as they need."""

from datetime import UTC, datetime, timedelta
from typing import Any

from packgrid.accounts.models import User
from packgrid.revisions.edit_log import EditContext
from packgrid.revisions.models import Edit

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_user(name="ada", *, age_days=30, **columns: Any) -> User:
    return User.objects.create_user(name, date_joined=NOW - timedelta(days=age_days), **columns)


def by(who: User, why="", now=NOW, **columns: Any) -> EditContext:
    return EditContext(who, now, why, **columns)


def edit(**columns: Any) -> Edit:
    """An edit of a cell that is not stored."""
    given = {"kind": Edit.Kind.CELL, "row_id": 1, "grid_id": 1, "title": "A cell", "at": NOW}
    return Edit(**given | {"before": {"text": ""}, "after": {"text": "yes"}} | columns)
