"""Ages by days, and until when pages that show them are right."""

from datetime import UTC, datetime, timedelta

import pytest

from packgrid.web.ages import count_fresh_seconds, describe_age, describe_due, describe_exact_age

NOW = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
NEW_YORK_EVENING = datetime.fromisoformat("2026-05-02T19:00:00-04:00")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "today"),
        (datetime(2026, 5, 3, tzinfo=UTC), "today"),
        (datetime(2026, 5, 2, 23, 59, 59, tzinfo=UTC), "yesterday"),
        (datetime(2026, 5, 2, tzinfo=UTC), "yesterday"),
        (datetime(2026, 5, 1, 23, 59, 59, tzinfo=UTC), "2 days ago"),
        (datetime(2026, 4, 26, 23, tzinfo=UTC), "1 week ago"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2 months ago"),
        (datetime(2025, 5, 3, tzinfo=UTC), "1 year ago"),
        (NEW_YORK_EVENING, "yesterday"),
        (datetime(2026, 5, 4, tzinfo=UTC), "today"),
    ],
)
def test_an_age_counts_days_of_utc(at, words):
    assert describe_age(at, NOW) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), "today"),
        (datetime(2026, 5, 3, 23, 59, tzinfo=UTC), "today"),
        (datetime(2026, 5, 4, tzinfo=UTC), "tomorrow"),
        (datetime(2026, 5, 6, tzinfo=UTC), "in 3 days"),
        (datetime(2026, 5, 17, tzinfo=UTC), "in 2 weeks"),
    ],
)
def test_what_is_due_counts_days_of_utc(at, words):
    assert describe_due(at, NOW) == words


def test_an_age_is_the_same_until_the_page_is_no_longer_fresh():
    ages = [NOW - timedelta(minutes=7) * number for number in range(9000)]
    last = NOW + timedelta(seconds=count_fresh_seconds(NOW) - 0.001)
    assert [describe_age(at, NOW) for at in ages] == [describe_age(at, last) for at in ages]
    assert [describe_age(at, NOW) for at in ages] != [describe_age(at, last + timedelta(seconds=0.001)) for at in ages]


@pytest.mark.parametrize(
    ("moments", "seconds"),
    [
        ((), 5400),
        ((None,), 5400),
        ((NOW - timedelta(days=3, hours=23),), 3600),
        ((NOW - timedelta(days=3, hours=2), None, NOW - timedelta(hours=23, minutes=59)), 60),
        ((NOW,), 5400),
    ],
)
def test_a_page_is_fresh_until_midnight_or_until_something_is_a_day_older(moments, seconds):
    assert count_fresh_seconds(NOW, moments) == seconds


def test_exact_ages_say_minutes():
    assert describe_exact_age(NOW - timedelta(minutes=3), NOW) == "3 minutes ago"
