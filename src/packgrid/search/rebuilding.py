"""The whole index anew, in small transactions, so that reading and writing go on meanwhile; or after a load."""

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
from packgrid.search.backends import backend
from packgrid.search.compounds import SEED_PIECES
from packgrid.search.entries import EntryRow, plain_words
from packgrid.search.filling import fill
from packgrid.search.index import index_changed, index_grids, index_packages
from packgrid.search.models import Entry
from packgrid.search.word_counts import WordCount
from packgrid.search.words import split_words

BATCH = 1000
MANY, LARGE_PART = 100, 0.2
MOST_PIECES = 300_000
type Write = Callable[[Iterable[list[int]], int], Iterator[Counter[str]]]
"""Writes the entries of rows by their ids, so many in all; gives for each batch how many have each word."""


class Index(Protocol):
    """Writes the entries of rows and gives them."""

    def __call__(self, ids: Collection[int], *, is_learning: bool) -> list[EntryRow]: ...


def reindex(progress: Progress = ignore_progress) -> int:
    """Write every entry that differs from what it should be, and count the words anew; says how many entries there are.

    Whatever changes meanwhile is indexed by its own transaction, so that nothing is missed.
    """
    write_everything(progress, partial(in_turns, Package, index_packages))
    run(backend().TIDY)
    return Entry.objects.count()


def update_entries(changes: ChangeSet, progress: Progress) -> None:
    """Index what changed, in the transaction that changed it; everything if that is a large part of the catalogue.

    Then its names bring words by which the others are split too.
    """
    packages = changes.packages | changes.assessed_packages
    if len(packages) < MANY or len(packages) < LARGE_PART * Package.objects.count():
        index_changed(packages, changes.grids)
        return
    run(backend().PAUSE)
    write_everything(progress, fill)
    run(backend().RESUME)


def write_everything(progress: Progress, write_packages: Write) -> None:
    """Write the entries of all packages and grids, some at a time, and the counts of their words."""
    vocabulary.set_known_pieces(SEED_PIECES | vocabulary.choose_pieces(pieces_of_names().items()))
    count = WordCount.start()
    for step, model, write in (
        ("Finding grids", Grid, partial(in_turns, Grid, index_grids)),
        ("Finding packages", Package, write_packages),
    ):
        done, total = 0, model._default_manager.count()  # noqa: SLF001 its public name
        for found in write(batches(model), total):
            count.add(found)
            done = min(done + BATCH, total)
            progress(step, done, total)
    count.settle()


def in_turns(model: type[Model], index: Index, batches: Iterable[list[int]], _total: int) -> Iterator[Counter[str]]:
    """Index some at a time, each time in a transaction of its own; gives how many of them have each word."""
    for ids in batches:
        with transaction.atomic():
            lock_rows(model, ids)
            rows = index(ids, is_learning=False)
        yield Counter(word for row in rows for word in plain_words(row.names, row.words))


def batches(model: type[Model]) -> Iterator[list[int]]:
    """The ids of all rows, some at a time."""
    last = 0
    while ids := list(model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):  # noqa: SLF001 likewise
        yield ids
        last = ids[-1]


def pieces_of_names() -> Counter[str]:
    """How many packages have each word as a part of their slug; of very many words, rare ones may miss."""
    slugs = visible_packages().values_list("slug", flat=True)
    found: Counter[str] = Counter()
    for slug in slugs.iterator(chunk_size=BATCH):
        found.update(set(split_words(slug)))
        if len(found) > MOST_PIECES:
            found = Counter({word: count for word, count in found.items() if count > 1})
    return found


def run(statements: tuple[str, ...]) -> None:
    """Statements of the database in use."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_missing() -> bool:
    """Whether there are packages and no index of them, as after a migration that makes it anew."""
    return not Entry.objects.exists() and visible_packages().exists()


def backfill(progress: Progress) -> int:
    """Index everything if there are packages and no index of them; how many entries were written."""
    return reindex(progress) if is_missing() else 0


PROJECTION = Projection("search entries", Turn.SEARCH, update_entries, backfill)
