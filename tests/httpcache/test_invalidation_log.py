import pytest
from django.db import DatabaseError, connection

from packgrid.httpcache.invalidation_log import (
    FORGET_GAPS_AFTER_S,
    MAX_ROWS,
    InvalidationListener,
    Invalidations,
    LogUnreachable,
)
from packgrid.httpcache.models import Invalidation

pytestmark = pytest.mark.django_db

INCOMPLETE = Invalidations(is_incomplete=True)


def written(*ids: int):
    Invalidation.objects.bulk_create(Invalidation(pk=pk, tags=f"package-{pk} packages") for pk in ids)


def heard(listener, now=0.0):
    """The ids that a look hears of; None where it cannot tell."""
    new = listener.read_log(connection, now)
    return None if new.is_incomplete else {int(tag.removeprefix("package-")) for tag in new.tags if tag != "packages"}


def test_the_first_look_knows_nothing_and_the_next_ones_hear_each_write_once():
    written(1, 2)
    listener = InvalidationListener()
    assert listener.read_log(connection, 0) == INCOMPLETE
    written(3, 4)
    assert listener.read_log(connection, 0) == Invalidations({"package-3", "package-4", "packages"})
    assert listener.read_log(connection, 0) == Invalidations(set())


def test_a_write_that_is_committed_after_later_ones_is_heard():
    listener = InvalidationListener()
    written(1, 3)  # 2 is under way
    assert heard(listener) is None
    written(5, 7)  # 4 and 6, too
    assert heard(listener) == {5, 7}
    written(2, 6)
    assert heard(listener) == {2, 6}
    written(4, 8)
    assert heard(listener) == {4, 8}
    assert listener.gaps == {}


def test_one_that_never_comes_is_given_up_after_an_hour():
    listener = InvalidationListener()
    written(1)
    heard(listener)
    written(3)
    heard(listener, now=10)
    assert listener.gaps == {2: 10}
    heard(listener, now=10 + FORGET_GAPS_AFTER_S)
    assert listener.gaps == {}


@pytest.mark.parametrize("what", ["far behind", "trimmed", "begun anew"])
def test_who_cannot_be_told_everything_is_told_so(what):
    listener = InvalidationListener()
    written(10, 11)
    heard(listener)
    if what == "far behind":
        written(12 + MAX_ROWS)
    else:
        Invalidation.objects.all().delete()
        written(20 if what == "trimmed" else 1)
    assert heard(listener) is None
    assert heard(listener) == set()


def test_news_says_since_when_it_may_be():
    listener = InvalidationListener(connection=connection)
    written(1)
    assert listener.check(10) == INCOMPLETE
    assert listener.check(10.2) == Invalidations(since=10)
    written(2)
    listener.data_version = None  # which another connection's commit would change
    read_at = {"sqlite": 10.2, "postgresql": 10}[connection.vendor]  # the table is read twice a second
    assert listener.check(11) == Invalidations({"package-2", "packages"}, since=read_at)
    assert listener.read_at == 11


class Failing:
    """The database, but for its answers after the first few."""

    vendor = "sqlite"

    def __init__(self, answers) -> None:
        self.answers = answers

    def cursor(self):
        self.answers -= 1
        if self.answers < 0:
            raise DatabaseError
        return connection.cursor()

    def close(self):
        pass


def test_nothing_is_lost_where_a_look_fails_half_way():
    listener = InvalidationListener()
    written(1)
    heard(listener)
    written(2)
    with pytest.raises(DatabaseError):
        listener.read_log(Failing(answers=1), 0)
    assert heard(listener) == {2}


def test_who_cannot_look_does_not_say_that_all_is_well():
    with pytest.raises(LogUnreachable):
        InvalidationListener(connection=Failing(answers=0)).poll()
