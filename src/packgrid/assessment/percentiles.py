"""Percentiles of values among all packages: they say more than raw counts, which outliers and age distort.

The known values of each column are stored, or a thousand of them if there are more. Whoever assesses packages counts
them once an hour, pages read them. A page counts them itself only if nothing was assessed yet.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import attrs
from django.db import connection
from django.db.models import Max

from packgrid.assessment.models import Quantiles
from packgrid.catalogue.fact_table import FACTS, Direction, FactKind
from packgrid.catalogue.models import Facts

MORE_IS_BETTER = [fact for fact in FACTS if fact.kind is FactKind.COUNT and fact.direction is Direction.HIGHEST_FIRST]
COLUMNS = (*(fact.column for fact in MORE_IS_BETTER), "contributor_count")
KEPT_FOR = timedelta(hours=1)
STEPS = 1000
"""Up to so many known values percentiles are exact; beyond, they are right to a thousandth."""
SAMPLE = 50_000
"""Of more packages so many are looked at, evenly by id: a thousand values of a column get no better by more."""
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


@attrs.frozen
class Percentiles:
    """The known values of each column, sorted."""

    columns: Mapping[str, tuple[int, ...]]

    def percentile(self, column: str, value: int | None) -> float | None:
        """The share of the known values that are lower, 0 to 1; equal ones count half.

        None if the value is unknown, or if no value of the column is known.
        """
        known = self.columns.get(column, ())
        if value is None or not known:
            return None
        return (bisect_left(known, value) + bisect_right(known, value)) / (2 * len(known))

    def share_below(self, column: str, value: int) -> float:
        """The share of the known values that are lower, 0 to 1; 0 if no value of the column is known."""
        known = self.columns.get(column, ())
        return bisect_left(known, value) / len(known) if known else 0.0


def make_percentiles(columns: Mapping[str, Iterable[int | None]]) -> Percentiles:
    """The percentiles for the values of each column, in any order; None is left out."""
    return Percentiles({name: sort_known(values) for name, values in columns.items()})


def sort_known(values: Iterable[int | None]) -> tuple[int, ...]:
    """The known values, lowest first."""
    return tuple(sorted(value for value in values if value is not None))


@attrs.define
class PercentileCache:
    """Keeps the percentiles in this process for an hour."""

    found: Percentiles = attrs.field(factory=lambda: Percentiles({}))
    read_at: datetime | None = None

    def read(self, now: datetime) -> Percentiles:
        """The stored percentiles, or counted ones if none are stored; read again after an hour."""
        if self.is_stale(now):
            self.found, self.read_at = read_percentiles() or count_percentiles(), now
        return self.found

    def refresh(self, now: datetime) -> None:
        """Count and store them, unless this process did so within the hour."""
        if self.is_stale(now):
            self.found, self.read_at = count_percentiles(), now
            rows = [Quantiles(column=name, values=list(values)) for name, values in self.found.columns.items()]
            Quantiles.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["column"], update_fields=["values"]
            )

    def is_stale(self, now: datetime) -> bool:
        return self.read_at is None or now - self.read_at >= KEPT_FOR


PERCENTILES = PercentileCache()


def read_percentiles() -> Percentiles | None:
    """The stored percentiles; None if there are none. One query."""
    rows = dict(Quantiles.objects.values_list("column", "values"))
    return Percentiles({name: tuple(values) for name, values in rows.items()}) if rows else None


def count_percentiles() -> Percentiles:
    """The percentiles of now: one query a column over the whole catalogue, or over a sample of a large one."""
    last = Facts.objects.aggregate(last=Max("pk"))["last"] or 0
    some = EVENLY.format(stride=last // SAMPLE, last=last) if last >= 2 * SAMPLE else ""
    return make_percentiles({name: read_quantiles(name, some) for name in COLUMNS})


def read_quantiles(name: str, some: str) -> list[int]:
    """The known values of a column, or a thousand of them at even distances; `some` limits the rows."""
    value = LENGTHS[connection.vendor] if name == "contributor_count" else name
    with connection.cursor() as cursor:
        cursor.execute(VALUES.format(value=value, steps=STEPS, some=some))
        return [value for (value,) in cursor.fetchall()]
