from datetime import timedelta

import pytest

from packgrid.assessment.rules.score_inputs import (
    ScoreInput,
    known_input,
    points_by_age,
    points_by_count,
    unknown_input,
    weighted_mean,
)


@pytest.mark.parametrize(
    ("days", "points"),
    [(-1, 1), (0, 1), (90, 1), (227.5, 0.85), (365, 0.7), (730, 0.4), (912.5, 0.25), (1095, 0.1), (1825, 0), (9999, 0)],
)
def test_points_fall_with_age_along_straight_lines(days, points):
    assert points_by_age(timedelta(days=days)) == pytest.approx(points)


@pytest.mark.parametrize(("count", "points"), [(0, 0), (1, 0.150), (10, 0.520), (50, 0.852), (100, 1), (10_000, 1)])
def test_the_first_ones_count_most(count, points):
    assert points_by_count(count, full=100) == pytest.approx(points, abs=0.001)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([(1.0, 1), (0.0, 1)], 0.5),
        ([(1.0, 3), (0.0, 1)], 0.75),
        ([(1.0, 1), (None, 9)], 1.0),
        ([(1.0, 0), (0.5, 2)], 0.5),
        ([(1.0, 0)], None),
        ([(None, 1)], None),
        ([], None),
    ],
)
def test_the_mean_leaves_out_what_is_unknown_and_what_weighs_nothing(pairs, value):
    assert weighted_mean(pairs) == value


def test_an_unknown_input_says_so():
    assert unknown_input("stars", weight=2) == ScoreInput(
        "stars", None, None, 2, "Stars: unknown, so it is not counted."
    )


def test_points_are_rounded_to_what_is_shown():
    assert known_input("stars", "3", 1 / 3, weight=1, sentence="Few.").points == 0.333
