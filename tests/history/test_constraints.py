from datetime import UTC, date, datetime

import pytest
from django.db import DataError, IntegrityError, connection

from history.rows import make_package, put_points
from packgrid.history.metrics import HISTORY_IDS
from packgrid.history.models import Change, Kind, Point

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = NOW.date()

pytestmark = pytest.mark.django_db


def test_one_point_a_day_and_metric():
    package = make_package()
    put_points(package, "stars", {TODAY: 5})
    with pytest.raises(IntegrityError, match=r"point"):
        put_points(package, "stars", {TODAY: 6})


@pytest.mark.parametrize(("day", "value"), [(date(1999, 12, 31), 1), (TODAY, -1)], ids=["too early", "negative"])
def test_no_day_before_the_first_and_no_count_below_none(day, value):
    with pytest.raises((IntegrityError, DataError), match=r"day|value"):
        put_points(make_package(), "stars", {day: value})


@pytest.mark.parametrize(("kind", "subject"), [(Kind.ADDED, ""), (Kind.RELEASE, "1.0")])
def test_what_happens_once_is_there_once(kind, subject):
    change = {"package": make_package(), "kind": kind, "subject": subject, "at": NOW, "source": "pypi"}
    Change.objects.create(**change)
    with pytest.raises(IntegrityError, match=r"once|package_id"):
        Change.objects.create(**change)


def test_what_can_happen_again_may():
    change = {"package": make_package(), "kind": Kind.ARCHIVED, "at": NOW, "source": "pypi"}
    Change.objects.create(**change)
    Change.objects.create(**change)
    assert Change.objects.count() == 2


def test_a_package_takes_its_history_with_it():
    package = make_package()
    put_points(package, "stars", {TODAY: 5})
    Change.objects.create(package=package, kind=Kind.ARCHIVED, at=NOW, source="pypi")
    package.delete()
    assert (Point.objects.count(), Change.objects.count()) == (0, 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no tables without row ids")
def test_points_lie_within_their_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'history_point'")
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a check of SQLite's")
def test_a_table_with_points_is_whole_to_every_sqlite():
    """Version 3.40 takes a clustered table for damaged whose columns stand in another order than its key."""
    Point.objects.create(pk=(make_package().pk, HISTORY_IDS["stars"], TODAY), value=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        assert cursor.fetchall() == [("ok",)]


def test_a_day_is_two_bytes_and_comes_back_as_it_was():
    package = make_package()
    days = {date(2000, 1, 1): 1, TODAY: 2, date(2089, 9, 17): 3}
    put_points(package, "stars", days)
    assert dict(package.points.values_list("day", "value")) == days
    assert package.points.get(day="2000-01-01").day == date(2000, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(day), max(day) FROM history_point")
        assert cursor.fetchone() == (0, 32767)
