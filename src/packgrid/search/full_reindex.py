"""Rebuilds the whole index: in small transactions while the site goes on, or at the end of a large load."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Protocol

from django.db import connection, transaction
from django.db.models import Model

from packgrid.catalogue.models import Package
from packgrid.catalogue.visibility import visible_packages
from packgrid.comparison.models import Grid
from packgrid.projections.change_set import ChangeSet
from packgrid.projections.locks import lock_rows
from packgrid.projections.projection import Progress, Projection, Turn, ignore_progress
from packgrid.search import vocabulary
from packgrid.search.backends import current_backend
from packgrid.search.compounds import SEED_PIECES
from packgrid.search.entries import EntryRow, plain_words
from packgrid.search.index import index_changed, index_grids, index_packages
from packgrid.search.models import Entry
from packgrid.search.parallel_reindex import write_entries_in_parallel
from packgrid.search.word_counts import WordCount
from packgrid.search.words import split_words

BATCH = 1000
MIN_BULK_PACKAGES, BULK_SHARE = 100, 0.2
MAX_PIECES = 300_000
type WriteEntries = Callable[[Iterable[list[int]], int], Iterator[Counter[str]]]
"""Writes the entries of rows by their ids, so many in all; gives for each batch how many have each word."""


class IndexRows(Protocol):
    """Writes the entries of these rows; returns all of their entries."""

    def __call__(self, ids: Collection[int], *, is_learning: bool) -> list[EntryRow]: ...


def reindex_everything(progress: Progress = ignore_progress) -> int:
    """Write every entry that differs and count all words anew; the number of entries.

    Changes made meanwhile are indexed by their own transactions, so nothing is missed.
    """
    write_all_entries(progress, partial(index_in_batches, Package, index_packages))
    run_statements(current_backend().TIDY)
    return Entry.objects.count()


def update_entries(changes: ChangeSet, progress: Progress) -> None:
    """Index what changed, in the transaction that changed it; everything if that is a large share of the catalogue.

    Then the new names also change how the names of other packages are split.
    """
    packages = changes.packages | changes.assessed_packages
    if len(packages) < MIN_BULK_PACKAGES or len(packages) < BULK_SHARE * Package.objects.count():
        index_changed(packages, changes.grids)
        return
    run_statements(current_backend().PAUSE)
    write_all_entries(progress, write_entries_in_parallel)
    run_statements(current_backend().RESUME)


def write_all_entries(progress: Progress, write_packages: WriteEntries) -> None:
    """Write the entries of all packages and grids in batches, and the counts of their words."""
    vocabulary.set_known_pieces(SEED_PIECES | vocabulary.choose_pieces(count_slug_words().items()))
    count = WordCount.start()
    for step, model, write in (
        ("Finding grids", Grid, partial(index_in_batches, Grid, index_grids)),
        ("Finding packages", Package, write_packages),
    ):
        done, total = 0, model._default_manager.count()  # noqa: SLF001 its public name
        for found in write(id_batches(model), total):
            count.add(found)
            done = min(done + BATCH, total)
            progress(step, done, total)
    count.store_counts()


def index_in_batches(
    model: type[Model], index: IndexRows, batches: Iterable[list[int]], _total: int
) -> Iterator[Counter[str]]:
    """Index batch by batch, each in its own transaction; for each batch how many entries have each word."""
    for ids in batches:
        with transaction.atomic():
            lock_rows(model, ids)
            rows = index(ids, is_learning=False)
        yield Counter(word for row in rows for word in plain_words(row.names, row.words))


def id_batches(model: type[Model]) -> Iterator[list[int]]:
    """The ids of all rows, in batches."""
    last = 0
    while ids := list(model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):  # noqa: SLF001 its public name
        yield ids
        last = ids[-1]


def count_slug_words() -> Counter[str]:
    """How many packages have each word in their slug; with very many words, rare ones may be missing."""
    slugs = visible_packages().values_list("slug", flat=True)
    found: Counter[str] = Counter()
    for slug in slugs.iterator(chunk_size=BATCH):
        found.update(set(split_words(slug)))
        if len(found) > MAX_PIECES:
            found = Counter({word: count for word, count in found.items() if count > 1})
    return found


def run_statements(statements: tuple[str, ...]) -> None:
    """Run these statements of the database backend."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_index_missing() -> bool:
    """True if packages or grids have no entry, as after a migration that recreates the index.

    A refresh since then has written the entries of what changed, and of nothing else.
    """
    return Entry.objects.count() < visible_packages().count() + Grid.objects.count()


def backfill(progress: Progress) -> int:
    """Index everything if the index is missing; the number of entries written."""
    return reindex_everything(progress) if is_index_missing() else 0


PROJECTION = Projection("search entries", Turn.SEARCH, update_entries, backfill)
