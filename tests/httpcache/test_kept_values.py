"""Values that are kept until something they depend on changes."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from packgrid.catalogue.models import Category
from packgrid.httpcache import tags
from packgrid.httpcache.invalidation import invalidate
from packgrid.httpcache.kept_values import MAX_VALUES, KeptValues

pytestmark = pytest.mark.django_db(transaction=True)
TAGS = (tags.PACKAGES, tags.CATEGORIES)


class Maker:
    """Returns how often it was asked; `meanwhile` happens while it makes a value."""

    def __init__(self) -> None:
        self.count, self.meanwhile = 0, lambda: None

    def __call__(self) -> int:
        self.count += 1
        self.meanwhile()
        return self.count


class Clock:
    """Stands still until it is set."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kept(clock):
    invalidate({"package-0"})  # PostgreSQL goes on counting where other tests stopped
    made = KeptValues(now=clock)
    yield made
    made.listener.close_connection()


@pytest.fixture
def make():
    return Maker()


def in_another_thread(do):
    """Do something on another connection, as another process would."""

    def work():
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_value_is_made_once_and_again_after_one_of_its_tags_was_invalidated(kept, make):
    assert [kept.keep("a", TAGS, make) for _ in range(3)] == [1, 1, 1]
    invalidate({tags.GRIDS, "package-1"})
    assert kept.keep("a", TAGS, make) == 1
    invalidate({"package-1", tags.PACKAGES})
    assert [kept.keep("a", TAGS, make) for _ in range(2)] == [2, 2]


def test_everything_invalidates_every_value(kept, make):
    kept.keep("a", (), make)
    invalidate({tags.EVERYTHING})
    assert kept.keep("a", (), make) == 2


def test_what_other_connections_commit_is_seen_at_once_by_each_process(kept, make):
    other, made_there = KeptValues(), Maker()
    try:
        for count in (1, 2, 3):
            assert (kept.keep("a", TAGS, make), other.keep("a", TAGS, made_there)) == (count, count)
            in_another_thread(lambda: invalidate({tags.PACKAGES}))
    finally:
        other.listener.close_connection()


def test_a_value_is_not_kept_if_it_changed_while_it_was_made(kept, make):
    def meanwhile():
        invalidate({tags.PACKAGES})
        kept.keep("b", (), lambda: None)  # another thread reads the log

    make.meanwhile = meanwhile
    assert kept.keep("a", TAGS, make) == 1
    make.meanwhile = lambda: None
    assert [kept.keep("a", TAGS, make) for _ in range(2)] == [2, 2]


def test_an_invalidation_that_nobody_read_while_a_value_was_made_drops_it_later(kept, make):
    make.meanwhile = lambda: invalidate({tags.PACKAGES})
    kept.keep("a", TAGS, make)
    make.meanwhile = lambda: None
    assert [kept.keep("a", TAGS, make) for _ in range(2)] == [2, 2]


def test_a_value_that_time_changes_is_made_again_when_it_is_too_old(kept, make, clock):
    assert kept.keep("a", (), make, fresh_for_s=lambda _value: 60) == 1
    clock.now_s = 59.9
    assert kept.keep("a", (), make, fresh_for_s=lambda _value: 60) == 1
    clock.now_s = 60
    assert kept.keep("a", (), make, fresh_for_s=lambda _value: 60) == 2


def test_within_a_transaction_a_value_is_neither_kept_nor_taken_from_what_is_kept(kept):
    assert kept.keep("a", TAGS, Category.objects.count) == 0
    with transaction.atomic():
        Category.objects.create(slug="a", title="A")
        assert kept.keep("a", TAGS, Category.objects.count) == 1
        transaction.set_rollback(True)
    assert kept.keep("a", TAGS, Category.objects.count) == 0


def test_a_fault_while_a_value_is_made_leaves_nothing_behind(kept, make):
    def fail():
        raise DatabaseError

    with pytest.raises(DatabaseError):
        kept.keep("a", TAGS, fail)
    assert (kept.keep("a", TAGS, make), kept.in_progress) == (1, set())


class BrokenListener:
    """The listener of a database that does not answer."""

    def open_connection(self) -> None:
        raise DatabaseError

    def close_connection(self) -> None:
        """There is none."""


def test_without_the_log_each_value_is_made_anew(make):
    kept = KeptValues(listener=BrokenListener())
    assert [kept.keep("a", TAGS, make) for _ in range(2)] == [1, 2]


def test_a_value_may_tell_its_tags_and_until_when_it_is_right(kept, make, clock):
    def keep():
        return kept.keep("a", lambda count: [f"package-{count}"], make, fresh_for_s=lambda count: 10 * count)

    assert [keep(), keep()] == [1, 1]
    invalidate({"package-2"})
    assert keep() == 1
    invalidate({"package-1"})
    assert keep() == 2
    clock.now_s = 19.9
    assert keep() == 2
    clock.now_s = 20
    assert keep() == 3
    make.meanwhile = lambda: (invalidate({"package-9"}), kept.keep("b", (), lambda: None))
    invalidate({"package-3"})
    assert [keep(), keep()] == [4, 5]  # nobody knew the tags while something changed


def test_the_value_that_was_not_used_for_longest_goes_first(kept):
    made = []
    for number in (*range(MAX_VALUES), 0, MAX_VALUES, 0, 1):
        kept.keep(number, (), lambda number=number: made.append(number))
    assert made == [*range(MAX_VALUES), MAX_VALUES, 1]
    assert len(kept.values) == MAX_VALUES
