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


def write_rows(*ids: int):
    Invalidation.objects.bulk_create(Invalidation(pk=pk, tags=f"package-{pk} packages") for pk in ids)


def read_ids(listener, now=0.0):
    """The ids of the rows that a read returns; None where it is incomplete."""
    new = listener.read_log(connection, now)
    return None if new.is_incomplete else {int(tag.removeprefix("package-")) for tag in new.tags if tag != "packages"}


def test_the_first_read_is_incomplete_and_the_next_ones_return_each_row_once():
    write_rows(1, 2)
    listener = InvalidationListener()
    assert listener.read_log(connection, 0) == INCOMPLETE
    write_rows(3, 4)
    assert listener.read_log(connection, 0) == Invalidations({"package-3", "package-4", "packages"})
    assert listener.read_log(connection, 0) == Invalidations(set())


def test_a_row_that_is_committed_after_later_ones_is_returned():
    listener = InvalidationListener()
    write_rows(1, 3)  # 2 is under way
    assert read_ids(listener) is None
    write_rows(5, 7)  # 4 and 6, too
    assert read_ids(listener) == {5, 7}
    write_rows(2, 6)
    assert read_ids(listener) == {2, 6}
    write_rows(4, 8)
    assert read_ids(listener) == {4, 8}
    assert listener.gaps == {}


def test_a_gap_is_forgotten_after_an_hour():
    listener = InvalidationListener()
    write_rows(1)
    read_ids(listener)
    write_rows(3)
    read_ids(listener, now=10)
    assert listener.gaps == {2: 10}
    read_ids(listener, now=10 + FORGET_GAPS_AFTER_S)
    assert listener.gaps == {}


@pytest.mark.parametrize("what", ["far behind", "trimmed", "begun anew"])
def test_a_listener_that_cannot_read_everything_is_told_so(what):
    listener = InvalidationListener()
    write_rows(10, 11)
    read_ids(listener)
    if what == "far behind":
        write_rows(12 + MAX_ROWS)
    else:
        Invalidation.objects.all().delete()
        write_rows(20 if what == "trimmed" else 1)
    assert read_ids(listener) is None
    assert read_ids(listener) == set()


def test_invalidations_say_when_the_log_was_read_before():
    listener = InvalidationListener(connection=connection)
    write_rows(1)
    assert listener.check(10) == INCOMPLETE
    assert listener.check(10.2) == Invalidations(since=10)
    write_rows(2)
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


def test_nothing_is_lost_when_a_read_fails_half_way():
    listener = InvalidationListener()
    write_rows(1)
    read_ids(listener)
    write_rows(2)
    with pytest.raises(DatabaseError):
        listener.read_log(Failing(answers=1), 0)
    assert read_ids(listener) == {2}


def test_a_listener_that_cannot_read_the_log_raises():
    with pytest.raises(LogUnreachable):
        InvalidationListener(connection=Failing(answers=0)).poll()
