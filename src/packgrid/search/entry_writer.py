"""Writes entries in batches with raw SQL: the ORM takes longer to build a statement than the database to run it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from itertools import batched
from operator import attrgetter
from typing import Any

import attrs
from django.db import connection, transaction

from packgrid.catalogue.bulk_rows import in_values
from packgrid.search.entries import EntryRow, plain_words
from packgrid.search.models import Entry
from packgrid.search.vocabulary import add_word_counts

ENTRY_COLUMNS = tuple(field.name for field in attrs.fields(EntryRow) if field.name != "owner_id")
DATE_COLUMNS = "modified", "created"
ROWS_PER_STATEMENT = (
    200  # rows a statement: FTS5 writes a piece of its index at the end of each, and databases limit the values
)
type StoredEntries = Mapping[int, EntryRow]
"""The stored entries of packages or of grids, by their ids."""


def read_stored_entries(owner: str, ids: Collection[int]) -> StoredEntries:
    """The stored entries by the id of their owner; `owner` is "package_id" or "grid_id". One query."""
    found = Entry.objects.filter(**{f"{owner}__in": in_values(ids)}).values_list(owner, *ENTRY_COLUMNS)
    return {row[0]: EntryRow(*row) for row in found}


def write_changed_entries(
    rows: Iterable[EntryRow], before: StoredEntries, owner: str, *, now: datetime
) -> list[EntryRow]:
    """Insert new entries, update changed ones, keep their creation dates; the entries that were written.

    They are written in the order of places: FTS5 writes a segment of its index before each row that is out of order.
    """
    differing = [row for row in rows if row != before.get(row.owner_id)]
    differing.sort(key=attrgetter("place"))
    for batch in batched(differing, ROWS_PER_STATEMENT):
        upsert_entries(batch, owner, now)
    return differing


def upsert_entries(rows: Collection[EntryRow], owner: str, now: datetime) -> None:
    """Insert these entries or replace those of the same owner; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(upsert_statement(owner, len(rows)), [value for row in rows for value in column_values(row, now)])


def upsert_many(rows: Sequence[Sequence[Any]], owner: str) -> None:
    """Insert or update rows that `column_values` made, while the full text is not maintained by each statement."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(upsert_statement(owner, 1), rows)


def upsert_statement(owner: str, count: int) -> str:
    """The statement that inserts this many rows, or replaces those of the same owner."""
    columns = (owner, *ENTRY_COLUMNS, *DATE_COLUMNS)
    places = f"({', '.join(['%s'] * len(columns))})"
    update = ", ".join(f"{name} = excluded.{name}" for name in (*ENTRY_COLUMNS, "modified"))
    return (
        f"INSERT INTO search_entry ({', '.join(columns)}) VALUES {', '.join([places] * count)} "  # noqa: S608 our own words
        f"ON CONFLICT ({owner}) DO UPDATE SET {update}"
    )


read_columns = attrgetter("owner_id", *ENTRY_COLUMNS)


def column_values(row: EntryRow, now: datetime) -> list[Any]:
    """The values of an entry in the order of the columns."""
    *said_first, updated_at, released_at = read_columns(row)
    return [*said_first, *map(adapt_time, (updated_at, released_at, now, now))]


@lru_cache(2**10)
def adapt_time(at: datetime | None) -> Any:  # noqa: ANN401 as the database takes it
    """A time in the form that the database takes."""
    return connection.ops.adapt_datetimefield_value(at)


def count_words_after_commit(written: Collection[EntryRow], before: StoredEntries) -> None:
    """Add the differences of word counts after the commit, so that counts of common words lock nobody out."""
    counts: Counter[str] = Counter()
    for row in written:
        counts.update(plain_words(row.names, row.words))
        if old := before.get(row.owner_id):
            counts.subtract(plain_words(old.names, old.words))
    if any(counts.values()):
        transaction.on_commit(partial(add_word_counts, counts), robust=True)
