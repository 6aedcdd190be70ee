"""Makes the entries of a large load in other processes while this one reads and writes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import attrs
import django
from django.db import connection
from django.utils import timezone

from packgrid.catalogue.models import Package
from packgrid.lib.processes import Step, map_in_order
from packgrid.projections.locks import lock_rows
from packgrid.search.backends import current_backend
from packgrid.search.entries import build_package_entry, plain_words
from packgrid.search.entry_writer import StoredEntries, column_values, read_stored_entries, upsert_many
from packgrid.search.index_source import IndexSource, read_source_values
from packgrid.search.models import Entry
from packgrid.search.vocabulary import known_pieces, set_known_pieces

FEWEST_FOR_PROCESSES = 20_000
TEXT_AT_ONCE = 20_000  # a piece of the full text begins anew with each statement, and pieces have to be merged
type EntryJob = tuple[list[Sequence[Any]], StoredEntries]
"""A job: the source values of some packages (the fields of IndexSource), and their stored entries."""


@attrs.frozen
class MadeEntries:
    """Entries as column values, without unchanged ones, and how many of all packages have each word."""

    count: int
    last_id: int
    rows: list[list[Any]]
    words: dict[str, int]


def write_entries_in_parallel(batches: Iterable[Collection[int]], total: int) -> Iterator[Counter[str]]:
    """Write the entries of these packages, ids ascending; for each batch how many packages have each word.

    Call it within a transaction, with full text paused.
    """
    jobs = read_jobs(batches, is_first=not Entry.objects.exists())
    first: list[Step] = [django.setup, partial(set_known_pieces, known_pieces())]
    text = FullText()
    for made in map_in_order(make_entries, jobs, first=first, count=1 if total < FEWEST_FOR_PROCESSES else None):
        upsert_many(made.rows, "package_id")
        text.add(made)
        yield Counter(made.words)
    text.write()


def read_jobs(batches: Iterable[Collection[int]], *, is_first: bool) -> Iterator[EntryJob]:
    """Read what entries are made from, and delete the entries of hidden packages."""
    for ids in batches:
        lock_rows(Package, ids)
        said = read_source_values(ids)
        before = {} if is_first else read_stored_entries("package_id", ids)
        if hidden := set(before) - {pk for pk, *_ in said}:
            Entry.objects.filter(package__in=hidden).delete()
        yield said, before


def make_entries(job: EntryJob) -> MadeEntries:
    """Make the entries of a job; runs in any process."""
    said, before = job
    known, now = known_pieces(), timezone.now()
    words: Counter[str] = Counter()
    rows = []
    for package in said:
        row = build_package_entry(IndexSource(*package), known=known, before=before.get(package[0]))
        words.update(plain_words(row.names, row.words))
        if row != before.get(row.owner_id):
            rows.append(column_values(row, now))
    return MadeEntries(len(said), max((pk for pk, *_ in said), default=0), rows, dict(words))


@attrs.define
class FullText:
    """Brings the full text of written entries up to date in large batches."""

    done_to: int = 0
    seen_to: int = 0
    waiting: int = 0

    def add(self, made: MadeEntries) -> None:
        """Note entries that were written."""
        self.seen_to, self.waiting = max(self.seen_to, made.last_id), self.waiting + made.count
        if self.waiting >= TEXT_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Index the entries that wait."""
        with connection.cursor() as cursor:
            for statement in current_backend().FILL:
                cursor.execute(statement, [self.done_to, self.seen_to])
        self.done_to, self.waiting = self.seen_to, 0
