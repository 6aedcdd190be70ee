"""Compares records with rows in memory and writes only what differs, a few statements at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import batched
from operator import attrgetter
from typing import Any, Protocol, Self

import attrs
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from packgrid.catalogue.bulk_rows import assign_ids, in_values, insert_rows, make_row, upsert_rows
from packgrid.catalogue.models import Dated
from packgrid.catalogue.records import RecordOutcome, RecordStatus

BATCH = 500
DATES = {"created", "modified"}


class SluggedRecord(Protocol):
    """A record for a row that has a slug."""

    @property
    def slug(self) -> str: ...
    @property
    def id(self) -> int | None: ...
    @property
    def modified(self) -> datetime | None: ...


@attrs.define
class UpsertBatch[M: Dated]:
    """The stored rows for some records of one model, by slug, and the outcome of each record."""

    model: type[M]
    rows: dict[str, M]
    owners: dict[int, str]
    overwrites: bool = False
    outcomes: dict[str, RecordOutcome] = attrs.field(factory=dict)

    @classmethod
    def read(cls, model: type[M], records: Sequence[SluggedRecord], *, overwrites: bool = False) -> Self:
        """Read and lock the rows that exist; one statement for each 500 slugs and each 500 ids.

        With `overwrites` the records replace stored values; else they fill empty ones.
        """
        rows: dict[str, M] = {}
        owners: dict[int, str] = {}
        locked = model._default_manager.select_for_update()  # noqa: SLF001 its public name
        for slugs in batched((record.slug for record in records), BATCH):
            rows |= {slug_of(row): row for row in locked.filter(slug__in=in_values(slugs))}
        for ids in batched((record.id for record in records if record.id), BATCH):
            owners |= dict(locked.filter(pk__in=ids).values_list("pk", "slug"))
        return cls(model, rows, owners, overwrites)

    def set_values(self, record: SluggedRecord, values: Mapping[str, Any], *, title: str, now: datetime) -> bool:
        """Set values on the row in memory, or on a new one; False if the record was refused."""
        row = self.rows.get(record.slug)
        if row is not None:
            taken = self.accepted_values(row, values)
            unchanged = tuple(name for name in values if name not in taken and name not in DATES)
            self.outcomes[record.slug] = RecordOutcome(RecordStatus.UNCHANGED, unchanged=unchanged)
            if assign_values(row, taken):
                self.mark_changed(record, now)
            return True
        if record.id in self.owners:
            return self.refuse(record, f"id: {record.id} belongs to {self.owners[record.id]!r}")
        if record.id:
            self.owners[record.id] = record.slug
        first = {"id": record.id, "slug": record.slug, "title": title, "created": now, "modified": now}
        self.rows[record.slug] = make_row(self.model, first | dict(values))
        self.outcomes[record.slug] = RecordOutcome(RecordStatus.ADDED)
        return True

    def accepted_values(self, row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that the row takes: all of them, or those that fill an empty column or are stored already."""
        return {
            name: value
            for name, value in values.items()
            if self.overwrites or getattr(row, name) in (None, "") or getattr(row, name) == value
        }

    def refuse(self, record: SluggedRecord, reason: str) -> bool:
        self.outcomes[record.slug] = RecordOutcome(RecordStatus.REFUSED, reason)
        return False

    def mark_changed(self, record: SluggedRecord, now: datetime) -> None:
        """Mark the row of this record as changed."""
        outcome = self.outcomes[record.slug]
        if outcome.status is RecordStatus.UNCHANGED:
            self.rows[record.slug].modified = record.modified or now
            self.outcomes[record.slug] = attrs.evolve(outcome, status=RecordStatus.CHANGED)

    def leave_out(self, slug: str, reason: str) -> None:
        """Keep the record, but say which part of it was left out."""
        outcome = self.outcomes[slug]
        self.outcomes[slug] = attrs.evolve(outcome, reason="; ".join(filter(None, [outcome.reason, reason])))

    def rows_with(self, *statuses: RecordStatus) -> list[M]:
        """The rows whose records have one of these states."""
        return [self.rows[slug] for slug, outcome in self.outcomes.items() if outcome.status in statuses]

    def insert(self) -> None:
        """Insert the new rows; those with given ids first, so that the database does not assign these again."""
        added = self.rows_with(RecordStatus.ADDED)
        numbered = [row for row in added if row.pk]
        if numbered:
            insert_rows(numbered)
            reset_sequence(self.model)
        unnumbered = [row for row in added if not row.pk]
        assign_ids(unnumbered)
        insert_rows(unnumbered)

    def update(self) -> None:
        """Write the changed rows."""
        upsert_rows(self.rows_with(RecordStatus.CHANGED), "id")

    def written_ids(self) -> set[int]:
        """The ids of the rows that were added or changed."""
        return {row.pk for row in self.rows_with(RecordStatus.ADDED, RecordStatus.CHANGED)}


slug_of = attrgetter("slug")


def given_values(record: object, names: tuple[str, ...]) -> dict[str, Any]:
    """The values of these fields of a record that are not None. Name at least two fields."""
    said = zip(names, getter(*names)(record), strict=True)
    return {name: value for name, value in said if value is not None}


getter = cache(attrgetter)


def assign_values(row: Model, values: Mapping[str, Any]) -> bool:
    """Set the values that differ; True if any did."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def reset_sequence(model: type[Model]) -> None:
    """Let PostgreSQL continue after the highest id that was given by hand. SQLite does so by itself."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)
