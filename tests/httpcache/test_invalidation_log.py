import pytest
from django.db import DatabaseError, connection

from packgrid.httpcache.invalidation_log import LATECOMERS_S, MOST_AT_ONCE, Follower, News, Unknown
from packgrid.httpcache.models import Invalidation

pytestmark = pytest.mark.django_db

LOST = News(is_lost=True)


def written(*ids: int):
    Invalidation.objects.bulk_create(Invalidation(pk=pk, tags=f"package-{pk} packages") for pk in ids)


def heard(follower, now=0.0):
    """The ids that a look hears of; None where it cannot tell."""
    news = follower.read(connection, now)
    return None if news.is_lost else {int(tag.removeprefix("package-")) for tag in news.tags if tag != "packages"}


def test_the_first_look_knows_nothing_and_the_next_ones_hear_each_write_once():
    written(1, 2)
    follower = Follower()
    assert follower.read(connection, 0) == LOST
    written(3, 4)
    assert follower.read(connection, 0) == News({"package-3", "package-4", "packages"})
    assert follower.read(connection, 0) == News(set())


def test_a_write_that_is_committed_after_later_ones_is_heard():
    follower = Follower()
    written(1, 3)  # 2 is under way
    assert heard(follower) is None
    written(5, 7)  # 4 and 6, too
    assert heard(follower) == {5, 7}
    written(2, 6)
    assert heard(follower) == {2, 6}
    written(4, 8)
    assert heard(follower) == {4, 8}
    assert follower.late == {}


def test_one_that_never_comes_is_given_up_after_an_hour():
    follower = Follower()
    written(1)
    heard(follower)
    written(3)
    heard(follower, now=10)
    assert follower.late == {2: 10}
    heard(follower, now=10 + LATECOMERS_S)
    assert follower.late == {}


@pytest.mark.parametrize("what", ["far behind", "trimmed", "begun anew"])
def test_who_cannot_be_told_everything_is_told_so(what):
    follower = Follower()
    written(10, 11)
    heard(follower)
    if what == "far behind":
        written(12 + MOST_AT_ONCE)
    else:
        Invalidation.objects.all().delete()
        written(20 if what == "trimmed" else 1)
    assert heard(follower) is None
    assert heard(follower) == set()


def test_news_says_since_when_it_may_be():
    follower = Follower(connection=connection)
    written(1)
    assert follower.look(10) == LOST
    assert follower.look(10.2) == News(since=10)
    written(2)
    follower.version = None  # which another connection's commit would change
    known_at = {"sqlite": 10.2, "postgresql": 10}[connection.vendor]  # the table is read twice a second
    assert follower.look(11) == News({"package-2", "packages"}, since=known_at)
    assert follower.known_at == 11


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
    follower = Follower()
    written(1)
    heard(follower)
    written(2)
    with pytest.raises(DatabaseError):
        follower.read(Failing(answers=1), 0)
    assert heard(follower) == {2}


def test_who_cannot_look_does_not_say_that_all_is_well():
    with pytest.raises(Unknown):
        Follower(connection=Failing(answers=0)).news()
