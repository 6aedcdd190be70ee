"""What pages read of the schedule."""

from datetime import datetime

import attrs

from packgrid.refresh.models import FetchState


@attrs.frozen
class SourceState:
    """How a source answered last about a package, and when it will be asked again; `last_answer` "" is never asked."""

    source: str
    last_success_at: datetime | None
    last_answer: str
    last_error: str
    due_at: datetime


def fetch_states_of(package_id: int) -> list[SourceState]:
    """The state of each source of a package, by name; one query."""
    names = [field.name for field in attrs.fields(SourceState)]
    rows = FetchState.objects.filter(package=package_id).order_by("source").values(*names)
    return [SourceState(**row) for row in rows]
