"""Entries written a batch at a time, by hand: the ORM takes longer to say it than the database to do it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import batched
from operator import attrgetter
from typing import Any

from django.db import connection, transaction

from packgrid.search.entries import plain_words
from packgrid.search.models import Entry
from packgrid.search.vocabulary import learn

KEPT = (
    "slug", "title", "description", "place", "names", "words", "tags", "stars", "score", "updated_at", "released_at",
)  # fmt: skip
COLUMNS = ("package_id", "grid_id", *KEPT, "modified", "created")
ROW = f"({', '.join(['%s'] * len(COLUMNS))})"
UPDATE = ", ".join(f"{name} = excluded.{name}" for name in (*KEPT, "modified"))
AT_ONCE = 200  # rows a statement: FTS5 writes a piece of its index at the end of each, and databases limit the values
said = attrgetter(*KEPT)
"""All that an entry says."""


def save(rows: Iterable[Entry], stored: Mapping[int | None, Entry], owner: str, *, now: datetime) -> list[Entry]:
    """Insert what is new, update what differs, keep when each was created; gives back what was written.

    `owner` is "package_id" or "grid_id", by which `stored` has the entries of before. In the order of places: FTS5
    writes a piece of its index also before each row that comes before the last.
    """
    of_owner = attrgetter(owner)
    differing = [row for row in rows if (old := stored.get(of_owner(row))) is None or said(row) != said(old)]
    differing.sort(key=attrgetter("place"))
    for batch in batched(differing, AT_ONCE):
        put(batch, owner, now)
    return differing


def put(rows: Collection[Entry], owner: str, now: datetime) -> None:
    """Insert these rows, or replace those of the same owner; one statement."""
    sql = (
        f"INSERT INTO search_entry ({', '.join(COLUMNS)}) VALUES {', '.join([ROW] * len(rows))} "  # noqa: S608 our own words
        f"ON CONFLICT ({owner}) DO UPDATE SET {UPDATE}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in values(row, now)])


def values(row: Entry, now: datetime) -> list[Any]:
    """The values of a row in the order of COLUMNS."""
    adapted = connection.ops.adapt_datetimefield_value
    *said_first, updated_at, released_at = said(row)
    times = [adapted(at) if at else None for at in (updated_at, released_at, now, now)]
    return [row.package_id, row.grid_id, *said_first, *times]


def learn_later(written: Collection[Entry], stored: Mapping[int | None, Entry], owner: str) -> None:
    """Count the words that came and went, after the commit: the counts of common words are no reason to wait."""
    counts: Counter[str] = Counter()
    for row in written:
        counts.update(plain_words(row))
        if old := stored.get(getattr(row, owner)):
            counts.subtract(plain_words(old))
    if any(counts.values()):
        transaction.on_commit(partial(learn, counts), robust=True)
