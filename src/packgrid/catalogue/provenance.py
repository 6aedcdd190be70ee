"""Where each value of the facts comes from: which source or file said it, since when, and how a file dates it.

Facts.provenance holds, by the name of the column, [origin, changed, stated]: the two times in seconds since 1970 (UTC),
`stated` only where a file gave a date. When a source last confirmed its values is in the schedule of refresh, so that
an unchanged answer writes nothing here.
"""

from datetime import UTC, datetime

import attrs

from packgrid.catalogue.models import Facts


@attrs.frozen
class Said:
    """Who said a value: `origin` is a source ("pypi", "github") or a file's name; `stated_at` is its date there."""

    origin: str
    changed_at: datetime
    stated_at: datetime | None = None


def said(facts: Facts, name: str) -> Said | None:
    """Who said this value; None where nobody has."""
    entry = facts.provenance.get(name)
    return Said(entry[0], *map(moment, entry[1:])) if entry else None  # type: ignore[arg-type] # changed is never None


def written(entry: Said) -> list[object]:
    """An entry as it is stored."""
    times = [entry.changed_at] + ([entry.stated_at] if entry.stated_at else [])
    return [entry.origin, *(int(time.timestamp()) for time in times)]


def moment(seconds: int | None) -> datetime | None:
    """A stored time."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
