from datetime import UTC, datetime, timedelta

import pytest

from packgrid.catalogue.cooldown import (
    count_days,
    find_settled_release,
    is_cooling_down,
    read_release_age,
    seconds_to_next_day,
)
from packgrid.catalogue.models import Facts, Release
from web.rows import make_package

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "days"),
    [
        (timedelta(0), 0),
        (A_DAY - timedelta(seconds=1), 0),
        (A_DAY, 1),
        (timedelta(days=6, hours=23, minutes=59), 6),
        (timedelta(days=400), 400),
        (-timedelta(days=3), 0),
    ],
)
def test_only_full_days_count(age, days):
    facts = Facts(released_at=NOW - age)
    assert (count_days(NOW - age, NOW), read_release_age(facts, NOW)) == (days, days)
    assert is_cooling_down(facts, NOW, 7) == (days < 7)
    assert not is_cooling_down(facts, NOW, 0)


def test_an_age_is_unknown_where_only_the_month_is_known_or_nothing():
    for facts in (Facts(), Facts(released_at=NOW, released_to_the_month=True)):
        assert read_release_age(facts, NOW) is None
        assert not is_cooling_down(facts, NOW, 7)


def test_a_number_of_days_is_right_until_the_next_full_day():
    assert seconds_to_next_day([], NOW) is None
    assert seconds_to_next_day([NOW], NOW) == 86400
    assert seconds_to_next_day([NOW - timedelta(hours=1), NOW - timedelta(days=5, hours=23)], NOW) == 3600
    assert seconds_to_next_day([NOW + timedelta(hours=1)], NOW) == 3600


@pytest.mark.django_db
def test_the_settled_release_is_the_highest_that_is_offered_and_old_enough():
    package = make_package("a")
    for version, age, said in (
        ("1.0", 400, {}),
        ("1.1", 40, {}),
        ("1.2", 39, {"is_yanked": True}),
        ("1.3", 38, {"gone_since": NOW}),
        ("2.0a1", 37, {"is_prerelease": True}),
        ("2.0", 2, {}),
        ("2.1", None, {}),
        ("0.9", 8, {}),
    ):
        at = None if age is None else NOW - timedelta(days=age)
        Release.objects.create(package=package, version=version, sort_key=version, uploaded_at=at, **said)
    settled = {days: find_settled_release(package, NOW, days) for days in (0, 2, 7, 41, 401)}
    assert {days: release and release.version for days, release in settled.items()} == {
        0: "2.0",
        2: "2.0",
        7: "1.1",
        41: "1.0",
        401: None,
    }
