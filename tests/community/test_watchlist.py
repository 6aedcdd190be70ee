from datetime import timedelta

import pytest

from community.people import NOW, make_person
from packgrid.community import watchlist
from packgrid.community.errors import Refused
from packgrid.community.models import Digest, Reader, Watch
from packgrid.community.queries import changes_of_grid
from packgrid.history.models import Change, Kind
from web.rows import make_grid, make_package

pytestmark = pytest.mark.django_db


def released(package, version, at=NOW):
    return Change.objects.create(package=package, kind=Kind.RELEASE, subject=version, at=at, old="", source="pypi")


def test_following_twice_is_following_and_grids_bring_their_packages(django_assert_num_queries):
    ada, a, b = make_person(), make_package("a"), make_package("b")
    hidden = make_package("c", is_hidden=True)
    grid = make_grid(packages=[b])
    for _ in range(2):
        watchlist.follow(ada, package=a)
        watchlist.follow(ada, package=hidden)
        watchlist.follow(ada, grid=grid)
        watchlist.follow(ada, text="forms")
    with django_assert_num_queries(2):
        found = watchlist.read_followed(ada)
        assert watchlist.packages_of(found) == {a.pk, b.pk}
    assert [row.text for row in found.texts] == ["forms"]
    watchlist.unfollow(ada, package=a)
    watchlist.unfollow(ada, text="forms")
    watchlist.unfollow(ada, text="nothing")
    assert Watch.objects.count() == 2


def test_twenty_searches_are_the_most():
    ada = make_person()
    for at in range(20):
        watchlist.follow(ada, text=f"forms {at}")
    watchlist.follow(ada, text="forms 0")
    with pytest.raises(Refused, match="You follow 20 searches"):
        watchlist.follow(ada, text="one more")


def test_what_happened_before_somebody_began_to_read_is_no_news_and_seen_never_goes_back():
    ada, package = make_person(), make_package()
    before = released(package, "1.0")
    assert watchlist.get_reader(ada).seen_change == before.pk
    later = released(package, "1.1")
    watchlist.mark_seen(ada, later.pk, now=NOW)
    watchlist.mark_seen(ada, before.pk, now=NOW)
    assert watchlist.get_reader(ada).seen_change == later.pk


def test_a_new_feed_closes_the_old_one():
    ada = make_person()
    first, second = watchlist.new_feed(ada), watchlist.new_feed(ada)
    assert first != second
    assert Reader.objects.get().feed_token == second
    watchlist.close_feed(ada)
    assert Reader.objects.get().feed_token is None


def test_switching_mails_on_makes_what_happened_before_no_news():
    ada, package = make_person(), make_package()
    watchlist.get_reader(ada)
    change = released(package, "1.0")
    watchlist.set_digest(ada, Digest.DAILY, now=NOW)
    assert (Reader.objects.get().digest_change, Reader.objects.get().digest_at) == (change.pk, NOW)
    released(package, "1.1")
    watchlist.set_digest(ada, Digest.WEEKLY, now=NOW)
    assert Reader.objects.get().digest_change == change.pk


def test_a_visit_tells_what_has_changed_since(django_assert_num_queries):
    ada, package = make_person(), make_package()
    grid = make_grid(packages=[package])
    assert watchlist.last_visit(ada, grid) is None
    released(package, "1.0", NOW - timedelta(days=2))
    watchlist.mark_visit(ada, grid, now=NOW - timedelta(days=3))
    watchlist.mark_visit(ada, grid, now=NOW - timedelta(days=1))
    new = released(package, "1.1")
    released(make_package("other"), "1.1")
    since = watchlist.last_visit(ada, grid)
    with django_assert_num_queries(1):
        assert changes_of_grid(grid.pk, since, limit=9) == [new]
