"""Where values stand in the catalogue: a thousand steps a column, counted once an hour by whoever judges and kept.

Pages read what is kept; only where nobody has judged yet do they count themselves.
"""

from datetime import datetime, timedelta

import attrs
from django.db import connection
from django.db.models import Max

from packgrid.catalogue.judgement.positions import COLUMNS, Positions, positions
from packgrid.catalogue.models import Facts
from packgrid.refresh.models import Steps

STANDING_FOR = timedelta(hours=1)
STEPS = 1000
"""Up to so many known values the places are exact; beyond, they are right to a thousandth."""
SAMPLE = 50_000
"""Of more packages so many are looked at, evenly by id: a column of a thousand steps gets no better by more."""
LENGTHS = {
    "sqlite": "json_array_length(contributors)",
    "postgresql": "CASE WHEN jsonb_typeof(contributors) = 'array' THEN jsonb_array_length(contributors) END",
}
# One value for each step, out of all that are known; the database sorts them, so that it costs us no memory.
VALUES = """
SELECT value FROM (
    SELECT value, ROW_NUMBER() OVER (ORDER BY value) AS n, COUNT(*) OVER () AS total
    FROM (SELECT {value} AS value FROM catalogue_facts {some}) AS known_or_not WHERE value IS NOT NULL
) AS known
WHERE total <= {steps} OR n = 1 OR (n - 1) * {steps} / total > (n - 2) * {steps} / total
"""

EVENLY = """
WHERE package_id IN (
    WITH RECURSIVE few (id) AS (SELECT {stride} UNION ALL SELECT id + {stride} FROM few WHERE id + {stride} <= {last})
    SELECT id FROM few
)
"""


@attrs.define
class Standing:
    """What this process knows of it, an hour long."""

    found: Positions = attrs.field(factory=lambda: Positions({}))
    read_at: datetime | None = None

    def at(self, now: datetime) -> Positions:
        """The places as they are kept, counted where nobody keeps them; not read again for an hour."""
        if self.is_old(now):
            self.found, self.read_at = kept() or counted(), now
        return self.found

    def keep(self, now: datetime) -> None:
        """Count anew and keep it, if that is an hour ago in this process: for whoever judges."""
        if self.is_old(now):
            self.found, self.read_at = counted(), now
            rows = [Steps(column=name, values=list(values)) for name, values in self.found.columns.items()]
            Steps.objects.bulk_create(rows, update_conflicts=True, unique_fields=["column"], update_fields=["values"])

    def is_old(self, now: datetime) -> bool:
        """Whether an hour has passed."""
        return self.read_at is None or now - self.read_at >= STANDING_FOR


STANDING = Standing()


def kept() -> Positions | None:
    """The places as somebody kept them: one query; None if nobody has."""
    rows = dict(Steps.objects.values_list("column", "values"))
    return Positions({name: tuple(values) for name, values in rows.items()}) if rows else None


def counted() -> Positions:
    """The places of now: a query a column over the whole catalogue, or a sample of a large one."""
    last = Facts.objects.aggregate(last=Max("pk"))["last"] or 0
    some = EVENLY.format(stride=last // SAMPLE, last=last) if last >= 2 * SAMPLE else ""
    return positions({name: steps(name, some) for name in COLUMNS})


def steps(name: str, some: str) -> list[int]:
    """The known values of a column, or a thousand of them in even steps; `some` says which rows are looked at."""
    value = LENGTHS[connection.vendor] if name == "contributor_count" else name
    with connection.cursor() as cursor:
        cursor.execute(VALUES.format(value=value, steps=STEPS, some=some))
        return [value for (value,) in cursor.fetchall()]
