from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from history.rows import make_package, put_points
from packgrid.catalogue.models import Facts
from packgrid.history.trending import find_trending

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
THEN, TOO_LATE = (NOW - timedelta(days=28)).date(), (NOW - timedelta(days=27)).date()

pytestmark = pytest.mark.django_db


def growing(slug, *, before, now, known_on=THEN, **facts: Any):
    package = make_package(slug)
    said = {"stars": now, "last_commit_at": NOW, "is_archived": False}
    Facts.objects.filter(package=package).update(**said | facts)
    put_points(package, "stars", {known_on: before})


def test_a_gain_counts_against_the_root_of_what_was_there(django_assert_num_queries):
    growing("huge", before=9900, now=9960)
    growing("small", before=20, now=60)
    growing("steady", before=500, now=504)
    with django_assert_num_queries(4):
        found = find_trending(5, now=NOW)
    assert [(one.package.slug, one.before, one.gained) for one in found] == [("small", 20, 40), ("huge", 9900, 60)]
    assert [one.package.slug for one in find_trending(1, now=NOW)] == ["small"]


@pytest.mark.parametrize(
    "facts",
    [
        {"is_archived": True},
        {"last_commit_at": NOW - timedelta(days=91), "released_at": NOW - timedelta(days=91)},
        {"known_on": TOO_LATE},
    ],
)
def test_what_is_archived_asleep_or_was_not_known_then_is_left_out(facts):
    growing("a", before=10, now=90, **facts)
    assert find_trending(5, now=NOW) == []


def test_a_release_is_a_sign_of_life_too():
    growing("a", before=10, now=90, last_commit_at=None, released_at=NOW)
    assert [one.package.slug for one in find_trending(5, now=NOW)] == ["a"]
