from datetime import UTC, datetime, timedelta

import pytest

from packgrid.accounts.limits import LIMITS, format_wait, refuse_if_too_often

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
LONG_AGO, YESTERDAY = NOW - timedelta(days=400), NOW - timedelta(days=1)


def minutes_ago(*minutes: float):
    return [NOW - timedelta(minutes=each) for each in minutes]


def test_there_is_room_below_the_limit():
    assert refuse_if_too_often("flag", minutes_ago(*range(9)), joined_at=LONG_AGO, now=NOW) is None
    assert refuse_if_too_often("flag", [], joined_at=NOW, now=NOW) is None


def test_a_full_hour_says_when_there_is_room_again():
    said = refuse_if_too_often("flag", minutes_ago(*range(50, 60), 70, 80), joined_at=LONG_AGO, now=NOW)
    assert said is not None
    assert said.retry_at == NOW + timedelta(minutes=1)
    assert str(said) == (
        "You can do this 10 times an hour, and you have reached that limit. "
        "Nothing was saved. Send it again in 1 minute."
    )


def test_what_is_an_hour_old_counts_no_more():
    assert refuse_if_too_often("flag", minutes_ago(*range(51, 61)), joined_at=LONG_AGO, now=NOW) is None


def test_a_new_account_has_less_room_and_is_told_so():
    said = refuse_if_too_often("flag", iter(minutes_ago(100, 200, 300, 400, 500)), joined_at=YESTERDAY, now=NOW)
    assert said is not None
    assert said.retry_at == NOW + timedelta(minutes=940)
    assert str(said) == (
        "An account in its first week can do this 5 times a day, and you have reached that limit. Nothing was saved. "
        "Send it again in 16 hours."
    )


def test_an_account_is_new_for_a_week():
    often = minutes_ago(100, 200, 300, 400, 500)
    week = NOW - timedelta(days=7)
    assert refuse_if_too_often("flag", often, joined_at=week + timedelta(seconds=1), now=NOW)
    assert refuse_if_too_often("flag", often, joined_at=week, now=NOW) is None


def test_a_new_account_below_its_daily_limit_still_has_the_hourly_one():
    assert refuse_if_too_often("edit", iter(minutes_ago(*[5] * 59)), joined_at=YESTERDAY, now=NOW) is None


@pytest.mark.parametrize("kind", list(LIMITS))
def test_a_new_account_may_do_no_more_in_a_day_than_others_in_a_day(kind):
    assert 0 < LIMITS[kind].a_day_if_new <= 24 * LIMITS[kind].an_hour


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=1), "1 minute"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(minutes=99), "99 minutes"),
        (timedelta(minutes=100), "2 hours"),
        (timedelta(hours=23, seconds=1), "24 hours"),
    ],
)
def test_waiting_is_rounded_up(left, words):
    assert format_wait(left) == words
