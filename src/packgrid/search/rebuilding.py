"""The whole index anew, in small transactions, so that reading and writing go on meanwhile."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Model

from packgrid.catalogue.models import Package
from packgrid.comparison.models import Grid
from packgrid.search import vocabulary
from packgrid.search.backends import backend
from packgrid.search.entries import plain_words
from packgrid.search.index import index_grids, index_packages
from packgrid.search.models import Entry, Word
from packgrid.search.words import words

BATCH = 1000
type Progress = Callable[[str, int, int], None]
"""Told the step, what is done and what there is to do."""


def reindex(progress: Progress = lambda _step, _done, _total: None) -> int:
    """Write every entry that differs from what it should be, and count the words anew; says how many entries there are.

    Whatever changes meanwhile is indexed by its own transaction, so that nothing is missed.
    """
    vocabulary.DICTIONARY.learn(pieces_of_names(), datetime.now(UTC))
    for step, model, index in (("packages", Package, index_packages), ("grids", Grid, index_grids)):
        total = model._default_manager.count()  # noqa: SLF001 its public name
        done = 0
        for ids in batches(model):
            with transaction.atomic():
                index(ids, is_learning=False)
            done += len(ids)
            progress(step, done, total)
    count_words(progress)
    tidy()
    return Entry.objects.count()


def batches(model: type[Model]) -> Iterator[list[int]]:
    """The ids of all rows, some at a time."""
    last = 0
    while ids := list(model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):  # noqa: SLF001 likewise
        yield ids
        last = ids[-1]


def pieces_of_names() -> Counter[str]:
    """How many packages have each word as a part of their slug."""
    slugs = Package.objects.filter(is_hidden=False).values_list("slug", flat=True)
    return Counter(word for slug in slugs.iterator() for word in set(words(slug)))


def count_words(progress: Progress) -> None:
    """Count the words of all entries, and write those counts that are wrong, some at a time."""
    counts: Counter[str] = Counter()
    total = Entry.objects.count()
    rows = Entry.objects.only("names", "words").iterator(chunk_size=BATCH)
    for done, entry in enumerate(rows, 1):
        counts.update(word for word in plain_words(entry) if vocabulary.is_worth_knowing(word))
        if done % BATCH == 0:
            progress("words", done, total)
    counts.subtract(dict(Word.objects.values_list("word", "count").iterator()))
    vocabulary.learn(counts)
    Word.objects.filter(count__lte=0).delete()
    progress("words", total, total)


def tidy() -> None:
    """Let the database put its index in order."""
    with connection.cursor() as cursor:
        for statement in backend().TIDY:
            cursor.execute(statement)


def is_missing() -> bool:
    """Whether there are packages and no index of them, as after a migration that makes it anew."""
    return not Entry.objects.exists() and Package.objects.filter(is_hidden=False).exists()
