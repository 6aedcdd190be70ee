"""Entries written a batch at a time, by hand: the ORM takes longer to say it than the database to do it."""

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

KEPT = tuple(field.name for field in attrs.fields(EntryRow) if field.name != "owner_id")
DATED = "modified", "created"
AT_ONCE = 200  # rows a statement: FTS5 writes a piece of its index at the end of each, and databases limit the values
type Stored = Mapping[int, EntryRow]
"""What is kept of packages or of grids, by their ids."""


def stored(owner: str, ids: Collection[int]) -> Stored:
    """The entries as they are now; `owner` is "package_id" or "grid_id". One query."""
    found = Entry.objects.filter(**{f"{owner}__in": in_values(ids)}).values_list(owner, *KEPT)
    return {row[0]: EntryRow(*row) for row in found}


def save(rows: Iterable[EntryRow], before: Stored, owner: str, *, now: datetime) -> list[EntryRow]:
    """Insert what is new, update what differs, keep when each was created; gives back what was written.

    In the order of places: FTS5 writes a piece of its index also before each row that comes before the last.
    """
    differing = [row for row in rows if row != before.get(row.owner_id)]
    differing.sort(key=attrgetter("place"))
    for batch in batched(differing, AT_ONCE):
        put(batch, owner, now)
    return differing


def put(rows: Collection[EntryRow], owner: str, now: datetime) -> None:
    """Insert these rows, or replace those of the same owner; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement(owner, len(rows)), [value for row in rows for value in values(row, now)])


def put_many(rows: Sequence[Sequence[Any]], owner: str) -> None:
    """The same of rows as `values` gives them, where no full text follows each statement."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement(owner, 1), rows)


def statement(owner: str, count: int) -> str:
    """What inserts so many rows, or replaces those of the same owner."""
    columns = (owner, *KEPT, *DATED)
    places = f"({', '.join(['%s'] * len(columns))})"
    update = ", ".join(f"{name} = excluded.{name}" for name in (*KEPT, "modified"))
    return (
        f"INSERT INTO search_entry ({', '.join(columns)}) VALUES {', '.join([places] * count)} "  # noqa: S608 our own words
        f"ON CONFLICT ({owner}) DO UPDATE SET {update}"
    )


said = attrgetter("owner_id", *KEPT)


def values(row: EntryRow, now: datetime) -> list[Any]:
    """The values of a row in the order of the columns."""
    *said_first, updated_at, released_at = said(row)
    return [*said_first, *map(adapted, (updated_at, released_at, now, now))]


@lru_cache(2**10)
def adapted(at: datetime | None) -> Any:  # noqa: ANN401 as the database takes it
    """A time as the database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


def learn_later(written: Collection[EntryRow], before: Stored) -> None:
    """Count the words that came and went, after the commit: the counts of common words are no reason to wait."""
    counts: Counter[str] = Counter()
    for row in written:
        counts.update(plain_words(row.names, row.words))
        if old := before.get(row.owner_id):
            counts.subtract(plain_words(old.names, old.words))
    if any(counts.values()):
        transaction.on_commit(partial(add_word_counts, counts), robust=True)
