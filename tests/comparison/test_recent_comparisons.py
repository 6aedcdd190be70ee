from datetime import UTC, datetime, timedelta

import pytest

from packgrid.comparison import recent_comparisons
from packgrid.comparison.models import RecentComparison
from web.rows import make_package

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 3, tzinfo=UTC)


def titles():
    return [[package.title for package in packages] for packages in recent_comparisons.read_recent_comparisons(9)]


def test_the_newest_come_first_and_the_same_set_is_there_once(django_assert_num_queries):
    a, b, c = (make_package(slug, title=slug.upper()).pk for slug in "abc")
    recent_comparisons.store_comparison([b, a], now=AT)
    recent_comparisons.store_comparison([c, a], now=AT + timedelta(hours=1))
    recent_comparisons.store_comparison([a, b, a], now=AT + timedelta(hours=2))
    with django_assert_num_queries(2):
        assert titles() == [["A", "B"], ["A", "C"]]


def test_one_package_and_many_are_not_kept():
    ids = [make_package(f"p-{at}").pk for at in range(9)]
    recent_comparisons.store_comparison(ids[:1], now=AT)
    recent_comparisons.store_comparison(ids, now=AT)
    recent_comparisons.store_comparison(ids[:8], now=AT)
    assert [len(packages) for packages in recent_comparisons.read_recent_comparisons(9)] == [8]


def test_a_set_with_a_package_that_is_hidden_or_gone_is_left_out():
    a, b, c = (make_package(slug) for slug in "abc")
    recent_comparisons.store_comparison([a.pk, b.pk], now=AT)
    recent_comparisons.store_comparison([b.pk, c.pk], now=AT)
    a.delete()
    c.is_hidden = True
    c.save()
    assert titles() == []


def test_what_is_old_is_forgotten():
    RecentComparison.objects.bulk_create(
        RecentComparison(key=f"1,{at}", compared_at=AT + timedelta(days=at)) for at in range(2, 600)
    )
    recent_comparisons.delete_oldest()
    assert RecentComparison.objects.count() == recent_comparisons.KEPT
    assert not RecentComparison.objects.filter(key="1,2").exists()
