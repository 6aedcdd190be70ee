from datetime import date, timedelta

import pytest

from packgrid.history.weeks import (
    DailyCommits,
    WeekPoints,
    completed_weeks,
    diff_weeks,
    last_complete_week,
    spread_weeks,
)

MONDAY = date(2026, 11, 2)
WEEKS = [MONDAY + timedelta(days=7 * number) for number in range(6)]
A, B, C, D, E, F = WEEKS


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 1), date(2026, 10, 26)),  # a Sunday
        (date(2026, 11, 2), date(2026, 10, 26)),
        (date(2026, 11, 7), date(2026, 10, 26)),
        (date(2026, 11, 8), A),
        (date(2026, 11, 9), A),
    ],
)
def test_a_week_is_over_when_its_sunday_ends(day, week):
    assert last_complete_week(day) == week


@pytest.mark.parametrize(
    ("first_day", "days", "today", "weeks"),
    [
        (A, 7, B, {A: 21}),
        (A, 7, B - timedelta(days=1), {}),
        (A, 6, C, {}),
        (A - timedelta(days=1), 8, B, {A: 28}),
        (A + timedelta(days=1), 13, C, {B: 63}),
        (A, 15, C, {A: 21, B: 70}),
        (A, 0, C, {}),
    ],
    ids=["whole", "not over", "cut at its end", "a day before", "cut at its start", "one under way", "no days"],
)
def test_only_weeks_that_are_over_and_counted_day_by_day_are_known(first_day, days, today, weeks):
    assert completed_weeks(DailyCommits(first_day, tuple(range(days))), today=today) == weeks


@pytest.mark.parametrize(
    ("recorded", "seen", "put", "dropped"),
    [
        ({}, {}, {}, None),
        ({}, {A: 0, B: 0, C: 0}, {A: 0, C: 0}, None),
        ({}, {A: 0, B: 2, C: 0}, {A: 0, B: 2, C: 0}, None),
        ({}, {A: 0}, {A: 0}, None),
        ({A: 0, C: 0}, {A: 0, B: 0, C: 0}, {}, None),
        ({A: 0, C: 0}, {B: 0, C: 0, D: 0}, {D: 0}, C),
        ({A: 0, C: 0}, {B: 0, C: 0, D: 3}, {D: 3}, C),
        ({A: 0, C: 4}, {B: 0, C: 4, D: 0}, {D: 0}, None),
        ({A: 0, C: 0}, {B: 0, C: 1, D: 0}, {C: 1, D: 0}, None),
        ({A: 0}, {A: 0, B: 0}, {B: 0}, None),
        ({A: 0, B: 2, C: 5}, {B: 3, C: 4}, {B: 3}, None),
        ({A: 0, C: 5}, {B: 2, C: 5}, {B: 2}, None),
        ({C: 0, D: 1}, {A: 0, B: 0, C: 0, D: 1}, {A: 0}, None),
        ({A: 7, B: 1}, {E: 0, F: 2}, {F: 2}, None),
    ],
    ids=[
        "nothing",
        "nothing happened",
        "something happened",
        "one week",
        "the same again",
        "the end moves on",
        "the end moves on with commits",
        "an end with commits stays",
        "an end that got commits stays",
        "the first stays",
        "grows, but does not shrink",
        "a week of none gets some",
        "a deeper history",
        "after a long silence",
    ],
)
def test_weeks_are_laid_over_what_is_recorded(recorded, seen, put, dropped):
    assert diff_weeks(recorded, seen) == WeekPoints(put, dropped)


@pytest.mark.parametrize(
    ("points", "known", "counts"),
    [
        ({}, None, (None, None, None)),
        ({B: 2}, (B, B), (2, None, None)),
        ({C: 3, D: 0}, (A, D), (0, 3, 0)),
        ({C: 3}, (C, D), (None, 3, 0)),
        ({}, (A, F), (0, 0, 0)),
    ],
    ids=["never counted", "known until", "known throughout", "known from", "nothing happened"],
)
def test_a_week_within_what_is_known_has_a_count_and_any_other_none(points, known, counts):
    assert spread_weeks(points, known, until=D, weeks=3) == counts
