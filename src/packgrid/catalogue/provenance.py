"""The provenance of each fact: the source or file that gave it, since when, and the date that the file states.

Facts.provenance holds, by the name of the column, [origin, changed, stated]: the two times in seconds since 1970 (UTC),
`stated` only where a file gave a date. When a source last confirmed its values is in the schedule of refresh, so that
an unchanged answer writes nothing here.
"""

from datetime import UTC, datetime

import attrs

from packgrid.catalogue.models import Facts


@attrs.frozen
class Provenance:
    """The provenance of a value: `origin` is a source ("pypi") or a file, `stated_at` the date that a file gives."""

    origin: str
    changed_at: datetime
    stated_at: datetime | None = None


def read_provenance(facts: Facts, name: str) -> Provenance | None:
    """The provenance of this value; None if it is unknown."""
    entry = facts.provenance.get(name)
    return Provenance(entry[0], *map(decode_time, entry[1:])) if entry else None  # type: ignore[arg-type] # changed is never None


def encode_provenance(entry: Provenance) -> list[object]:
    """An entry as it is stored."""
    times = [entry.changed_at] + ([entry.stated_at] if entry.stated_at else [])
    return [entry.origin, *(int(time.timestamp()) for time in times)]


def decode_time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
