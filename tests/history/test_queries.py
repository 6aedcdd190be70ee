from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from history.rows import make_package, put_points
from packgrid.history.models import Change, Kind
from packgrid.history.queries import (
    LAST_POINTS,
    LEVELS,
    changes_since,
    commits_by_week,
    find_known_weeks,
    newest_changes,
    read_counts,
    read_monthly_counts,
    read_points,
    read_series,
)

NOW = datetime(2026, 11, 24, tzinfo=UTC)
APRIL, MAY, JUNE, JULY = (date(2026, month, 10) for month in (4, 5, 6, 7))
A, B, C, D = (date(2026, 11, day) for day in (2, 9, 16, 23))

pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    made = make_package()
    put_points(made, "stars", {APRIL: 5, JUNE: 7})
    put_points(made, "forks", {MAY: 0})
    put_points(made, "commits", {A: 3, C: 0})
    return made


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 4, 9), {}),
        (APRIL, {"stars": 5}),
        (date(2026, 5, 9), {"stars": 5}),
        (MAY, {"stars": 5, "forks": 0}),
        (date(2026, 6, 9), {"stars": 5, "forks": 0}),
        (JUNE, {"stars": 7, "forks": 0}),
        (date(2089, 1, 1), {"stars": 7, "forks": 0}),
    ],
    ids=["before the first", "on the day", "between", "another begins", "the day before", "on the next", "after"],
)
def test_a_metric_has_the_value_of_its_last_point(package, day, known):
    make_package("other")
    assert read_counts([package.pk], day) == {package.pk: known}


def test_a_package_that_does_not_exist_has_no_metrics(package):
    assert read_counts([package.pk, 99], MAY) == {package.pk: {"stars": 5, "forks": 0}, 99: {}}
    assert read_counts([], MAY) == {}
    assert read_counts([99], MAY) == {99: {}}


def test_a_whole_grid_as_it_was_is_right_and_one_query(django_assert_num_queries):
    packages = [make_package(f"p{number}") for number in range(130)]
    for number, package in enumerate(packages):
        for offset, metric in enumerate(LEVELS):
            put_points(package, metric, {APRIL: number, MAY: number + offset + 1, JULY: 10**6})
    with django_assert_num_queries(1):
        found = read_counts([package.pk for package in packages], JUNE)
    assert found == {
        package.pk: {metric: number + offset + 1 for offset, metric in enumerate(LEVELS)}
        for number, package in enumerate(packages)
    }


def test_each_value_is_one_step_down_the_key(package):
    statement = LAST_POINTS.format(ids=package.pk)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", [9000, 9000])
            step = "SEARCH history_point USING PRIMARY KEY (package_id=? AND metric=? AND day<?)"
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of few rows is read faster without an index
            cursor.execute(f"EXPLAIN {statement}", [9000, 9000])
            step = "Scan Backward using history_point_pkey on history_point"
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert plan.count(step) == 2  # the day and the value


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2026, 1, 1), JULY, [(APRIL, 5), (JUNE, 7)]),
        (APRIL, JUNE, [(APRIL, 5), (JUNE, 7)]),
        (MAY, JUNE, [(MAY, 5), (JUNE, 7)]),
        (MAY, date(2026, 6, 9), [(MAY, 5)]),
        (JULY, JULY, [(JULY, 7)]),
        (date(2026, 1, 1), date(2026, 1, 2), []),
    ],
    ids=[
        "all",
        "from point to point",
        "what held at first",
        "what held throughout",
        "after the last",
        "before the first",
    ],
)
def test_a_series_begins_with_what_held(package, since, until, expected, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert read_series(package.pk, "stars", since=since, until=until) == expected


def test_the_points_of_several_facts_begin_with_their_values_at_the_start(package, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = read_points(package.pk, ("stars", "forks", "downloads"), since=MAY, until=JUNE)
    assert found == {"stars": [(MAY, 5), (JUNE, 7)], "forks": [(MAY, 0)]}


def test_commits_by_week_are_unknown_where_nobody_counted(package, django_assert_num_queries):
    other = make_package("b")
    put_points(other, "commits", {B: 0, C: 8, D: 1})
    with django_assert_num_queries(2):
        found = commits_by_week([package.pk, other.pk], until=D, weeks=5)
    assert found == {package.pk: (None, 3, 0, 0, None), other.pk: (None, None, 0, 8, 1)}
    assert commits_by_week([package.pk], until=B, weeks=1) == {package.pk: (0,)}
    assert commits_by_week([make_package("c").pk], until=D, weeks=2).popitem()[1] == (None, None)
    assert find_known_weeks([package.pk]) == {package.pk: (A, C)}


def change(package, kind, **columns: object):
    return Change.objects.create(package=package, kind=kind, at=NOW, source="pypi", **{"old": ""} | columns).pk


def test_feeds_give_what_happened_by_sequence_and_newest_first(package, django_assert_num_queries):
    other = make_package("b")
    change(package, Kind.LICENSE, old=None)
    first = change(package, Kind.RELEASE, subject="1.0")
    change(make_package("hidden", is_hidden=True), Kind.RELEASE, subject="1.0")
    second = change(other, Kind.ARCHIVED)
    third = change(package, Kind.YANKED, subject="1.0")
    with django_assert_num_queries(1):
        found = changes_since(0, limit=10)
        assert [(row.pk, row.package.slug, str(row)) for row in found] == [
            (first, "a", "released 1.0"),
            (second, "b", "archived"),
            (third, "a", "yanked 1.0"),
        ]
    assert ids(changes_since(first, limit=1)) == [second]
    assert ids(changes_since(third, limit=10)) == []
    assert ids(newest_changes(limit=2)) == [third, second]
    for chosen, expected in [
        ({"package_ids": [package.pk]}, [first, third]),
        ({"package_ids": []}, []),
        ({"kinds": [Kind.ARCHIVED, Kind.YANKED]}, [second, third]),
        ({"kinds": []}, []),
        ({"kinds": [Kind.YANKED], "package_ids": [other.pk]}, []),
    ]:
        assert ids(changes_since(0, limit=9, **chosen)) == expected
        assert ids(newest_changes(limit=9, **chosen)) == expected[::-1]


def ids(rows):
    return [row.pk for row in rows]


def test_counts_of_twelve_months_hold_until_the_next_point(django_assert_num_queries):
    today = date(2026, 11, 20)
    package, other, silent = (make_package(slug) for slug in ("a", "b", "c"))
    put_points(package, "downloads", {today - timedelta(days=back): 1000 - back for back in (400, 301, 299, 61, 0)})
    put_points(other, "downloads", {today - timedelta(days=45): 7, today + timedelta(days=1): 9})
    put_points(silent, "stars", {today: 5})
    with django_assert_num_queries(1):
        found = read_monthly_counts([package.pk, other.pk, silent.pk], "downloads", today)
    assert found == {
        package.pk: [600, 699, 701, 701, 701, 701, 701, 701, 701, 939, 939, 1000],
        other.pk: [None] * 10 + [7, 7],
    }
    with django_assert_num_queries(0):
        assert read_monthly_counts([], "downloads", today) == {}
