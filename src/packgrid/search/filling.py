"""The entries of a large load, made by other processes while this one reads and writes."""

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
from packgrid.search.backends import backend
from packgrid.search.described import Described, said_of
from packgrid.search.entries import build_package_entry, plain_words
from packgrid.search.models import Entry
from packgrid.search.vocabulary import known_pieces, set_known_pieces
from packgrid.search.writing import Stored, put_many, stored, values

FEWEST_FOR_PROCESSES = 20_000
TEXT_AT_ONCE = 20_000  # a piece of the full text begins anew with each statement, and pieces have to be merged
type Job = tuple[list[Sequence[Any]], Stored]
"""What is to be known of some packages (the values of Described), and their entries as they are now."""


@attrs.frozen
class Made:
    """Entries as the database takes them, those that are as they were left out; and how many of all have each word."""

    count: int
    last_id: int
    rows: list[list[Any]]
    words: dict[str, int]


def fill(batches: Iterable[Collection[int]], total: int) -> Iterator[Counter[str]]:
    """Write the entries of these packages, whose ids go up; gives for each batch how many of them have each word.

    Within a transaction; full text is paused.
    """
    jobs = jobs_of(batches, is_first=not Entry.objects.exists())
    first: list[Step] = [django.setup, partial(set_known_pieces, known_pieces())]
    text = Text()
    for made in map_in_order(entries, jobs, first=first, count=1 if total < FEWEST_FOR_PROCESSES else None):
        put_many(made.rows, "package_id")
        text.add(made)
        yield Counter(made.words)
    text.write()


def jobs_of(batches: Iterable[Collection[int]], *, is_first: bool) -> Iterator[Job]:
    """Read what entries are made from. Hidden packages lose theirs."""
    for ids in batches:
        lock_rows(Package, ids)
        said = said_of(ids)
        before = {} if is_first else stored("package_id", ids)
        if hidden := set(before) - {pk for pk, *_ in said}:
            Entry.objects.filter(package__in=hidden).delete()
        yield said, before


def entries(job: Job) -> Made:
    """Make entries; in whatever process."""
    said, before = job
    known, now = known_pieces(), timezone.now()
    words: Counter[str] = Counter()
    rows = []
    for package in said:
        row = build_package_entry(Described(*package), known=known, before=before.get(package[0]))
        words.update(plain_words(row.names, row.words))
        if row != before.get(row.owner_id):
            rows.append(values(row, now))
    return Made(len(said), max((pk for pk, *_ in said), default=0), rows, dict(words))


@attrs.define
class Text:
    """The full text of entries that were written, brought up to date some at a time."""

    done_to: int = 0
    seen_to: int = 0
    waiting: int = 0

    def add(self, made: Made) -> None:
        """Entries were written."""
        self.seen_to, self.waiting = max(self.seen_to, made.last_id), self.waiting + made.count
        if self.waiting >= TEXT_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Index those that wait."""
        with connection.cursor() as cursor:
            for statement in backend().FILL:
                cursor.execute(statement, [self.done_to, self.seen_to])
        self.done_to, self.waiting = self.seen_to, 0
